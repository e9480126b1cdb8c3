import { expect, test, vi } from 'vitest';
import { watchLeaving } from './leaving';

test('tells when the page is hidden, frozen or closed, and nothing once it has ended', () => {
  let left = 0;
  const end = watchLeaving(() => {
    left += 1;
  });
  const visibility = vi.spyOn(document, 'visibilityState', 'get');
  const tell = () => {
    document.dispatchEvent(new Event('visibilitychange'));
    document.dispatchEvent(new Event('freeze'));
    window.dispatchEvent(new Event('pagehide'));
    return left;
  };
  visibility.mockReturnValue('visible');
  expect(tell()).toBe(2);
  visibility.mockReturnValue('hidden');
  expect(tell()).toBe(5);
  end();
  expect(tell()).toBe(5);
  visibility.mockRestore();
});
