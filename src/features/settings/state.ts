// The person's own settings: of this browser, not of a project. Kept in localStorage, read before the first paint.

import { boolean, number, object, enum as oneOf, optional, safeParse, string } from 'zod/mini';
import { create } from 'zustand';
import type { KnownHub } from '../../core/hub';
import { DEFAULT_BUDGET } from '../../core/memory';

export const BYTES_PER_GB = 1e9;
const STORED = 'tooltune.settings';

/** A known hub, or the address that was typed in. */
export type HubChoice = KnownHub | 'other';

export type Theme = 'system' | 'light' | 'dark';

export interface Settings {
  readonly language: 'en' | 'zh-CN';
  readonly theme: Theme;
  /** Shortcuts of one character; off for people whose software types for them (WCAG 2.1.4). */
  readonly singleKeys: boolean;
  /** Memory that training may take, GB. Browsers do not tell: assumed until the person sets it. */
  readonly memoryBudget: number;
  readonly hub: HubChoice;
  /** Of another hub, as typed, and the hosts its files come from. */
  readonly hubAddress: string;
  readonly hubHosts: string;
}

const schema = object({
  language: optional(oneOf(['en', 'zh-CN'])),
  theme: optional(oneOf(['system', 'light', 'dark'])),
  singleKeys: optional(boolean()),
  memoryBudget: optional(number()),
  hub: optional(oneOf(['huggingface', 'hf-mirror', 'modelscope', 'other'])),
  hubAddress: optional(string()),
  hubHosts: optional(string()),
});

function defaults(): Settings {
  const chinese = navigator.language.toLowerCase().startsWith('zh');
  return {
    language: chinese ? 'zh-CN' : 'en',
    theme: 'system',
    singleKeys: true,
    memoryBudget: DEFAULT_BUDGET / BYTES_PER_GB,
    hub: 'huggingface',
    hubAddress: '',
    hubHosts: '',
  };
}

function read(): Settings {
  const base = defaults();
  const text = localStorage.getItem(STORED);
  if (text === null) return base;
  try {
    const stored = safeParse(schema, JSON.parse(text));
    if (!stored.success) return base;
    const { language, theme, singleKeys, memoryBudget, hub, hubAddress, hubHosts } = stored.data;
    return {
      language: language ?? base.language,
      theme: theme ?? base.theme,
      singleKeys: singleKeys ?? base.singleKeys,
      memoryBudget: memoryBudget ?? base.memoryBudget,
      hub: hub ?? base.hub,
      hubAddress: hubAddress ?? base.hubAddress,
      hubHosts: hubHosts ?? base.hubHosts,
    };
  } catch {
    // Not JSON: somebody else's value under our key. Start afresh.
    return base;
  }
}

export const useSettings = create<Settings>(read);

export function changeSettings(change: Partial<Settings>): void {
  useSettings.setState(change);
  localStorage.setItem(STORED, JSON.stringify(useSettings.getState()));
}

const darkSystem = () => matchMedia('(prefers-color-scheme: dark)');

/** The theme as drawn. */
export function drawnTheme(theme: Theme): 'light' | 'dark' {
  if (theme !== 'system') return theme;
  return darkSystem().matches ? 'dark' : 'light';
}

/** Keeps the page's theme and language attributes in step with the settings. Called once, before the first paint. */
export function applySettings(): void {
  const apply = () => {
    const { theme, language } = useSettings.getState();
    document.documentElement.dataset['theme'] = drawnTheme(theme);
    document.documentElement.dataset['language'] = language;
    document.documentElement.lang = language;
  };
  apply();
  useSettings.subscribe(apply);
  darkSystem().addEventListener('change', apply);
}

export function toggleTheme(): void {
  changeSettings({ theme: drawnTheme(useSettings.getState().theme) === 'dark' ? 'light' : 'dark' });
}

export function toggleLanguage(): void {
  changeSettings({ language: useSettings.getState().language === 'en' ? 'zh-CN' : 'en' });
}
