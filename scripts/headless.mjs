// npm run headless -- config.yaml --out DIR [--set train.seed=2]: runs a recipe without a window, in the same page and
// workers as the studio. The exit code is 0 only if every step succeeded.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { HeadlessFailure, runHeadless } from './headless/run.mjs';
import { duration, showEvents, summaryTable } from './headless/terminal.mjs';

/** Columns of the table when the output is not a terminal. */
const LOG_WIDTH = 220;
const USAGE = 'Usage: npm run headless -- config.yaml --out DIR [options]. --help lists the options.';
const HELP = `Usage: npm run headless -- config.yaml --out DIR [options]

Runs a recipe without a window. The exit code is 0 only if every step succeeded.

  --out DIR                 folder for report.json and the files that the recipe exports
  --set path.to.setting=V   changes a setting of the recipe; may be repeated
  --hub NAME                hub from which a "hub" model is downloaded: huggingface (the default), hf-mirror,
                            modelscope or an address
  --allow-host HOST         allows the download to reach this host; may be repeated; *.example.org allows all
                            hosts below example.org
  --cache DIR               keeps downloads for the next run (default: .cache/hub); each file is verified by its
                            hash before use, and an unfinished download is resumed
  --json                    prints one line of JSON for each event
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
if (!existsSync(configPath ?? '')) stop(`The file ${configPath} does not exist.`);

const started = performance.now();
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
    console.log(summaryTable(report, process.stdout.columns ?? LOG_WIDTH));
    const names = [...report.files.map((file) => file.name), 'report.json'];
    console.log(`\nDone in ${duration((performance.now() - started) / 1000)}. Written to ${values.out}: ${names.join(', ')}`);
  }
} catch (error) {
  stop(error instanceof HeadlessFailure || error instanceof Error ? `\nFailed: ${error.message}` : String(error));
}
