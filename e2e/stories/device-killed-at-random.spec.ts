// Two people write to each other from two browsers while their background workers are killed at random moments: every
// text is shown exactly once on both sides, and both know that all of theirs arrived. NUCLEUS_KILLS=full runs it at its
// whole length (some minutes).

import { createHash } from 'node:crypto';
import { expect } from '@playwright/test';
import { progressUntil } from '../harness/progress.ts';
import { test } from '../people/people-story.ts';
import { acquaint, NotAnswered, type Person } from '../people/person.ts';
import { draws, Killer } from '../people/person-killer.ts';

const FULL = process.env.NUCLEUS_KILLS === 'full';
const SEED = process.env.NUCLEUS_SEED ?? 'forty-two';
/** Each way. */
const MESSAGES = FULL ? 1000 : 100;
/** Of each of the two. */
const KILLS = FULL ? 110 : 13;
/** A worker lives for up to that long after a text was handed to it: through sealing, commit, delivery and answer. */
const LONGEST_MS = 300;

const nonceOf = (text: string): string => createHash('sha256').update(`${SEED}/${text}`).digest('hex').slice(0, 32);

/** Hands every text to the worker until it has it. `among` says before which texts the worker is struck. */
async function talks(person: Person, relationship: string, texts: readonly string[], killer: Killer): Promise<void> {
  const draw = draws(`${SEED}/${person.name}`);
  const before = new Set<number>();
  while (before.size < KILLS) before.add(draw(texts.length));
  for (const [at, text] of texts.entries()) {
    const striking = before.has(at) ? killer.strikes(draw(LONGEST_MS)) : null;
    while (!(await accepted(person, relationship, text)));
    await striking;
  }
}

async function accepted(person: Person, relationship: string, text: string): Promise<boolean> {
  try {
    const sent = await person.asks('send', { relationship, text, nonce: nonceOf(text) });
    expect(sent).toEqual({ ok: true, message: nonceOf(text) });
    return true;
  } catch (error) {
    if (error instanceof NotAnswered && /worker-gone/.test(error.message)) return false;
    throw error;
  }
}

test('shows every text exactly once, whenever the workers are killed', async ({ alex, blair }) => {
  if (FULL) test.setTimeout(40 * 60_000);
  const { alexs, blairs } = await acquaint(alex, blair);
  const said = (name: string) => Array.from({ length: MESSAGES }, (_, i) => `${name} ${String(i).padStart(4, '0')}`);
  const ofAlex = said('Alex');
  const ofBlair = said('Blair');
  const killers = await Promise.all([Killer.of(alex), Killer.of(blair)]);
  await Promise.all([talks(alex, alexs, ofAlex, killers[0]), talks(blair, blairs, ofBlair, killers[1])]);
  expect(killers.map(({ kills }) => kills)).toEqual([KILLS, KILLS]);

  const settled = async (person: Person, relationship: string) => {
    const texts = await person.texts(relationship);
    const arrived = texts.filter(({ mine, delivery }) => mine && (delivery === 'received' || delivery === 'read'));
    return { ofMine: arrived.length, ofTheirs: texts.length - MESSAGES };
  };
  for (const [person, id] of [
    [alex, alexs],
    [blair, blairs],
  ] as const)
    await progressUntil(
      `what ${person.name} wrote arrives, and what was written to them comes`,
      () => settled(person, id),
      ({ ofMine, ofTheirs }) => ofMine === MESSAGES && ofTheirs === MESSAGES,
    );

  for (const [person, id, mine, theirs] of [
    [alex, alexs, ofAlex, ofBlair],
    [blair, blairs, ofBlair, ofAlex],
  ] as const) {
    const texts = await person.texts(id);
    const shown = (own: boolean) => texts.filter((one) => one.mine === own).map(({ text }) => text);
    expect(shown(true)).toEqual(mine);
    expect(shown(false).toSorted()).toEqual(theirs);
    expect((await person.reads(id)).filter((one) => one.type === 'event' && one.event.kind === 'lost')).toEqual([]);
  }
});
