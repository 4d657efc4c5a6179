// Times as people say them.
import { expect, test, vi } from 'vitest';
import { fromNow } from './time.ts';

vi.mock('#i18n', () => ({ i18n: { t: (name: string) => name } }));

test('what is less than half a minute ago was just now; what is to come is not', () => {
  const now = 1_800_000_000_000;
  expect(fromNow(now - 20_000, now)).toBe('common.justNow');
  expect(fromNow(now + 20_000, now)).toBe('this minute');
  expect(fromNow(now - 120_000, now)).toBe('2 minutes ago');
});
