// The recipe being edited: shown at once, stored a moment later.

import { useCallback, useEffect, useRef, useState } from 'react';
import type { Recipe } from '../../core/recipe';
import type { ProjectView } from '../../worker/protocol';
import { isTraining, refreshDevice, setRecipe, useProject } from '../project';

const SAVE_AFTER_MILLISECONDS = 300;

export interface RecipeDraft {
  readonly recipe: Recipe;
  readonly change: (recipe: Recipe) => void;
  /** Stores what is not stored yet. */
  readonly flush: () => Promise<void>;
}

async function store(recipe: Recipe): Promise<void> {
  const before = useProject.getState();
  await setRecipe(recipe);
  const device = recipe.train.device !== before.view?.recipe.train.device;
  // Asking for a device may open another backend: not below a running training.
  if (device && !isTraining(before.training)) await refreshDevice();
}

export function useRecipe(view: ProjectView): RecipeDraft {
  const [draft, setDraft] = useState<{ readonly projectId: string; readonly recipe: Recipe } | null>(null);
  const pending = useRef<Recipe | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const flush = useCallback(async () => {
    clearTimeout(timer.current);
    const recipe = pending.current;
    if (!recipe) return;
    pending.current = null;
    await store(recipe);
    // Typed on meanwhile: the newer draft stays, also while it is being stored itself.
    setDraft((draft) => (draft?.recipe === recipe ? null : draft));
  }, []);

  const change = useCallback(
    (recipe: Recipe) => {
      pending.current = recipe;
      setDraft({ projectId: view.id, recipe });
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), SAVE_AFTER_MILLISECONDS);
    },
    [view.id, flush],
  );

  // Leaving the screen stores what was typed last.
  useEffect(() => () => void flush(), [flush]);

  return { recipe: draft?.projectId === view.id ? draft.recipe : view.recipe, change, flush };
}
