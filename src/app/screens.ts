// The five steps, in the order of the data's way. A screen plugs in here, and nowhere else.

import { type ComponentType, lazy } from 'react';
import { DataScreen } from '../features/data';

// The first screen comes with the page; the others, with charts and the recipe's parser, when they are opened.
const CheckScreen = lazy(() => import('../features/check').then((feature) => ({ default: feature.CheckScreen })));
const TrainScreen = lazy(() => import('../features/train').then((feature) => ({ default: feature.TrainScreen })));
const EvaluateScreen = lazy(() => import('../features/evaluate').then((feature) => ({ default: feature.EvaluateScreen })));
const ExportScreen = lazy(() => import('../features/export').then((feature) => ({ default: feature.ExportScreen })));

/** Three steps of their own, outside the rail: a person's own tools from description to comparison. */
export const OWN_TOOLS_PATH = '/own-tools';
export const OwnToolsScreen = lazy(() => import('../features/own-tools').then((feature) => ({ default: feature.OwnToolsScreen })));

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
