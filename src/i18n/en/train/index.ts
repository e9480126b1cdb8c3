// Words of the train screen.

import { form } from './form';
import { plan } from './plan';
import { run } from './run';

export const train = { ...form, ...plan, ...run };
