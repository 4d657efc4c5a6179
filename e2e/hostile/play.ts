// How a row of tricks.ts is played: the menu opens and is read, the page does what it does, the person presses; then
// the same by key. Nothing is waited for but what the menu and the fields show, and what must go by before a choice
// counts goes by on the script's own clock.

import { expect } from 'vitest';
import { READ_MS } from '#autofill/guard/guard.ts';
import { STRINGS } from '#autofill/menu/strings.ts';
import { eventually } from '#services/testing/eventually.ts';
import { comesAndPresses } from '../harness/browsers.ts';
import type { Drawn, Wish } from '../people/drawn.ts';
import { layCover } from './covers.ts';
import { KEPT } from './kept.ts';
import type { Tab } from './lane.ts';
import type { Pages } from './pages.ts';
import type { Trick } from './trick.ts';

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
/** Longer than the menu may stand without a look. */
const UNSEEN_MS = 2600;

const MASK = [3, '@'] as const;
const NAME = [3, ''] as const;
/** Longer than a password is that anybody would call one. */
const SECRET = [12, ''] as const;
const OPEN: Wish = { says: [STRINGS.notHere] };
const CODE: Wish = { says: [STRINGS.oneTime] };
const CLOSED: Wish = { says: [] };
const HASTY: Wish = { says: [STRINGS.hasty] };
const BENEATH: Wish = { says: [STRINGS.beneath] };
const AGAIN: readonly string[] = [STRINGS.hasty, STRINGS.beneath];
/** As a slow hand moves between two frames; and how far it goes into a row. */
const [STEP_PX, INSIDE_PX] = [4, 4];
/** Told after a choice that counted. */
const PARTLY: readonly string[] = [STRINGS.leftOut, STRINGS.unfit, STRINGS.hiddenPassword, STRINGS.hiddenCard];
const ACCEPTED: readonly string[] = ['reads', 'asks', 'leftOut', ...PARTLY];
/** The question about another site's log-in. */
const ASKS = `${KEPT.login.title} is your log-in for ${KEPT.login.host}.`;
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

type InForm = { readonly focus: string } | { readonly reset: true };

/** In the page or the innermost frame: the one that has the form. */
const inForm = (tab: Tab, work: InForm): Promise<void> =>
  tab.evaluate((wanted: InForm) => {
    let inner: Document = document;
    for (let frame = inner.querySelector('iframe'); frame; frame = inner.querySelector('iframe'))
      inner = frame.contentDocument as Document;
    if ('reset' in wanted) return inner.forms[0]?.reset();
    inner.defaultView?.focus();
    const field = inner.querySelector<HTMLInputElement>(wanted.focus);
    if (inner.activeElement !== field) field?.focus();
  }, work);

