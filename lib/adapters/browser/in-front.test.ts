import { expect, it } from 'vitest';
import { InFront } from './in-front.ts';

const BLAIR = 'b'.repeat(32);
const ROBIN = 'f'.repeat(32);

it('knows which conversation is in front, and forgets it with the focus, with another one and with the page', () => {
  const inFront = new InFront();
  const panel = {};
  const tab = {};
  expect(inFront.has(BLAIR), 'an open page alone does not count as looking').toBe(false);
  inFront.hear(panel, { attends: BLAIR });
  expect([inFront.has(BLAIR), inFront.has(ROBIN)]).toEqual([true, false]);
  inFront.hear(tab, { attends: null });
  expect(inFront.has(BLAIR), 'another page behind says nothing of this one').toBe(true);
  inFront.hear(panel, { attends: ROBIN });
  expect([inFront.has(BLAIR), inFront.has(ROBIN)]).toEqual([false, true]);
  inFront.hear(panel, { attends: null });
  expect(inFront.has(ROBIN)).toBe(false);
  inFront.hear(panel, { attends: ROBIN });
  inFront.forget(panel);
  expect(inFront.has(ROBIN)).toBe(false);
});

it('takes a malformed word for nothing in front', () => {
  const inFront = new InFront();
  const panel = {};
  for (const said of [undefined, null, 'x', {}, { attends: 7 }, { attends: 'blair' }, { attends: [BLAIR] }]) {
    inFront.hear(panel, { attends: BLAIR });
    inFront.hear(panel, said);
    expect(inFront.has(BLAIR)).toBe(false);
  }
});
