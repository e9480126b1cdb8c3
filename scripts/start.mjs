// npm start: builds the page, serves it on a fixed local port, and opens it where there is a desktop.
import { spawn } from 'node:child_process';
import { platform } from 'node:os';
import { parseArgs } from 'node:util';
import { build, buildIsFresh, distFolder } from './build.mjs';
import { startServer } from './server.mjs';

const DEFAULT_PORT = 4317;
const { values } = parseArgs({ options: { 'no-open': { type: 'boolean' } } });

/** The program that opens an address on this desktop; undefined without one. @returns {string[] | undefined} */
function opener() {
  if (process.env.CI || process.env.SSH_CONNECTION) return undefined;
  if (platform() === 'darwin') return ['open'];
  if (platform() === 'win32') return ['cmd', '/c', 'start', ''];
  return process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
}

/** @param {string} address */
function openInBrowser(address) {
  const [command, ...args] = opener() ?? [];
  if (!command) return;
  const child = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

function wantedPort() {
  const text = process.env.PORT ?? String(DEFAULT_PORT);
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  console.error(`PORT=${text} is no port: take a whole number from 1 to 65535.`);
  process.exit(1);
}

const port = wantedPort();
if (!buildIsFresh()) {
  console.log('Building the studio …');
  build();
}
try {
  const { origin } = await startServer({ root: distFolder, port });
  console.log(`ToolTune runs at ${origin}/`);
  console.log('Open it by this very address: projects are stored in the browser and belong to it. Ctrl+C stops the server.');
  if (!values['no-open']) openInBrowser(`${origin}/`);
} catch (error) {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
  console.error(
    [
      `Port ${port} is taken, perhaps by a studio that already runs: look at http://localhost:${port}/ first.`,
      `Another port: PORT=${port + 1} npm start`,
      `Projects are stored in the browser and belong to the address: those of port ${port} are not seen on another port.`,
    ].join('\n'),
  );
  process.exit(1);
}