/** Focuses the field and asks for the menu by key; its first row is then selected. */
async function opens(
  { tab, blind }: Stage,
  behindMs: number,
  { field = '[name=email]', isForCode = false }: Pick<Trick, 'field' | 'isForCode'> = {},
): Promise<Drawn> {
  await tab.sense({ blind, behindMs });
  await inForm(tab, { focus: field });
  if (!isForCode) {
    await comes(tab, { marked: true });
    await tab.key('ArrowDown');
    return comes(tab, OPEN);
  }
  // Before a key nothing is drawn for a code; the first one opens the menu, the second selects.
  await tab.key('ArrowDown');
  await comes(tab, CODE);
  // Drawn anew meanwhile, it stands there with nothing selected; a person presses again.
  return eventually(async () => {
    await tab.key('ArrowDown');
    const { came, drawn } = await tab.drawn({ ...CODE, selected: 0 });
    return came && drawn;
  });
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

/** @returns the press on a row, the first one that can be chosen unless its title is given */
async function aims({ tab }: Stage, drawn: Drawn, by: Means, title?: string): Promise<() => Promise<void>> {
  const isMeant = (row: { title: string }): boolean =>
    title === undefined ? row.title !== STRINGS.hasty : row.title.startsWith(title);
  const at = drawn.rows.findIndex(isMeant);
  const place = placeOf(drawn, at);
  if (by === 'mouse') return () => comesAndPresses(tab, ...place);
  for (let { selected } = drawn; selected !== at; ) {
    await tab.key('ArrowDown');
    selected = (await tab.drawn()).drawn.selected;
  }
  return () => tab.key('Enter');
}

/** From the first menu to the rows that the trick is about, as they are while the clock is behind. */
async function goes(stage: Stage, { path = [] }: Trick, by: Means, behindMs: number, open: Drawn): Promise<Drawn> {
  const { tab, blind } = stage;
  let drawn = open;
  for (const step of path) {
    if ('types' in step) {
      await tab.types(step.types);
      drawn = await comes(tab, step.comes);
    } else
      do {
        const press = await aims(stage, await reads(stage, 0), by, step.chooses);
        await tab.sense({ blind, behindMs });
        await press();
        drawn = await comes(tab, step.comes, HASTY);
        // On a busy machine the menu was not looked at for too long: the person reads it anew.
      } while (drawn.rows[0]?.title === STRINGS.hasty);
  }
  return drawn;
}

/** A page with nothing wrong: the menu opens by a press and fills. @returns what it then looks like */
export async function begins(tab: Tab, pages: Pages): Promise<string[]> {
  const stage: Stage = { tab, pages, blind: false, looks: [] };
  await tab.goto(pages.site);
  await tab.click(100, 55);
  await comesAndPresses(tab, ...placeOf(await comes(tab, { ready: true }), 0));
  await comes(tab, { ...FILLED, holds: [MASK, SECRET] });
  await tab.goto(pages.site);
  await opens(stage, 0);
  return tab.looks();
}

/** If a busy machine had not looked at the menu for too long, the person reads it anew and presses again. */
async function insists(stage: Stage, { row }: Trick, by: Means): Promise<void> {
  while ((await comes(stage.tab, HASTY, FILLED, { says: [...PARTLY, ASKS] })).rows[0]?.title === STRINGS.hasty)
    await (await aims(stage, await reads(stage, 0), by, row))();
}

/** @returns the drawing in the end */
async function ends({ tab }: Stage, { comes: outcome, or = outcome, mayGo = false, field }: Trick): Promise<Drawn> {
  if (outcome === 'reads') return comes(tab, { ...FILLED, holds: [MASK, SECRET] });
  const first = field === undefined ? MASK : NAME;
  const isHidden = outcome === STRINGS.hiddenPassword || outcome === STRINGS.hiddenCard;
  const isPart = outcome === 'leftOut' || isHidden;
  const said: Wish[] = [{ says: [outcome, or] }];
  if (outcome === 'leftOut') said[0] = { says: [STRINGS.leftOut], holds: [first] };
  if (isHidden) said[0] = { says: [outcome], holds: [first] };
  if (outcome === 'asks') said[0] = { says: [ASKS] };
  if (outcome === 'gone') said[0] = CLOSED;
  if (mayGo) said.push(CLOSED, ANEW);
  // A fill that must never come ends the wait at once.
  said.push({ holds: isPart ? [first, SECRET] : [first] });
  const drawn = await comes(tab, ...said);
  expect(drawn.values.slice(isPart ? 1 : 0).join('')).toBe('');
  return drawn;
}

export async function play(stage: Stage, trick: Trick): Promise<void> {
  const { tab, pages, blind } = stage;
  const { does, cover, lasts = false, raised = false, isTold = false, unseenMs = 0 } = trick;
  const isAct = does !== undefined || cover !== undefined;
  const behindMs = READING_MS + unseenMs;
  const begin = async (by: Means): Promise<Drawn> =>
    goes(stage, trick, by, behindMs, await opens(stage, behindMs, trick));
  const visit = async (by: Means): Promise<Drawn> => {
    await tab.goto(pages.of(trick));
    return begin(by);
  };
  const acts = async (): Promise<void> => {
    if (cover) await tab.evaluate(layCover, cover);
    if (does) await tab.evaluate(does);
    if (unseenMs > 0) await tab.sense({ blind, behindMs: 0 });
  };
  const tries = async (by: Means, open: Drawn): Promise<Drawn> => {
    // A trick that is there from the start, or is still there, keeps the menu from ever being read.
    const isDone = lasts && (!isAct || by === 'keyboard');
    const read = isDone || (raised && blind) ? open : await reads(stage, unseenMs);
    const press = isTold ? () => tab.types(KEPT.login.key) : await aims(stage, read, by, trick.row);
    if (!isDone) await acts();
    if (isTold) await comes(tab, { says: [trick.comes] });
    if (trick.comes === 'gone') return ends(stage, trick);
    await press();
    if (ACCEPTED.includes(trick.comes)) await insists(stage, trick, by);
    if (by === 'keyboard' || !trick.takesPress) return ends(stage, trick);
    const { drawn } = await tab.drawn();
    expect(drawn.values.join('')).toBe('');
    return drawn;
  };

  const open = await visit('mouse');
  if (trick.comes === 'reads') expect(await tab.looks()).toEqual(stage.looks);
  const { rows } = await tries('mouse', open);
  // A page that has acted once would act again on the remains of the first time.
  if (isAct && !lasts) await tries('keyboard', await visit('keyboard'));
  else {
    await inForm(tab, { reset: true });
    if (rows.length > 0) await tab.key('Escape');
    await comes(tab, CLOSED);
    await tries('keyboard', await begin('keyboard'));
  }
  expect(await tab.evaluate(() => (window as { heard?: string[] }).heard ?? [])).toEqual([]);
  if (trick.page.includes('fonts')) expect(pages.fonts).toEqual([]);
}

/** A page that keeps its thread busy while the menu comes, so that the press is handled late. */
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
  await refuses(tab);
}

