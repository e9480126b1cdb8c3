import { useEffect, useRef } from 'react';
import { useProject } from '../project';
import { DescribeStage } from './DescribeStage';
import styles from './OwnTools.module.css';
import { RowsStage } from './RowsStage';
import { type Stage, useOwnTools } from './state';
import { TeachStage } from './TeachStage';

/** The button that led to a step is gone with the step before: the new step's own gets the focus. */
function useFocusOfStage(stage: Stage) {
  const screen = useRef<HTMLDivElement>(null);
  const before = useRef(stage);
  useEffect(() => {
    if (before.current === stage) return;
    before.current = stage;
    screen.current?.querySelector<HTMLElement>('[aria-current=step]')?.focus();
  }, [stage]);
  return screen;
}

/** A person's own tools in three steps: describe them, make rows, teach. */
export function OwnToolsScreen() {
  const stage = useOwnTools((state) => state.stage);
  const view = useProject((state) => state.view);
  const screen = useFocusOfStage(stage);
  return (
    <div ref={screen} className={styles.screen}>
      {!view || stage === 'describe' ? (
        <DescribeStage view={view} />
      ) : stage === 'rows' ? (
        <RowsStage key={view.id} view={view} />
      ) : (
        <TeachStage view={view} />
      )}
    </div>
  );
}
