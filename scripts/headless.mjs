// npm run headless -- config.yaml --out DIR [--set train.seed=2]: runs a recipe without a window, through the same
// page and workers as the studio. Exit code 0 only if every step was done.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { HeadlessFailure, runHeadless } from './headless/run.mjs';
import { duration, showEvents, summaryTable } from './headless/terminal.mjs';

/** Columns of the table where no terminal says how wide it is. */
const WIDTH_OF_A_LOG = 220;
const USAGE = 'Usage: npm run headless -- config.yaml --out DIR [options]; --help lists them.';
const HELP = `Usage: npm run headless -- config.yaml --out DIR [options]

Runs a recipe without a window. The exit code is 0 only if every step was done.

  --out DIR                 where what the recipe exports and report.json are written
  --set path.to.setting=V   changes a setting of the recipe; may be given again
  --hub NAME                where a model named by "hub" is fetched from: huggingface (the default), hf-mirror,
                            modelscope or an address
  --allow-host HOST         a host that may be reached for it; may be given again, *.example.org stands for all below
  --cache DIR               keeps what was fetched, so that the next run fetches nothing of it again: each file is
                            checked by its hash before use, an unfinished one is gone on with (.cache/hub)
  --json                    one line of JSON for each event
`;

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
        cache: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

const { positionals, values } = readArguments() ?? stop(USAGE) ?? { positionals: [], values: {} };
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
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
    ...(values.cache === undefined ? {} : { cacheFolder: values.cache }),
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
