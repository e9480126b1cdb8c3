import { useProject } from '../project';
import { DescribeStage } from './DescribeStage';
import { RowsStage } from './RowsStage';
import { useOwnTools } from './state';
import { TeachStage } from './TeachStage';

/** A person's own tools in three steps: describe them, make rows, teach. */
export function OwnToolsScreen() {
  const stage = useOwnTools((state) => state.stage);
  const view = useProject((state) => state.view);
  if (!view || stage === 'describe') return <DescribeStage view={view} />;
  if (stage === 'rows') return <RowsStage key={view.id} view={view} />;
  return <TeachStage view={view} />;
}
