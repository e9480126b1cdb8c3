// Findings, refusals and reasons of failures, by code. `{name}` stands for the notice's value of that name.

import { models } from './models';
import { rows } from './rows';
import { studio } from './studio';
import { training } from './training';

export const notices = { ...rows, ...models, ...training, ...studio };
