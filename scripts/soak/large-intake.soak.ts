// The large checkpoint taken in by the studio in a browser; see large-intake.mjs.

import { test } from 'vitest';
import { parameterShapes, parseModelConfig } from '../../src/core/weights';
import { QWEN3_06B } from '../../src/core/weights/testing/qwen3-0.6b';
import { largeFolder } from './large-folder.mjs';
import { soakIntake } from './large-intake.mjs';

const HOUR = 3_600_000;

test(
  'a checkpoint of 1.2 GB is taken in from a folder and from a zip',
  async () => soakIntake(await largeFolder(QWEN3_06B, parameterShapes(parseModelConfig(JSON.stringify(QWEN3_06B))))),
  HOUR,
);
