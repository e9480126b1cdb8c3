/** Items with keys for React, where an item has no identity but what it says and how often that was said before. */
export function keyed<T>(items: readonly T[], textOf: (item: T) => string): readonly { readonly key: string; readonly item: T }[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const text = textOf(item);
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    return { key: `${times} ${text}`, item };
  });
}
