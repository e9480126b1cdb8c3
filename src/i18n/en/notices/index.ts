// Findings, refusals and reasons of failures, by code. In English a notice says its own, more exact sentence; here is only
// its title. An empty message means: the notice's own.

import { models } from './models';
import { rows } from './rows';
import { studio } from './studio';
import { training } from './training';

export const notices = { ...rows, ...models, ...training, ...studio };
