// The project's runs as the screens see them.

import { useEffect, useMemo, useState } from 'react';
import type { Run } from '../../core/training';
import type { RunSummary } from '../../worker/protocol';
import { loadRun, useProject } from '../project';
import { useTrainView } from './state';

const NONE: readonly RunSummary[] = [];

/** Newest first. */
export function newestFirst(runs: readonly RunSummary[]): readonly RunSummary[] {
  return runs.toSorted((a, b) => b.createdAt - a.createdAt);
}

export function useRuns(): readonly RunSummary[] {
  return useProject((state) => state.view?.runs ?? NONE);
}

/** The run that is chosen, or the newest; null = the project has none. */
export function useChosenRun(): RunSummary | null {
  const runs = useRuns();
  const chosen = useTrainView((state) => state.chosen);
  return runs.find((run) => run.id === chosen) ?? newestFirst(runs)[0] ?? null;
}

/** Runs whose weights were saved at least once. */
export function trainedRuns(runs: readonly RunSummary[]): readonly RunSummary[] {
  return newestFirst(runs).filter((run) => run.step > 0);
}

/** The chosen run if it has weights, or the newest that has. */
export function useTrainedRun(): RunSummary | null {
  const chosen = useChosenRun();
  const runs = useRuns();
  return chosen && chosen.step > 0 ? chosen : (trainedRuns(runs)[0] ?? null);
}

/** A run with its log; null while it loads. Loads again when its state or step changes. */
export function useRun(summary: RunSummary | null): Run | null {
  const [run, setRun] = useState<Run | null>(null);
  const id = summary?.id ?? null;
  const version = summary ? `${summary.id} ${summary.state} ${summary.step}` : '';
  useEffect(() => {
    if (id === null || version === '') return;
    let current = true;
    void loadRun(id).then((loaded) => {
      if (current && loaded) setRun(loaded);
    });
    return () => {
      current = false;
    };
  }, [id, version]);
  return run && run.id === id ? run : null;
}

/** The runs that are laid over each other: those taken that are still there. */
export function useComparedRuns(): readonly RunSummary[] {
  const runs = useRuns();
  const compared = useTrainView((state) => state.compared);
  return useMemo(() => compared.flatMap((id) => runs.find((run) => run.id === id) ?? []), [runs, compared]);
}

/** The runs with their logs, in the order of `summaries`; those still loading are left out. */
export function useLoadedRuns(summaries: readonly RunSummary[]): readonly Run[] {
  const [known, setKnown] = useState<Readonly<Record<string, Run>>>({});
  const versions = summaries.map((run) => `${run.id} ${run.state} ${run.step}`).join('|');
  useEffect(() => {
    let current = true;
    const ids = versions.split('|').flatMap((version) => version.split(' ')[0] || []);
    void Promise.all(ids.map(loadRun)).then((loaded) => {
      if (!current) return;
      const runs = loaded.filter((run) => run !== undefined);
      setKnown(Object.fromEntries(runs.map((run) => [run.id, run])));
    });
    return () => {
      current = false;
    };
  }, [versions]);
  return useMemo(() => summaries.flatMap(({ id, name }) => (known[id] ? [{ ...known[id], name }] : [])), [summaries, known]);
}
