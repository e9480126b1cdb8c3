import { Workflow } from 'lucide-react';
import { useLocation } from 'wouter';
import { useTranslation } from '../../i18n';
import { Button, EmptyState } from '../../ui';
import { openSample, useProject } from '../project';
import { chooseFiles } from './importing';

/** First sight of an empty project: one sentence, four ways in. */
export function EmptyProject({ onAdd }: { readonly onAdd: () => void }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const words = t.data.empty;
  const busy = useProject((state) => state.busy !== null);
  return (
    <EmptyState
      icon={<Workflow size={40} strokeWidth={1.5} />}
      title={words.title}
      actions={
        <>
          <Button kind="primary" disabled={busy} onClick={() => void openSample(t.shell.projects.sampleName)} data-testid="open-sample">
            {words.sample}
          </Button>
          <Button disabled={busy} onClick={() => navigate('/own-tools')} data-testid="own-tools">
            {words.own}
          </Button>
          <Button disabled={busy} onClick={() => chooseFiles(t)}>
            {words.drop}
          </Button>
          <Button disabled={busy} onClick={onAdd}>
            {words.first}
          </Button>
        </>
      }
    >
      <p>{words.text}</p>
      <p>{words.hint}</p>
    </EmptyState>
  );
}
