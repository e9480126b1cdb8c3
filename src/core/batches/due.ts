/**
 * Whether something that is done every so often falls due after `step` (1-based) of all `steps`.
 * @param interval below 1 a share of all steps, rounded up as transformers rounds it; from 1 a count; 0 = never
 */
export function isDue(step: number, interval: number, steps: number): boolean {
  const every = interval < 1 ? Math.ceil(steps * interval) : interval;
  return every > 0 && step % every === 0;
}
