import { ArrowRight } from 'lucide-react';
import { useTranslation } from '../../i18n';
import { Button, NoticeBox } from '../../ui';
import type { ProjectView } from '../../worker/protocol';
import { ToolList } from '../data';
import { createProject } from '../project';
import styles from './OwnTools.module.css';
import { PasteTools } from './PasteTools';
import { StageLayout } from './StageLayout';
import { changeOwnTools, useOwnTools } from './state';

/** First step: the tools, by form or from pasted schemas. */
export function DescribeStage({ view }: { readonly view: ProjectView | null }) {
  const { t } = useTranslation();
  const words = t.ownTools.describe;
  const plan = useOwnTools((state) => state.plan);
  const tools = view?.tools ?? [];
  // Rows of something else: another project keeps the two apart.
  const occupied = view !== null && view.records > 0 && plan === null;
  const actions = (
    <Button kind="primary" disabled={tools.length === 0} onClick={() => changeOwnTools({ stage: 'rows' })} data-testid="to-rows">
      {words.next}
      <ArrowRight size={14} aria-hidden />
    </Button>
  );
  return (
    <StageLayout view={view} actions={actions}>
      <p className={styles.lead}>{words.lead}</p>
      {occupied ? (
        <NoticeBox
          tone="neutral"
          what={words.occupied(view.records)}
          remedy={words.occupiedRemedy}
          actions={
            <Button small onClick={() => void createProject(t.data.tools.projectName)}>
              {words.newProject}
            </Button>
          }
        />
      ) : null}
      <ToolList tools={tools} extra={<PasteTools />} />
    </StageLayout>
  );
}
