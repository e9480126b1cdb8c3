// The five steps, in the order of the data's way. A screen plugs in here, and nowhere else.

import type { ComponentType } from 'react';
import { CheckScreen } from '../features/check';
import { DataScreen } from '../features/data';
import { EvaluateScreen } from '../features/evaluate';
import { ExportScreen } from '../features/export';
import { TrainScreen } from '../features/train';

export type StepId = 'data' | 'check' | 'train' | 'evaluate' | 'export';

export interface Step {
  readonly id: StepId;
  /** Place in the address, after `#`. */
  readonly path: string;
  readonly Screen: ComponentType;
}

export const steps: readonly Step[] = [
  { id: 'data', path: '/data', Screen: DataScreen },
  { id: 'check', path: '/check', Screen: CheckScreen },
  { id: 'train', path: '/train', Screen: TrainScreen },
  { id: 'evaluate', path: '/evaluate', Screen: EvaluateScreen },
  { id: 'export', path: '/export', Screen: ExportScreen },
];
