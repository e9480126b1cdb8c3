// The plan of the recipe being edited. Asked again when recipe or records change, a moment after the last change.

import { useEffect, useRef, useState } from 'react';
import { type Failure, toFailure } from '../../core/failure';
import type { Recipe } from '../../core/recipe';
import type { MeasuredPlan } from '../../worker/protocol';
import { planTraining } from '../project';

const ASK_AFTER_MILLISECONDS = 250;

interface Answer {
  readonly key: string;
  /** The last plan known; stays while the next one is computed, so that nothing jumps. */
  readonly plan: MeasuredPlan | null;
  readonly failure: Failure | null;
}

export interface PlanState extends Omit<Answer, 'key'> {
  /** `plan` is of earlier settings. */
  readonly busy: boolean;
}

/** @param version changes with the project and its records; null = no rows, nothing to plan. */
export function usePlan(recipe: Recipe, version: string | null): PlanState {
  const [answer, setAnswer] = useState<Answer>({ key: '', plan: null, failure: null });
  const latest = useRef(recipe);
  // As text: the worker answers a stored recipe with an equal one that is another object.
  const key = version === null ? null : JSON.stringify([version, recipe.model, recipe.format, recipe.train, recipe.lora]);
  useEffect(() => {
    latest.current = recipe;
  }, [recipe]);
  useEffect(() => {
    if (key === null) return;
    let current = true;
    const timer = setTimeout(() => {
      planTraining(latest.current).then(
        (plan) => current && setAnswer({ key, plan, failure: null }),
        (error: unknown) => current && setAnswer({ key, plan: null, failure: toFailure(error) }),
      );
    }, ASK_AFTER_MILLISECONDS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [key]);
  const { plan, failure } = answer;
  return key === null ? { plan: null, failure: null, busy: false } : { plan, failure, busy: answer.key !== key };
}
