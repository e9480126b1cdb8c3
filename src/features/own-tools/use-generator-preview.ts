// What a plan gives, made in the worker while a person writes.

import { useEffect, useRef, useState } from 'react';
import type { GeneratorPlan } from '../../core/generator';
import type { GeneratedPreview, ProjectView } from '../../worker/protocol';
import { attempt, workers } from '../project';

/** Milliseconds without a change before rows are made anew. */
const PAUSE = 200;

/** What the plan gave last; null before the first time, and where there is no plan. */
export function useGeneratorPreview(plan: GeneratorPlan | null, { id: projectId, tools }: ProjectView): GeneratedPreview | null {
  const [shown, setShown] = useState<GeneratedPreview | null>(null);
  const first = useRef(true);
  // Another view of the same project brings the same tools as other objects.
  const toolsKey = JSON.stringify(tools);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the worker reads the tools itself; that they changed is what counts
  useEffect(() => {
    if (!plan) return;
    let late = false;
    const make = async () => {
      first.current = false;
      const rows = await attempt(async () => (await workers()).data.call('previewGenerated', { projectId, plan }));
      if (rows && !late) setShown(rows);
    };
    const timer = setTimeout(() => void make(), first.current ? 0 : PAUSE);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [plan, projectId, toolsKey]);
  return plan ? shown : null;
}
