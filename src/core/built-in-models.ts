// Models that are part of the page: the pretrained starter, and a very small one that learns from nothing in the tab.

export const builtInModels = ['starter', 'from-zero'] as const;
export type BuiltInModel = (typeof builtInModels)[number];

/** What a recipe trains where it says nothing. */
export const defaultModel: BuiltInModel = 'starter';

export function isBuiltIn(id: string): id is BuiltInModel {
  return builtInModels.some((known) => known === id);
}