/** The same once the menu has been read: for longer than it may stand without a look, by the clock of our script. */
export async function playBusyLater({ tab, pages, blind }: Stage, by: Means, name: string): Promise<void> {
  const stage: Stage = { tab, pages, blind, looks: [] };
  await tab.goto(`${pages.site}/?${name}`);
  await opens(stage, READING_MS + UNSEEN_MS);
  const press = await aims(stage, await reads(stage, UNSEEN_MS), by);
  const pressed = pages.whileBusy(name, press);
  await tab.evaluate(() => {
    requestAnimationFrame(() => {
      void fetch(`/busy${location.search}`);
      // As above.
      for (const from = performance.now(); performance.now() - from < 700; );
    });
  });
  await pressed;
  await refuses(tab);
}

/** Opens the menu while the script's clock stands. @returns that clock, as so long after, and the press on a row */
async function opensStopped(stage: Stage, by: Means, prepares = (): void => {}) {
  const { tab, pages, blind } = stage;
  const at = (afterMs: number): Promise<void> => tab.sense({ blind, behindMs: 0, stoppedAt: AHEAD_MS + afterMs });
  await tab.goto(pages.site);
  await tab.evaluate(prepares);
  await at(0);
  await inForm(tab, { focus: '[name=email]' });
  await comes(tab, { marked: true });
  await tab.key('ArrowDown');
  return { at, press: await aims(stage, await comes(tab, OPEN), by) };
}

/** The last moment in which a press comes too soon, and the first in which it counts. */
export async function playHasty(stage: Stage, by: Means): Promise<void> {
  const { tab } = stage;
  const { at, press } = await opensStopped(stage, by);
  // Some frames go by, in which it is painted.
  expect((await tab.drawn({ ready: true })).came).toBe(false);
  await at(READ_MS - 1);
  await press();
  await refuses(tab);
  expect((await tab.drawn({ ready: true })).came).toBe(false);
  await at(2 * READ_MS);
  await (await aims(stage, await comes(tab, { ready: true }), by))();
  await comes(tab, { ...FILLED, holds: [MASK, SECRET] });
}

/** By steps shorter than the menu may stand without a look. @returns how long it took, by the clock that stands */
async function readsStopped({ tab }: Stage, at: (afterMs: number) => Promise<void>, sinceMs = 0): Promise<number> {
  for (let afterMs = sinceMs + READ_MS; afterMs < sinceMs + 60 * READ_MS; afterMs += READ_MS) {
    await at(afterMs);
    if ((await tab.drawn({ ready: true })).came) return afterMs;
  }
  throw new Error('the menu is never ready');
}

/** Held up as in `playBusyLater`, but the menu is looked at again before the press. */
export async function playHeldUp(stage: Stage, by: Means): Promise<void> {
  const { at, press } = await opensStopped(stage, by);
  await at((await readsStopped(stage, at)) + UNSEEN_MS);
  await comes(stage.tab, { ready: false });
  await press();
  await refuses(stage.tab);
}

/** Painted transparent, and plain whenever a callback of a frame looks; then plain, right before the press. */
export async function playBetween(stage: Stage, by: Means): Promise<void> {
  const { tab } = stage;
  const { at, press } = await opensStopped(stage, by, () => {
    // Before the script's own callback, at each frame.
    const show = (): void => {
      document.documentElement.style.opacity = '';
      requestAnimationFrame(show);
    };
    show();
  });
  await readsStopped(stage, at);
  await tab.evaluate(() => {
    // After the script's own look at what was laid out.
    const hide = (): void => {
      if ('shows' in window) return;
      const last = new ResizeObserver(() => {
        last.disconnect();
        document.documentElement.style.opacity = '0.01';
      });
      last.observe(document.documentElement);
      requestAnimationFrame(hide);
    };
    requestAnimationFrame(hide);
  });
  await comes(tab, { ready: false });
  await tab.evaluate(async () => {
    Object.assign(window, { shows: true });
    for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
  });
  await press();
  await refuses(tab);
}

