import { expect, it } from 'vitest';
import { isoOfTime, timeOfIso } from './iso-time.ts';

it('times with a zone and any number of decimals are read', () => {
  const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  for (const text of ['2026-01-02T03:04:05.678Z', '2026-01-02T05:04:05.6789012+02:00', '2026-01-02t03:04:05.678z'])
    expect(timeOfIso(text)).toBe(at);
  expect(isoOfTime(at)).toBe('2026-01-02T03:04:05.678Z');
});

it('what is no time is none, either way', () => {
  for (const text of [
    '',
    'yesterday',
    '2026-13-02T03:04:05Z',
    '2026-01-02',
    '0001-01-01T00:00:00Z',
    '2026-01-02T03:04:05',
  ])
    expect(timeOfIso(text)).toBeNull();
  expect(isoOfTime(null)).toBeNull();
  expect(isoOfTime(Number.MAX_SAFE_INTEGER)).toBeNull();
});
