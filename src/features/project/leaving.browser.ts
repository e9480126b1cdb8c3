import { expect, test, vi } from 'vitest';
import { watchLeaving } from './leaving';

test('tells when the page is hidden, frozen or closed and when it is seen again, and nothing once it has ended', () => {
  let told: boolean[] = [];
  const end = watchLeaving((hidden) => told.push(hidden));
  const visibility = vi.spyOn(document, 'visibilityState', 'get');
  const tell = () => {
    document.dispatchEvent(new Event('visibilitychange'));
    document.dispatchEvent(new Event('freeze'));
    window.dispatchEvent(new Event('pagehide'));
    const now = told;
    told = [];
    return now;
  };
  visibility.mockReturnValue('visible');
  expect(tell()).toEqual([false, true, true]);
  visibility.mockReturnValue('hidden');
  expect(tell()).toEqual([true, true, true]);
  end();
  expect(tell()).toEqual([]);
  visibility.mockRestore();
});

test('tells at once of a page that is hidden already', () => {
  const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  const told: boolean[] = [];
  watchLeaving((hidden) => told.push(hidden))();
  expect(told).toEqual([true]);
  visibility.mockRestore();
});
