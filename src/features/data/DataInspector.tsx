import type { ProjectView } from '../../worker/protocol';
import { RecordInspector } from './RecordInspector';
import { openNeighbour } from './Records';
import { type OpenRecord, useDataView } from './state';

/** The inspector over the table's filtered list. */
export function DataInspector({ view, open }: { readonly view: ProjectView; readonly open: OpenRecord }) {
  return (
    <RecordInspector
      projectId={view.id}
      recordId={open.id}
      revision={view.revision}
      onMove={(delta) => void openNeighbour(view.id, delta)}
      onClose={() => useDataView.setState({ open: null })}
    />
  );
}
