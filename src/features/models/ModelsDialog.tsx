import { useEffect, useState } from 'react';
import { useTranslation } from '../../i18n';
import { Button, Dialog, showToast } from '../../ui';
import type { AddedModel } from '../../worker/protocol';
import { dismissFailure, FailureBox, TaskProgress, useProject } from '../project';
import { refreshDownloads } from './actions';
import { addFiles, copyFiles } from './add-files';
import { chooseModelFiles } from './choose-files';
import { FilesFound } from './FilesFound';
import { HubSection, type HubStage } from './HubSection';
import { ModelList } from './ModelList';
import styles from './Models.module.css';
import { closeModels, type ModelsRequest, type PendingFiles, useModelsDialog } from './state';

/** What the page does now, with a way to stop it: the dialog covers the shell's own line. */
function Doing() {
  const task = useProject((state) => state.busy?.task);
  if (task === undefined) return null;
  return (
    <div className={styles.doing} role="status" data-testid="models-busy">
      <TaskProgress asShare task={task} />
    </div>
  );
}

function Failed() {
  const failure = useProject((state) => state.failure);
  return failure ? <FailureBox failure={failure} onDismiss={dismissFailure} /> : null;
}

/** What is stored, and the ways to add to it: a folder, a zip, a hub. */
function OpenDialog({ request }: { readonly request: ModelsRequest }) {
  const { t } = useTranslation();
  const downloads = useModelsDialog((state) => state.downloads);
  const pending = useModelsDialog((state) => state.pending);
  const busy = useProject((state) => state.busy !== null);
  const [stage, setStage] = useState<HubStage>({ kind: 'form' });
  useEffect(() => void refreshDownloads(), []);

  const use = request.use;
  const choose = (chosen: AddedModel) => {
    use?.(chosen);
    closeModels();
  };
  const added = (chosen: AddedModel, wanted = true) => {
    showToast({ text: t.models.added(chosen.adapter?.name ?? chosen.model.name) });
    // Whoever opened the dialog for a model gets it, unless the dialog was closed or opened for something else meanwhile.
    if (use && wanted && useModelsDialog.getState().request === request) choose(chosen);
  };
  const add = async (kind: 'folder' | 'zip') => {
    const files = await chooseModelFiles(kind);
    const found = files.length > 0 ? await addFiles(files) : undefined;
    if (found) added(found);
  };
  const addAnyway = async ({ files }: PendingFiles) => {
    const found = await copyFiles(files);
    if (found) added(found);
  };
  return (
    <Dialog wide title={t.models.title} onClose={closeModels} testId="models">
      <div className={styles.dialog}>
        <div className={styles.now}>
          <Failed />
          <Doing />
          {pending ? (
            <FilesFound
              pending={pending}
              disabled={busy}
              onYes={() => void addAnyway(pending)}
              onNo={() => useModelsDialog.setState({ pending: null })}
            />
          ) : null}
        </div>
        <ModelList
          downloads={downloads}
          onUse={use ? choose : undefined}
          onGoOn={(model) => setStage({ kind: 'confirm', request: model, model, adapter: null })}
        />
        <section className={styles.section}>
          <h3>{t.models.fromFiles}</h3>
          <p className={styles.soft}>{t.models.fromFilesHelp}</p>
          <div className={styles.buttons}>
            <Button disabled={busy} onClick={() => void add('folder')}>
              {t.models.addFolder}
            </Button>
            <Button disabled={busy} onClick={() => void add('zip')}>
              {t.models.addZip}
            </Button>
          </div>
        </section>
        <HubSection wanted={request.wanted} stage={stage} onStage={setStage} onAdded={added} />
      </div>
    </Dialog>
  );
}

export function ModelsDialog() {
  const request = useModelsDialog((state) => state.request);
  return request ? <OpenDialog request={request} /> : null;
}
