// Models that are part of the page: the pretrained starter, and a very small one that learns from nothing in the tab.

export const builtInModels = ['starter', 'from-zero'] as const;
export type BuiltInModel = (typeof builtInModels)[number];

/** Those that this build of the page offers, the default first. */
export const offeredModels = ['from-zero'] as const satisfies readonly BuiltInModel[];
export const defaultModel: BuiltInModel = offeredModels[0];

export function isBuiltIn(id: string): id is BuiltInModel {
  return builtInModels.some((known) => known === id);
}
