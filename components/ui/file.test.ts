// A file that was saved lies with the browser for a minute, and then nowhere that a page could ask for.
import { resolveObjectURL } from 'node:buffer';
import { afterEach, expect, test, vi } from 'vitest';
import { saveBlob } from './file.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the address of a saved file leads nowhere a minute later', () => {
  vi.useFakeTimers();
  const link = { href: '', download: '', click: vi.fn() };
  vi.stubGlobal('document', { createElement: () => link });
  saveBlob('nucleus.csv', new Blob(['gravel lantern']));
  expect(link.click).toHaveBeenCalledTimes(1);
  expect(resolveObjectURL(link.href)?.size).toBe(14);
  vi.advanceTimersByTime(60_000);
  expect(resolveObjectURL(link.href)).toBeUndefined();
});
