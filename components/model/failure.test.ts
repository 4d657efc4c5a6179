// Each kind of failure is told as what it is.
import { expect, test } from 'vitest';
import { Fault } from '#bytes/fault.ts';
import { wordsFor } from './failure.ts';

test.each([
  [new Fault('unavailable', 'worker-gone', ''), 'noAnswer'],
  [new Fault('unavailable', 'no-answer', ''), 'unreachable'],
  [new Fault('unavailable', 'storage-full', ''), 'full'],
  [new Fault('unavailable', 'storage-failed', ''), 'storage'],
  [new Fault('locked', 'vault-locked', ''), 'locked'],
  [new Fault('refused', 'gone', ''), 'refused'],
  [new Fault('bug', 'unexpected', ''), 'unexpected'],
  [new TypeError('nobody thought of it'), 'unexpected'],
])('%o is told as %s', (error, kind) => {
  expect(wordsFor(error)).toBe(kind);
});
