import { useTranslation } from '../../i18n';
import { useActions } from '../../ui';
import type { ProjectView } from '../../worker/protocol';
import { attempt } from '../project';
import { ChosenBar } from './ChosenBar';
import { deleteWithUndo } from './changes';
import styles from './DataScreen.module.css';
import { FilterBar } from './FilterBar';
import { RecordTable } from './RecordTable';
import { choose, chooseOnly, setFilter, useDataView } from './state';
import { allIds, idAt, useRecordWindows } from './use-record-windows';
import { useTokenizer } from './use-tokenizer';

/** Opens the record at an index of the filtered list. */
async function openAt(projectId: string, index: number): Promise<void> {
  const { filter } = useDataView.getState();
  const id = await attempt(() => idAt(projectId, filter, index));
  if (id !== undefined) useDataView.setState({ open: { id, index } });
}

/** Moves the inspector through the filtered list. */
export function openNeighbour(projectId: string, delta: number): Promise<void> {
  const { open } = useDataView.getState();
  return openAt(projectId, open ? open.index + delta : 0);
}

/** The table of records with filters, choice and keys. */
export function Records({ view }: { readonly view: ProjectView }) {
  const { t } = useTranslation();
  const { filter, chosen, open } = useDataView();
  const tokenizer = useTokenizer(view);
  const checked = JSON.stringify([view.latestCheck, tokenizer]);
  const windows = useRecordWindows(view.id, view.revision, filter, checked);
  const section = t.shell.commands.sections.records;
  const targets = chosen.size > 0 ? [...chosen] : open ? [open.id] : [];
  useActions([
    { id: 'data.next', label: t.shell.keys.names['data.next'], section, hidden: true, run: () => void openNeighbour(view.id, 1) },
    { id: 'data.previous', label: t.shell.keys.names['data.previous'], section, hidden: true, run: () => void openNeighbour(view.id, -1) },
    {
      id: 'data.delete',
      label: t.shell.keys.names['data.delete'],
      section,
      disabled: targets.length === 0,
      run: () => void deleteWithUndo(targets, t),
    },
    { id: 'data.add', label: t.data.add, section, run: () => useDataView.setState({ adding: true }) },
  ]);
  const chooseAll = (all: boolean) => {
    if (!all) return chooseOnly([]);
    void attempt(() => allIds(view.id, filter)).then((ids) => ids && chooseOnly(ids));
  };
  const empty = windows.total === 0 && !windows.loading;
  return (
    <>
      <FilterBar filter={filter} counts={windows.counts} onChange={setFilter} />
      <ChosenBar />
      {empty ? (
        <p className={styles.help}>{t.data.table.none}</p>
      ) : (
        <RecordTable
          windows={windows}
          chosen={chosen}
          openId={open?.id ?? null}
          openIndex={open?.index ?? null}
          onOpen={(index) => {
            const line = windows.lineAt(index);
            if (line) useDataView.setState({ open: { id: line.id, index } });
            else void openAt(view.id, index);
          }}
          onChoose={choose}
          onChooseAll={chooseAll}
        />
      )}
    </>
  );
}
