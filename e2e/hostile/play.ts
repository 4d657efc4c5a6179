// How a row of tricks.ts is played: the menu opens and is read, the page does what it does, the person presses; then
// the same by key. Nothing is waited for but what the menu and the fields show, and what must go by before a choice
// counts goes by on the script's own clock.

import { expect } from 'vitest';
import { STRINGS } from '#autofill/menu/strings.ts';
import { eventually } from '#services/testing/eventually.ts';
import type { Drawn, Wish } from '../people/drawn.ts';
import type { Tab } from './lane.ts';
import type { Pages } from './pages.ts';
import type { Trick } from './tricks.ts';

/** Longer than the menu must have been there. */
const READING_MS = 600;

/** The place in which a row is played. */
export interface Stage {
  readonly tab: Tab;
  readonly pages: Pages;
  /** The browser does not report visibility. */
  readonly blind: boolean;
  /** The looks of the menu if no page interferes. */
  readonly looks: readonly string[];
}
/** Later than any press that is under way comes, on however slow a machine. */
const AHEAD_MS = 600_000;
type Means = 'mouse' | 'keyboard';

const MASK = [3, '@'] as const;
/** Longer than a password is that anybody would call one. */
const SECRET = [12, ''] as const;
const OPEN: Wish = { says: [STRINGS.notHere] };
const CLOSED: Wish = { says: [] };
/**
 * If the menu had gone, the press met the field below, and the menu opened for that: no row is selected then, whereas
 * after a key the first one is.
 */
