// Words of the train screen.

import type { train as english } from '../en/train';

export const train = {} satisfies typeof english;
