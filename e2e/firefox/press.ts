// A press of the mouse that came to what it was meant for. Firefox drops one without a word on a page that it has only
// just drawn, and parts move while the last letters typed into a form arrive; a person sees that, and presses again.

import { comesWithin, until } from '../harness/firefox.ts';

/** So often is a page asked whether it had the press: a press that it takes is in line before the first question. */
const LOOKS = 100;

/** In the page that listens: whether the press came, and how to end listening for the one before. */
export type PressNote = { hasHeardPress?: boolean; listening?: AbortController };

export interface Press {
  /** From now on the page notes a press. @returns the place to press */
  aim(): Promise<{ x: number; y: number }>;
  press(x: number, y: number): Promise<unknown>;
  /** Also if the page has gone since: that was the press. */
  isHeard(): Promise<boolean>;
}

/** @throws Error if no press comes to what it is meant for, however often it is made */
export async function pressTillHeard({ aim, press, isHeard }: Press): Promise<void> {
  await until(async () => {
    const { x, y } = await aim();
    await press(x, y);
    return comesWithin(LOOKS, isHeard);
  });
}