const ANEW: Wish = { ...OPEN, selected: -1 };
/** The focus is the person's again. */
const FILLED: Wish = { tells: STRINGS.filled.replace(/\{.*/, '') };

/** Resolves once one of the wishes has come true. */
function comes(tab: Tab, ...wishes: readonly Wish[]): Promise<Drawn> {
  let last: unknown;
  return eventually(
    async () => {
      const { came, drawn } = await tab.drawn(...wishes);
      last = { ...drawn, rows: drawn.rows.map(({ title }) => title) };
      return came && drawn;
    },
    () => ({ wanted: wishes, instead: last }),
  );
}

/** Focuses the field and asks for the menu by key; its first row is then selected. */
async function opens({ tab, blind }: Stage, behindMs: number): Promise<Drawn> {
  await tab.sense({ blind, behindMs });
  await tab.evaluate(() => {
    const inner = document.querySelector('iframe')?.contentDocument ?? document;
    inner.defaultView?.focus();
    const field = inner.querySelector<HTMLInputElement>('[name=email]');
    if (inner.activeElement !== field) field?.focus();
  });
  await comes(tab, { marked: true });
  await tab.key('ArrowDown');
  return comes(tab, OPEN);
}

/** Until a choice counts. @param behindMs of the clock from then on */
async function reads({ tab, blind }: Stage, behindMs: number): Promise<Drawn> {
  await tab.sense({ blind, behindMs });
  return comes(tab, { ready: true });
}

/** A place in the left part of a row. */
function placeOf({ rows }: Drawn, at: number): [number, number] {
  const box = rows[at]?.box;
  if (!box) throw new Error(`the menu has no row ${at}`);
  return [box.x + Math.min(70, box.width / 4), box.y + box.height / 2];
}

/** A page with nothing wrong: the menu opens by a press and fills. @returns what it then looks like */
export async function begins(tab: Tab, pages: Pages): Promise<string[]> {
  const stage: Stage = { tab, pages, blind: false, looks: [] };
  await tab.goto(pages.site);
  await tab.click(100, 55);
  await tab.click(...placeOf(await comes(tab, { ready: true }), 0));
  await comes(tab, { ...FILLED, holds: [MASK, SECRET] });
  await tab.goto(pages.site);
  await opens(stage, 0);
  return tab.looks();
}

/** @returns the drawing in the end */
async function ends({ tab }: Stage, { comes: outcome, or = outcome, mayGo = false }: Trick): Promise<Drawn> {
  if (outcome === 'reads') return comes(tab, { ...FILLED, holds: [MASK, SECRET] });
  const isPart = outcome === 'leftOut' || outcome === 'left';
  const said: Wish[] = [{ says: [outcome, or] }];
  if (outcome === 'leftOut') said[0] = { says: [STRINGS.leftOut], holds: [MASK] };
  if (outcome === 'left') said[0] = { ...FILLED, holds: [MASK] };
  if (outcome === 'gone') said[0] = CLOSED;
  if (mayGo) said.push(CLOSED, ANEW);
  // A fill that must never come ends the wait at once.
  said.push({ holds: isPart ? [MASK, SECRET] : [MASK] });
  const drawn = await comes(tab, ...said);
  expect(drawn.values.slice(isPart ? 1 : 0).join('')).toBe('');
  return drawn;
}

export async function play(stage: Stage, trick: Trick): Promise<void> {
  const { tab, pages, blind } = stage;
  const { does, lasts = false, raised = false, unseenMs = 0 } = trick;
  const isGone = trick.comes === 'gone';
  const visit = async (): Promise<Drawn> => {
    await tab.goto(pages.of(trick));
    return opens(stage, READING_MS + unseenMs);
  };
  const acts = async (): Promise<void> => {
    if (does) await tab.evaluate(does);
    if (unseenMs > 0) await tab.sense({ blind, behindMs: 0 });
  };
  const tries = async (by: Means, open: Drawn): Promise<Drawn> => {
    // A trick that is there from the start, or is still there, keeps the menu from ever being read.
    const isDone = lasts && (!does || by === 'keyboard');
    const read = isDone || (raised && blind) ? open : await reads(stage, unseenMs);
    if (!isDone) await acts();
    if (isGone) return ends(stage, trick);
    await (by === 'mouse' ? tab.click(...placeOf(read, 0)) : tab.key('Enter'));
    if (by === 'keyboard' || !trick.takesPress) return ends(stage, trick);
    const { drawn } = await tab.drawn();
    expect(drawn.values.join('')).toBe('');
    return drawn;
  };

  const open = await visit();
  if (trick.comes === 'reads') expect(await tab.looks()).toEqual(stage.looks);
  const { rows } = await tries('mouse', open);
  // A page that has acted once would act again on the remains of the first time.
  if (does && !lasts) await tries('keyboard', await visit());
  else {
    await tab.evaluate(() => {
      const inner = document.querySelector('iframe')?.contentDocument ?? document;
      inner.forms[0]?.reset();
    });
    if (rows.length > 0) await tab.key('Escape');
    await comes(tab, CLOSED);
    await tries('keyboard', await opens(stage, READING_MS));
  }
  if (trick.page.includes('fonts')) expect(pages.fonts).toEqual([]);
}

/**
 * A page that keeps its thread busy while the menu comes, so that the press is handled late. How long the time to read
 * is, shows the finger that falls already (lib/autofill/attacks.testkit.ts).
 */
export async function playBusy({ tab, pages, blind }: Stage, by: Means, name: string): Promise<void> {
  const stage: Stage = { tab, pages, blind, looks: [] };
  await tab.goto(`${pages.site}/?${name}`);
  const place = placeOf(await opens(stage, 0), 0);
  await tab.key('Escape');
  await comes(tab, CLOSED);
  // However late it is handled: it began before the menu was painted, by the clock that the menu goes by.
  await tab.sense({ blind, behindMs: -AHEAD_MS });
  const pressed = pages.whileBusy(name, () => (by === 'mouse' ? tab.click(...place) : tab.key('Enter')));
  await tab.evaluate(() => {
    const field = document.querySelector('input') as HTMLElement;
    const { left, bottom } = field.getBoundingClientRect();
    const look = (): void => {
      if (!document.elementFromPoint(left + 40, bottom + 30)?.matches('[popover]'))
        return void requestAnimationFrame(look);
      void fetch(`/busy${location.search}`);
      // No question that is waited for: Firefox loses keys meanwhile.
      for (const from = performance.now(); performance.now() - from < 700; );
    };
    look();
  });
  await tab.key('ArrowDown');
  await pressed;
  const { values } = await comes(tab, { says: [STRINGS.hasty] });
  expect(values.join('')).toBe('');
}
