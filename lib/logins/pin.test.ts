// Which PINs are taken.
import { expect, test } from 'vitest';
import { pinFault } from './pin.ts';

test.each([
  ['123', 'shape'],
  ['1234567890123', 'shape'],
  ['12 84', 'shape'],
  ['12-84', 'shape'],
  ['', 'shape'],
  ['0000', 'easy'],
  ['aaaaaa', 'easy'],
  ['1234', 'easy'],
  ['987654', 'easy'],
  ['abcd', 'easy'],
  ['1212', 'easy'],
  ['４３２１', 'easy'],
  ['1235', null],
  ['2846', null],
  ['heron7', null],
  ['цапля', null],
  ['٤٢٩٦', null],
  ['123456789013', null],
])('%s: %s', (pin, fault) => {
  expect(pinFault(pin)).toBe(fault);
});
