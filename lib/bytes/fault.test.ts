// A fault carries blame, a stable code and its cause, and is an Error like any other.

import { expect, test } from 'vitest';
import { Fault, traceOf } from './fault.ts';

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

test('a trace says kind and place, and nothing of the message, however many lines it has', () => {
  const trace = traceOf(new TypeError('for alex@mail.example:1:2\nand at blair (told:3:4)')) ?? '';
  expect(trace).toMatch(/^TypeError\n.*fault\.test\.ts:\d+:\d+/);
  expect(trace).not.toMatch(/alex|blair/);
  expect(trace.split('\n').length).toBeLessThanOrEqual(6);
  const firefox = Object.assign(new Fault('bug', 'broken', 'of alex'), { stack: 'go@moz-extension://x/y.js:1:2\n' });
  expect(traceOf(firefox)).toBe('broken\ngo@moz-extension://x/y.js:1:2');
  expect(traceOf('alex')).toBe('string');
});

test('a fault that is nobody’s mistake leaves no trace', () => {
  expect(traceOf(new Fault('locked', 'vault-locked', ''))).toBeNull();
  expect(traceOf(new Fault('unavailable', 'no-answer', ''))).toBeNull();
});
