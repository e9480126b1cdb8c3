import { describe, expect, it } from 'vitest';
import { applyOverrides } from './overrides.mjs';
import { cut, displayWidth, duration, showEvents } from './terminal.mjs';

describe('applyOverrides', () => {
  it('returns the text unchanged without overrides', () => {
    expect(applyOverrides('a:   1 # one\n', [])).toBe('a:   1 # one\n');
  });
  it('sets nested and new values, written in YAML', () => {
    expect(applyOverrides('train: { seed: 1 }\n', ['train.seed=2', 'export=[chatml]'])).toBe('train: { seed: 2 }\nexport:\n  - chatml\n');
  });
  it('reports an override without a value', () => {
    expect(() => applyOverrides('a: 1\n', ['train.seed'])).toThrow('--set train.seed');
  });
});

describe('terminal lines', () => {
  it('counts Chinese characters as two columns', () => {
    expect(displayWidth('北京 a')).toBe(6);
    expect(cut('查一下北京的天气', 7)).toBe('查一下…');
    expect(cut('a\nb', 7)).toBe('a b');
  });
  it('formats durations', () => {
    expect([duration(0.04), duration(12.4), duration(59.9), duration(192)]).toEqual(['0.0 s', '12 s', '60 s', '3 m 12 s']);
  });
  it('writes few lines when the output is not a terminal', () => {
    let text = '';
    const show = showEvents({ write: (part) => (text += part) });
    show({ event: 'phase', phase: 'train', state: 'started' });
    for (let done = 1; done <= 100; done++) {
      show({ event: 'progress', phase: 'train', progress: { done, total: 100, secondsLeft: 100 - done }, note: '' });
    }
    show({ event: 'phase', phase: 'train', state: 'done', seconds: 9, note: 'loss 1 → 0' });
    expect(text.split('\n').map((line) => line.trim())).toEqual([
      'train      25 % 25/100  < 1 m 15 s',
      'train      50 % 50/100  < 50 s',
      'train      75 % 75/100  < 25 s',
      'train         9.0 s  loss 1 → 0',
      '',
    ]);
  });
  it('rewrites one line in a terminal', () => {
    let text = '';
    const show = showEvents({ isTTY: true, columns: 40, write: (part) => (text += part) });
    show({ event: 'progress', phase: 'train', progress: { done: 1, total: 2, secondsLeft: null }, note: '' });
    show({ event: 'phase', phase: 'train', state: 'done', seconds: 9, note: '' });
    expect(text.split('\r\u001b[K').length).toBe(3);
    expect(text.endsWith('\n')).toBe(true);
  });
});
