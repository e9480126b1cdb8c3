import { useEffect, useRef, useState } from 'react';
import { connectSources, type HubModel, mainBranch } from '../../core/hub';
import { useTranslation } from '../../i18n';
import { Button, NoticeBox } from '../../ui';
import type { AddedModel, FoundModel } from '../../worker/protocol';
import { useProject } from '../project';
import { download, lookUp } from './actions';
import { HubForm, type HubRequest } from './HubForm';
import { HubFound } from './HubFound';
import styles from './Models.module.css';
import { bytesOf } from './preflight';

/** How far the way to a hub's model has come; nothing is sent before `confirm` was answered. */
export type HubStage =
  | { readonly kind: 'form' }
  /**
   * @property model known already: a download that goes on
   * @property adapter waits for this model, its base, and is shown again after it
   */
  | { readonly kind: 'confirm'; readonly request: HubRequest; readonly model: HubModel | null; readonly adapter: FoundModel | null }
  | { readonly kind: 'found'; readonly found: FoundModel; readonly adapter: FoundModel | null };

/** Where a way that ends here goes on. */
function after(adapter: FoundModel | null): HubStage {
  return adapter ? { kind: 'found', found: adapter, adapter: null } : { kind: 'form' };
}

const hostOf = (address: string) => new URL(address).host;
/** `https://` is the rule; plain http, on this machine only, is shown. */
const shown = (source: string) => source.replace(/^https:\/\//, '');

interface ConfirmProps {
  readonly request: HubRequest;
  readonly model: HubModel | null;
  readonly disabled: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Shows every host that would be reached, and what for. */
function Confirm({ request, model, disabled, onYes, onNo }: ConfirmProps) {
  const { t, format } = useTranslation();
  const words = t.models.hub;
  const { hub, name, revision } = request;
  const host = hostOf(hub.address);
  const [, ...others] = connectSources(hub);
  return (
    <NoticeBox
      tone="warning"
      testId="hub-confirm"
      what={words.confirmTitle(host)}
      actions={
        <>
          <Button onClick={onNo}>{t.shell.cancel}</Button>
          <Button kind="primary" disabled={disabled} onClick={onYes}>
            {model ? words.goOn(host) : words.connect(host)}
          </Button>
        </>
      }
      where={
        <dl className={styles.facts}>
          <dt>{words.address}</dt>
          <dd>{hub.address}</dd>
          <dt>{words.hosts}</dt>
          <dd>{others.length > 0 ? others.map(shown).join(', ') : words.noHosts}</dd>
          <dt>{words.name}</dt>
          <dd>{name}</dd>
          <dt>{words.revision}</dt>
          <dd>{model?.commit ?? revision}</dd>
          <dt>{words.size}</dt>
          <dd>{model ? format.bytes(bytesOf(model)) : words.sizeUnknown}</dd>
        </dl>
      }
      remedy={words.confirmText}
    />
  );
}

interface HubSectionProps {
  readonly wanted: { readonly name: string; readonly revision: string } | undefined;
  readonly stage: HubStage;
  readonly onStage: (stage: HubStage) => void;
  /** @param wanted false for the base of an adapter that is still to be fetched */
  readonly onAdded: (added: AddedModel, wanted: boolean) => void;
}

/** What had the focus is gone with the stage before: the next thing to do gets it. */
function useFocusOfStage({ kind }: HubStage) {
  const section = useRef<HTMLElement>(null);
  const before = useRef(kind);
  useEffect(() => {
    if (before.current === kind) return;
    before.current = kind;
    const find = (selector: string) => section.current?.querySelector<HTMLElement>(selector);
    const target = kind === 'form' ? find('input[name=model]') : (find('[data-kind=primary]') ?? find('button'));
    // Back at the form, what happens is told at the top.
    target?.focus({ preventScroll: kind === 'form' });
  }, [kind]);
  return section;
}

/** From a name to a stored model: type, confirm the hosts, see what there is, fetch. */
export function HubSection({ wanted, stage, onStage, onAdded }: HubSectionProps) {
  const { t } = useTranslation();
  const busy = useProject((state) => state.busy !== null);
  const section = useFocusOfStage(stage);
  // Kept while the form is away, so that Cancel gives back what was typed.
  const [typed, setTyped] = useState(wanted);
  const back = (adapter: FoundModel | null) => onStage(after(adapter));
  const fetchModel = async (model: HubModel, adapter: FoundModel | null) => {
    onStage({ kind: 'form' });
    const added = await download(model);
    if (adapter) back(adapter);
    if (added) onAdded(added, adapter === null);
  };
  const confirmed = async ({ hub, name, revision }: HubRequest, model: HubModel | null, adapter: FoundModel | null) => {
    if (model) return fetchModel(model, adapter);
    const found = await lookUp(hub, name, revision);
    onStage(found ? { kind: 'found', found, adapter } : after(adapter));
  };
  const askForBase = (name: string, adapter: FoundModel) => {
    const { hub } = adapter.model;
    onStage({ kind: 'confirm', request: { hub, name, revision: mainBranch(hub) }, model: null, adapter });
  };
  return (
    <section ref={section} className={styles.section}>
      <h3>{t.models.hub.title}</h3>
      {stage.kind === 'form' ? (
        <HubForm
          wanted={typed}
          disabled={busy}
          onRequest={(request) => {
            setTyped(request);
            onStage({ kind: 'confirm', request, model: null, adapter: null });
          }}
        />
      ) : stage.kind === 'confirm' ? (
        <Confirm
          request={stage.request}
          model={stage.model}
          disabled={busy}
          onYes={() => void confirmed(stage.request, stage.model, stage.adapter)}
          onNo={() => back(stage.adapter)}
        />
      ) : (
        <HubFound
          found={stage.found}
          disabled={busy}
          onYes={() => void fetchModel(stage.found.model, stage.adapter)}
          onBase={(name) => askForBase(name, stage.found)}
          onNo={() => back(stage.adapter)}
        />
      )}
    </section>
  );
}
