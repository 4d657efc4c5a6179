// A fault carries blame, a stable code and its cause, and is an Error like any other.

import { expect, test } from 'vitest';
import { Fault } from './fault.ts';

test('blame, code, text and cause arrive', () => {
  const cause = new RangeError('below');
  const fault = new Fault('refused', 'mailbox-full', 'the mailbox takes no more', cause);
  expect(fault).toBeInstanceOf(Error);
  expect(fault).toMatchObject({ blame: 'refused', code: 'mailbox-full', name: 'Fault', cause });
  expect(String(fault)).toBe('Fault: the mailbox takes no more');
});

test('without a cause there is no property of that name', () => {
  expect('cause' in new Fault('bug', 'x', 'y')).toBe(false);
});
