import type { en } from '../en';
import { check } from './check';
import { data } from './data';
import { evaluate } from './evaluate';
import { exporting } from './export';
import { failures } from './failures';
import { lens } from './lens';
import { models } from './models';
import { notices } from './notices';
import { ownTools } from './own-tools';
import { shell } from './shell';
import { train } from './train';

export const zhCN = { shell, data, check, lens, train, evaluate, exporting, models, ownTools, failures, notices } satisfies typeof en;
