import { describe, expect, it } from 'vitest';
import { defaultTrainSettings } from '../../core/recipe';
import type { TrainSettings } from '../../core/recipe/recipe';
import { en } from '../../i18n/en';
import { zhCN } from '../../i18n/zh-CN';
import { changedKeys, closest, type NumberSetting, numberText, readNumber, settings } from './settings';

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
    for (const { key } of settings) {
      expect(en.train.settings[key].label).not.toBe('');
      expect(zhCN.train.settings[key].help).not.toBe('');
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

describe('numberText', () => {
  it('is short and exact', () => {
    expect([2e-4, 0.005, 0.03, 1e-8, 1024, 0, -1].map(numberText)).toEqual(['2e-4', '5e-3', '0.03', '1e-8', '1024', '0', '-1']);
  });
});

describe('closest', () => {
  const other = { train: { ...base, learning_rate: 5e-3, num_train_epochs: 12, per_device_train_batch_size: 8 } };
  const brief = { train: base };

  it('finds the preset that was changed least', () => {
    expect(closest({ ...base, seed: 7 }, [other, brief])).toBe(brief);
    expect(closest({ ...other.train, max_length: 64 }, [brief, other])).toBe(other);
    expect(changedKeys({ ...base, seed: 7 }, base)).toEqual(['seed']);
  });
});
