// Sentences whose values arrive from a worker: `{name}` in the text is replaced by `values.name`; a part in brackets,
// `[did you mean {near}?]`, stands only if its value is known and not empty.

export function interpolate(text: string, values: Readonly<Record<string, string | number>>): string {
  const known = (name: string) => Object.hasOwn(values, name) && values[name] !== '';
  return text
    .replace(/\[([^[\]]*\{(\w+)\}[^[\]]*)\]/g, (_, part: string, name: string) => (known(name) ? part : ''))
    .replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
}
