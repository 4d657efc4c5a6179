// What the guard says without a page; all else of it is tried in browsers (e2e/hostile).
import { expect, test } from 'vitest';
import { Guard } from './guard.ts';

test('an event that a script made counts nowhere, and nothing of the menu is looked at for it', () => {
  const nothingDrawn = Object.create(Guard.prototype) as Guard;
  for (const type of ['click', 'keydown', 'pointerdown'])
    expect(nothingDrawn.judge(new Event(type), Number.POSITIVE_INFINITY)).toBe('untrusted');
});
