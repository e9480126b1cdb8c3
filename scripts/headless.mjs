// npm run headless -- config.yaml --out DIR [--set train.seed=2]: runs a recipe without a window, through the same
// page and workers as the studio. Exit code 0 only if every step was done. With --allow-host HOST (once for each host) it
// fetches the recipe's model from a hub: --hub huggingface, hf-mirror, modelscope or an address; the first is the default.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { HeadlessFailure, runHeadless } from './headless/run.mjs';
import { duration, showEvents, summaryTable } from './headless/terminal.mjs';

/** Columns of the table where no terminal says how wide it is. */
const WIDTH_OF_A_LOG = 220;
const USAGE =
  'Usage: npm run headless -- config.yaml --out DIR [--set path.to.setting=value …] [--hub huggingface|hf-mirror|modelscope|ADDRESS] [--allow-host HOST …]';

/** @param {string} message */
function stop(message) {
  console.error(message);
  process.exit(1);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        set: { type: 'string', multiple: true },
        hub: { type: 'string' },
        'allow-host': { type: 'string', multiple: true },
        json: { type: 'boolean' },
      },
    });
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

const { positionals, values } = readArguments() ?? stop(USAGE) ?? { positionals: [], values: {} };
const [configPath] = positionals;
if (!configPath || positionals.length > 1 || !values.out) stop(USAGE);
if (!existsSync(configPath ?? '')) stop(`There is no file ${configPath}.`);

const started = performance.now();
// --json: one line per event, for programs.
const onEvent = values.json ? (/** @type {unknown} */ event) => console.log(JSON.stringify(event)) : showEvents(process.stdout);
try {
  const report = await runHeadless({
    configPath: configPath ?? '',
    outFolder: values.out ?? '',
    overrides: values.set ?? [],
    ...(values.hub === undefined ? {} : { hub: values.hub }),
    allowHosts: values['allow-host'] ?? [],
    onEvent,
  });
  if (!values.json) {
    console.log(summaryTable(report, process.stdout.columns ?? WIDTH_OF_A_LOG));
    const names = [...report.files.map((file) => file.name), 'report.json'];
    console.log(`\nDone in ${duration((performance.now() - started) / 1000)}. Written to ${values.out}: ${names.join(', ')}`);
  }
} catch (error) {
  stop(error instanceof HeadlessFailure || error instanceof Error ? `\nFailed: ${error.message}` : String(error));
}
