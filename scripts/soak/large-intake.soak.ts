// The large checkpoint taken in by the studio in a browser; see large-intake.mjs.

import { test } from 'vitest';
import { parameterShapes, parseModelConfig } from '../../src/core/weights';
import { LARGE_CONFIG } from './large-checkpoint.mjs';
import { largeFolder } from './large-folder.mjs';
import { soakIntake } from './large-intake.mjs';

const HOUR = 3_600_000;

test(
  'a checkpoint of 1.2 GB is taken in from a folder and from a zip',
  async () => soakIntake(await largeFolder(parameterShapes(parseModelConfig(JSON.stringify(LARGE_CONFIG))))),
  HOUR,
);
