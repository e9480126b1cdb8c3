// Finds a Chromium-based browser, or installs one. All scripts and test configurations get its path here.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { platform } from 'node:os';
import { delimiter, join } from 'node:path';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge-stable', 'microsoft-edge'];
const MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

/** Returns paths where a browser may be, best first. @returns {string[]} */
function candidates() {
  const named = process.env.TOOLTUNE_BROWSER ? [process.env.TOOLTUNE_BROWSER] : [];
  if (platform() === 'darwin') return [...named, ...MAC.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)];
  if (platform() === 'win32') {
    const roots = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
    return [...named, ...roots.flatMap((root) => (root ? WINDOWS.map((rest) => join(root, rest)) : []))];
  }
  const folders = (process.env.PATH ?? '').split(delimiter);
  return [...named, ...COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)))];
}

/** Returns the browser that Playwright downloaded, if any. @returns {Promise<string | undefined>} */
async function playwrightBrowser() {
  const { chromium } = await import('playwright');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}

/** Returns the path of an installed browser, or undefined. @returns {Promise<string | undefined>} */
export async function findBrowser() {
  return candidates().find((path) => existsSync(path)) ?? (await playwrightBrowser());
}

/** @param {string} command @param {string[]} args */
function succeeds(command, args) {
  return spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

/** Returns the path of a browser, and installs one if none is found. Throws an error that says what to install. */
export async function ensureBrowser() {
  const found = await findBrowser();
  if (found) return found;
  console.log('Installing Chromium, since no Chrome, Chromium or Edge was found …');
  if (succeeds(process.execPath, ['node_modules/playwright/cli.js', 'install', '--no-shell', 'chromium'])) {
    const installed = await findBrowser();
    if (installed) return installed;
  }
  if (platform() === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    succeeds('apt-get', ['update', '-q']);
    succeeds('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium']);
    const installed = await findBrowser();
    if (installed) return installed;
  }
  throw new Error(
    'Install Google Chrome, Chromium or Microsoft Edge (121 or later), or set TOOLTUNE_BROWSER to its path, and run this again.',
  );
}

/**
 * Returns flags for a browser with WebGPU. `software` selects the CPU adapter (SwiftShader), which all tests use so that
 * their results do not depend on the machine. On Linux, a headless browser reaches the GPU through Vulkan without a
 * surface to draw on; without a GPU these flags change nothing.
 * @param {{ software: boolean }} options @returns {string[]}
 */
export function browserFlags({ software }) {
  const root = platform() === 'linux' && process.getuid?.() === 0;
  return [
    '--enable-unsafe-webgpu',
    ...(software
      ? ['--use-webgpu-adapter=swiftshader']
      : platform() === 'linux'
        ? ['--enable-features=Vulkan', '--use-angle=vulkan', '--disable-vulkan-surface', '--ignore-gpu-blocklist']
        : []),
    ...(root ? ['--no-sandbox'] : []),
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ];
}

/** Returns the browser's version line for reports. @param {string} path */
export function browserVersion(path) {
  try {
    return platform() === 'win32'
      ? path
      : execFileSync(path, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return path;
  }
}