type Place = readonly [x: number, y: number];

/** The place at which a hand presses the field. */
const spotInField = (tab: Tab): Promise<Place> =>
  tab.evaluate(() => {
    const { left, top, height } = (document.querySelector('[name=email]') as HTMLElement).getBoundingClientRect();
    return [left + 80, top + height / 2];
  });

/**
 * The hand presses the field, and the page brings the first row under it, while the script's clock stands.
 * @returns the place, and that clock, as so long after
 */
async function opensUnderHand({ tab, pages, blind }: Stage) {
  const at = (ms: number): Promise<void> => tab.sense({ blind, behindMs: 0, stoppedAt: AHEAD_MS + ms });
  await tab.goto(pages.site);
  await at(0);
  await tab.evaluate(() => {
    document.body.style.paddingTop = '100px';
  });
  const spot = await spotInField(tab);
  await tab.click(...spot);
  const row = placeOf(await comes(tab, OPEN), 0);
  await tab.evaluate(
    ([left, top]) => {
      Object.assign(document.forms[0]?.style ?? {}, { position: 'relative', left: `${left}px`, top: `${top}px` });
    },
    [spot[0] - row[0], spot[1] - row[1]] as const,
  );
  await comes(tab, { rowAt: spot });
  return { at, spot };
}

/**
 * A hand that presses one spot again and again, or a key: nothing is chosen, however long after; it is once the hand
 * has moved.
 */
export async function playSameSpot(stage: Stage, by: Means, afterMs: number): Promise<void> {
  const { tab } = stage;
  const { at, spot } = await opensUnderHand(stage);
  let ms = 0;
  const goesBy = async (): Promise<void> => {
    ms = await readsStopped(stage, at, ms);
  };
  while (ms < afterMs) await goesBy();
  if (by === 'keyboard') {
    await tab.key('Enter');
    expect((await tab.drawn()).drawn).toMatchObject({ selected: -1, values: ['', ''] });
    return;
  }
  const presses = async (...said: readonly string[]): Promise<string | undefined> => {
    await tab.click(...spot);
    const { values, rows } = await comes(tab, { says: said });
    expect(values.join('')).toBe('');
    return rows[0]?.title;
  };
  const said = await presses(STRINGS.hasty, STRINGS.beneath);
  // On a busy machine the menu may not have been looked at for too long.
  if (afterMs > 0 && said !== STRINGS.beneath) return playSameSpot(stage, by, afterMs);
  await goesBy();
  // There the reason stands now, which is no choice.
  await presses(said ?? '');
  do {
    await goesBy();
    await (await aims(stage, await comes(tab, { ready: true }), by, 'New identity'))();
  } while ((await comes(tab, { ...FILLED, holds: [MASK, SECRET] }, { ...HASTY, ready: false })).values[0] === '');
}

/** A hand that rests where a row comes, and presses on purpose: it is told why, and goes on to the row just below. */
export async function playRests(stage: Stage): Promise<void> {
  const { tab, pages } = stage;
  await tab.goto(pages.site);
  const [x, y] = placeOf(await opens(stage, 0), 0);
  await tab.key('Escape');
  await comes(tab, CLOSED);
  await tab.move(x, y);
  await tab.goto(pages.site);
  await opens(stage, 0);
  do {
    await reads(stage, 0);
    await tab.click(x, y);
  } while ((await comes(tab, HASTY, BENEATH)).rows[0]?.title === STRINGS.hasty);
  let [drawn, from] = [await reads(stage, 0), y];
  do {
    const row = drawn.rows.find(({ title }) => !AGAIN.includes(title));
    const to = (row?.box.y ?? 0) + INSIDE_PX;
    // A slow hand, and no farther than it must.
    for (let at = from; at < to; at += STEP_PX) await tab.move(x, at);
    await tab.click(x, to);
    from = y;
    drawn = await comes(tab, { ...FILLED, holds: [MASK, SECRET] }, HASTY, { ...BENEATH, ready: false });
    if (drawn.values[0] === '') drawn = await reads(stage, 0);
  } while (drawn.values[0] === '');
}

async function refuses(tab: Tab): Promise<void> {
  const { values } = await comes(tab, HASTY);
  expect(values.join('')).toBe('');
}
