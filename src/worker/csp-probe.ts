/** Whether a fetch to `url` goes through; what comes back does not matter. Tests prove the page's policy with it. */
export async function probeConnection(url: string): Promise<boolean> {
  try {
    await fetch(url, { mode: 'no-cors' });
    return true;
  } catch {
    return false;
  }
}
