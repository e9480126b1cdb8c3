import { describe, expect, it } from 'vitest';
import type { TrainSettings } from '../../core/recipe';
import { defaultLoraSettings, defaultTrainSettings, targetModules } from '../../core/recipe';
import { en } from '../../i18n/en';
import { zhCN } from '../../i18n/zh-CN';
import { fieldKeys, loraLimits, withModule } from './lora-settings';
import {
  advancedGroups,
  changedKeys,
  closest,
  type NumberSetting,
  nearestNumber,
  numberText,
  readNumber,
  settings,
  settingsOf,
} from './settings';

const base: TrainSettings = defaultTrainSettings;

function numberSetting(key: string): NumberSetting {
  const setting = settings.find((each) => each.key === key);
  if (setting?.kind !== 'number') throw new Error(`no number setting ${key}`);
  return setting;
}

describe('settings', () => {
  it('lists every training setting once, but method and device', () => {
    const listed = settings.map((setting) => setting.key);
    expect([...listed].sort()).toEqual(
      Object.keys(base)
        .filter((key) => key !== 'method' && key !== 'device')
        .sort(),
    );
  });

  it('has words for every setting in both languages', () => {
    for (const key of fieldKeys) {
      expect(en.train.settings[key].label).not.toBe('');
      expect(zhCN.train.settings[key].help).not.toBe('');
    }
  });

  it('shows every setting once with either method, six of them at first sight', () => {
    for (const method of ['full', 'lora'] as const) {
      const basic = settingsOf('basic', method);
      const shown = [...basic, ...advancedGroups.flatMap((group) => settingsOf(group, method))];
      expect(shown.map(({ key }) => key).sort()).toEqual(settings.map(({ key }) => key).sort());
      // The sixth of an adapter is its rank.
      expect(basic).toHaveLength(method === 'full' ? 6 : 5);
    }
  });

  it('reads every value it writes', () => {
    for (const setting of settings) {
      if (setting.kind !== 'number') continue;
      expect(readNumber(setting, numberText(base[setting.key]))).toEqual({ value: base[setting.key] });
    }
  });
});

describe('readNumber', () => {
  const rate = numberSetting('learning_rate');
  const batch = numberSetting('per_device_train_batch_size');

  it('reads scientific notation, spaces and full-width digits', () => {
    expect(readNumber(rate, ' 2e-4 ')).toEqual({ value: 2e-4 });
    expect(readNumber(rate, '.005')).toEqual({ value: 0.005 });
    expect(readNumber(batch, '１６')).toEqual({ value: 16 });
  });

  it('names what is wrong', () => {
    expect(readNumber(rate, '')).toEqual({ problem: 'number' });
    expect(readNumber(rate, '0x10')).toEqual({ problem: 'number' });
    expect(readNumber(rate, 'Infinity')).toEqual({ problem: 'number' });
    expect(readNumber(batch, '1.5')).toEqual({ problem: 'whole' });
    expect(readNumber(batch, '0')).toEqual({ problem: 'low' });
    expect(readNumber(numberSetting('num_train_epochs'), '0')).toEqual({ problem: 'low' });
    expect(readNumber(numberSetting('max_steps'), '0')).toEqual({ problem: 'zero' });
    expect(readNumber(rate, '2')).toEqual({ problem: 'high' });
    expect(readNumber(numberSetting('max_steps'), '-1')).toEqual({ value: -1 });
    expect(readNumber(numberSetting('eval_steps'), '0.1')).toEqual({ value: 0.1 });
    expect(readNumber(numberSetting('eval_steps'), '1.5')).toEqual({ problem: 'whole' });
  });
});

describe('nearestNumber', () => {
  const batch = numberSetting('per_device_train_batch_size');

  it('is allowed, and as near as can be', () => {
    expect(nearestNumber(batch, '0', 8)).toBe(1);
    expect(nearestNumber(batch, '2000', 8)).toBe(1024);
    expect(nearestNumber(batch, '2.6', 8)).toBe(3);
    expect(nearestNumber(batch, 'many', 8)).toBe(8);
    expect(nearestNumber(numberSetting('num_train_epochs'), '0', 7)).toBe(7);
    expect(nearestNumber(numberSetting('max_steps'), '0', -1)).toBe(-1);
  });

  it('of what is typed wrongly can be taken', () => {
    for (const limits of [...settings.filter((setting) => setting.kind === 'number'), ...Object.values(loraLimits)]) {
      for (const typed of ['', '-5', '0', '0.3', '1.5', '1e12', '-1e12']) {
        const fallback = limits.above ? 1 : limits.min;
        expect(readNumber(limits, numberText(nearestNumber(limits, typed, fallback)))).toHaveProperty('value');
      }
    }
  });
});

describe('the adapter', () => {
  it('has limits that its defaults keep', () => {
    for (const key of ['r', 'lora_alpha', 'lora_dropout'] as const) {
      expect(readNumber(loraLimits[key], numberText(defaultLoraSettings[key]))).toEqual({ value: defaultLoraSettings[key] });
    }
  });

  it('keeps at least one layer, in the order of a block', () => {
    expect(withModule(['v_proj'], 'q_proj', true, targetModules)).toEqual(['q_proj', 'v_proj']);
    expect(withModule(['q_proj', 'v_proj'], 'q_proj', false, targetModules)).toEqual(['v_proj']);
    expect(withModule(['v_proj'], 'v_proj', false, targetModules)).toEqual(['v_proj']);
  });
});

describe('numberText', () => {
  it('is short and exact', () => {
    expect([2e-4, 0.005, 0.03, 1e-8, 1024, 0, -1].map(numberText)).toEqual(['2e-4', '5e-3', '0.03', '1e-8', '1024', '0', '-1']);
  });
});

describe('closest', () => {
  const other = { train: { ...base, learning_rate: 5e-3, num_train_epochs: 12, per_device_train_batch_size: 8 } };
  const standard = { train: base };

  it('finds the preset that was changed least', () => {
    expect(closest({ ...base, seed: 7 }, [other, standard])).toBe(standard);
    expect(closest({ ...other.train, max_length: 64 }, [standard, other])).toBe(other);
    expect(changedKeys({ ...base, seed: 7 }, base)).toEqual(['seed']);
  });
});
