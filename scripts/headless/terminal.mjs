// Shows a headless run in a terminal: one line for each phase, and a table at the end.

/** @typedef {import('./local-site.mjs').HeadlessEvent} HeadlessEvent */
/** @typedef {import('../../src/app/headless-report').HeadlessReport} HeadlessReport */
/** @typedef {{ phase?: string, state?: string, note?: string, seconds?: number, progress?: { done: number, total: number, secondsLeft: number | null } }} PhaseEvent */

const PHASE_WIDTH = 9;
/** Shares of the line's columns: request, expected call, answer before, answer after. */
const SHARES = [0.16, 0.3, 0.14, 0.4];
/** Where lines cannot be rewritten, a new line appears after this share of a phase, so that logs stay short. */
const LOG_SHARE = 0.25;

/** Formats a duration as `3 m 12 s`. @param {number} seconds */
export function duration(seconds) {
  if (seconds < 60) return `${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} m ${String(whole % 60).padStart(2, '0')} s`;
}

/** Returns the width of a text in columns. CJK and full-width characters take two. @param {string} text */
export function displayWidth(text) {
  let width = 0;
  for (const character of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
      character,
    )
      ? 2
      : 1;
  return width;
}

/** Cuts a text to `width` columns, with … in place of the rest. @param {string} text @param {number} width */
export function cut(text, width) {
  // An untrained model may write anything, including control characters, which would break the table.
  const line = text.replace(/\s+/g, ' ').trim().replace(/\p{C}/gu, '·');
  if (displayWidth(line) <= width) return line;
  let kept = '';
  for (const character of line) {
    if (displayWidth(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** @param {string} text @param {number} width */
function pad(text, width) {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** @param {PhaseEvent} event */
function progressLine({ phase = '', progress, note = '' }) {
  if (!progress) return '';
  const { done, total, secondsLeft } = progress;
  const share = total > 0 ? `${Math.floor((100 * done) / total)} %`.padStart(5) : '';
  const left = secondsLeft === null ? '' : `  < ${duration(secondsLeft)}`;
  return `${phase.padEnd(PHASE_WIDTH)} ${share} ${done}/${total}${left}${note ? `  ${note}` : ''}`;
}

/**
 * Returns a function that shows events as lines. @param {{ isTTY?: boolean, columns?: number, write: (text: string) => unknown }} out
 * @returns {(event: HeadlessEvent) => void}
 */
export function showEvents(out) {
  let shownShare = 0;
  let lineOpen = false;
  const line = (/** @type {string} */ text) => {
    out.write(`${lineOpen ? '\r\u001b[K' : ''}${text}\n`);
    lineOpen = false;
  };
  return (event) => {
    const { phase = '', state, note = '', seconds = 0, progress } = /** @type {PhaseEvent} */ (event);
    if (event.event === 'note') line(`          ${note}`);
    if (event.event === 'phase' && state === 'started') shownShare = 0;
    if (event.event === 'phase' && state === 'done') line(`${phase.padEnd(PHASE_WIDTH)} ${duration(seconds).padStart(9)}  ${note}`);
    if (event.event !== 'progress' || !progress) return;
    if (out.isTTY) {
      out.write(`\r\u001b[K${cut(progressLine({ phase, progress, note }), (out.columns ?? 80) - 1)}`);
      lineOpen = true;
      return;
    }
    const share = progress.total > 0 ? progress.done / progress.total : 0;
    if (share < shownShare + LOG_SHARE || share >= 1) return;
    shownShare = share;
    line(progressLine({ phase, progress, note }));
  };
}

/** @param {{ right: number, of: number } | undefined} share */
function percent(share) {
  return !share || share.of === 0 ? '–' : `${Math.round((100 * share.right) / share.of)} % (${share.right}/${share.of})`;
}

/** Returns the table shown at the end. @param {HeadlessReport} report @param {number} columns @returns {string} */
export function summaryTable(report, columns) {
  const { samples, evaluation, steps, adapter } = report;
  const rows = samples.map((sample) => [
    sample.request,
    sample.expected,
    cut(sample.before, 200) || '(blank)',
    cut(sample.after, 200) || '(blank)',
  ]);
  const all = [['Request', 'Expected call', 'Answer before', 'Answer after'], ...rows];
  const shares = SHARES.map((share) => Math.floor((columns - 2 * SHARES.length) * share));
  const widths = shares.map((most, at) => Math.min(most, Math.max(...all.map((row) => displayWidth(cut(row[at] ?? '', most))))));
  const cells = (/** @type {readonly string[]} */ texts) =>
    texts
      .map((text, at) => pad(cut(text, widths[at] ?? 0), widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  const [head = [], ...body] = all;
  const lines = ['', cells(head), cells(widths.map((width) => '─'.repeat(width))), ...body.map(cells)];
  lines.push('');
  const first = steps[0]?.loss;
  const last = steps.at(-1)?.loss;
  /** @type {[string, string][]} */
  const facts = [];
  if (evaluation) {
    const { base, tuned } = evaluation;
    facts.push(['Exact on held-out rows', `${percent(base.exact)} → ${percent(tuned.exact)}`]);
    for (const [kind, share] of Object.entries(tuned.byKind)) {
      const before = Object.entries(base.byKind).find(([name]) => name === kind)?.[1];
      facts.push([`  ${kind}`, `${percent(before)} → ${percent(share)}`]);
    }
  }
  facts.push(['Loss, first and last', `${first?.toFixed(4) ?? '–'} → ${last?.toFixed(4) ?? '–'} (${steps.length} reports)`]);
  facts.push(['Speed', `${Math.round(report.tokens_per_second)} tokens/s`]);
  const name = [adapter.vendor, adapter.architecture, adapter.description].filter(Boolean).join(' ');
  facts.push([
    'Computed on',
    `${adapter.backend} (${adapter.reason}${name ? `; adapter ${name}${adapter.f16 ? ', f16' : ''}` : '; no adapter'})`,
  ]);
  const labels = Math.max(...facts.map(([label]) => label.length));
  for (const [label, value] of facts) lines.push(`${label.padEnd(labels)}  ${value}`);
  return lines.join('\n');
}
