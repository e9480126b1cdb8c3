// npm start: builds the page, serves it on a fixed local port, and opens it if there is a desktop.
import { spawn } from 'node:child_process';
import { platform } from 'node:os';
import { parseArgs } from 'node:util';
import { build, buildIsFresh, distFolder } from './build.mjs';
import { startServer } from './server.mjs';

const DEFAULT_PORT = 4317;
const { values } = parseArgs({ options: { 'no-open': { type: 'boolean' } } });

/** Returns the command that opens an address on this desktop; undefined without a desktop. @returns {string[] | undefined} */
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

function portToUse() {
  const text = process.env.PORT ?? String(DEFAULT_PORT);
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  console.error(`PORT=${text} is not a port. Use a whole number from 1 to 65535.`);
  process.exit(1);
}

const port = portToUse();
if (!buildIsFresh()) {
  console.log('Building the studio …');
  build();
}
try {
  const { origin } = await startServer({ root: distFolder, port });
  console.log(`ToolTune runs at ${origin}/`);
  console.log('Always open it at this address: projects are stored in the browser and belong to the address. Ctrl+C stops the server.');
  if (!values['no-open']) openInBrowser(`${origin}/`);
} catch (error) {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
  console.error(
    [
      `Port ${port} is taken, perhaps by another ToolTune. Open http://localhost:${port}/ to see.`,
      `To use another port: PORT=${port + 1} npm start`,
      `Projects are stored in the browser and belong to the address: another port does not show those of port ${port}.`,
    ].join('\n'),
  );
  process.exit(1);
}
