// `npm start`: the address, and what it says when the port is taken.
import { type ChildProcess, spawn } from 'node:child_process';
import { distFolder } from '../scripts/build.mjs';
import { expect, test } from './test';

const PORT = '4329';

function start(): { child: ChildProcess; output: () => string } {
  const env = { ...process.env, PORT, TOOLTUNE_DIST: distFolder };
  const child = spawn(process.execPath, ['scripts/start.mjs', '--no-open'], { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
    });
  }
  return { child, output: () => output };
}

test('serves the studio, and a second one says whose port it is', async ({ page }) => {
  const first = start();
  await expect.poll(first.output).toContain(`http://localhost:${PORT}/`);
  await page.goto(`http://localhost:${PORT}/`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  const second = start();
  const code = await new Promise((done) => second.child.on('close', done));
  expect(code).toBe(1);
  expect(second.output()).toContain(`Port ${PORT} is taken`);
  expect(second.output()).toContain('PORT=4330 npm start');
  expect(second.output()).toContain('belong to the address');
  first.child.kill();
});
