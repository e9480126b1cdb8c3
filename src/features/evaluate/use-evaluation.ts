import { useEffect } from 'react';
import type { ToolCallScores } from '../../core/metrics';
import type { RunSummary } from '../../worker/protocol';
import { loadEvaluation, useProject } from '../project';

/** The stored evaluation of the run, loaded when another run is chosen. */
export function useEvaluation(run: RunSummary | null): ToolCallScores | null {
  const evaluation = useProject((state) => state.evaluation);
  const id = run?.id ?? null;
  const wanted = run !== null && run.exact !== null && evaluation?.runId !== run.id;
  useEffect(() => {
    if (wanted && id !== null) void loadEvaluation(id);
  }, [wanted, id]);
  return evaluation && evaluation.runId === id ? evaluation : null;
}
