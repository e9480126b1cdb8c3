// True totals out of the JSON reports of vitest and Playwright. What did not run did not pass: skipped tests, files
// that could not be loaded and errors outside tests count as failed.

/** @typedef {{ passed: number, failed: number }} Counts */

/** @param {unknown} value @returns {Record<string, unknown>} */
function record(value) {
  return typeof value === 'object' && value !== null ? /** @type {Record<string, unknown>} */ (value) : {};
}

/** @param {unknown} value */
function number(value) {
  return typeof value === 'number' ? value : 0;
}

/** @param {unknown} value @returns {unknown[]} */
function list(value) {
  return Array.isArray(value) ? value : [];
}

/** A suite that ended badly without saying why still failed. @param {Counts} counts @param {boolean} ok @returns {Counts} */
function settled(counts, ok) {
  const { passed, failed } = counts;
  return { passed, failed: (!ok || passed === 0) && failed === 0 ? 1 : failed };
}

/** @param {unknown} report of vitest's json reporter @param {boolean} ok exit code was 0 @returns {Counts} */
export function vitestCounts(report, ok) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = record(report);
  const unloaded = list(testResults).filter((file) => {
    const { status, assertionResults } = record(file);
    return status === 'failed' && !list(assertionResults).some((test) => record(test).status === 'failed');
  });
  const failed = number(numFailedTests) + number(numPendingTests) + number(numTodoTests) + unloaded.length;
  return settled({ passed: number(numPassedTests), failed }, ok);
}

/** @param {unknown} report of Playwright's json reporter @param {boolean} ok exit code was 0 @returns {Counts} */
export function playwrightCounts(report, ok) {
  const { stats, errors } = record(report);
  const { expected, unexpected, flaky, skipped } = record(stats);
  const failed = number(unexpected) + number(skipped) + list(errors).length;
  return settled({ passed: number(expected) + number(flaky), failed }, ok);
}

/** @param {readonly Counts[]} all @returns {Counts} */
export function total(all) {
  return all.reduce((sum, each) => ({ passed: sum.passed + each.passed, failed: sum.failed + each.failed }), { passed: 0, failed: 0 });
}
