// Counts inside sentences, for the dictionaries.

const english = new Intl.NumberFormat('en');
const chinese = new Intl.NumberFormat('zh-CN');

/** `1 record`, `1,024 records`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${english.format(count)} ${count === 1 ? one : many}`;
}

/** `1,024 条`: number, space, measure word. */
export function countedChinese(count: number, measure: string): string {
  return `${chinese.format(count)} ${measure}`;
}
