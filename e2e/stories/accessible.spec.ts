// axe looks at every screen, light and dark, and finds nothing; in forced colours a chosen control still looks chosen.
// What neither can know (focus order, words, keys) other stories walk through.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';
import { test } from '../screenshots/scene.ts';
import { SCENES } from '../screenshots/scenes.ts';
import { settled } from '../screenshots/settled.ts';

/**
 * A mail is shown as its sender made it, in a frame of its own without scripts, and measured in another, hidden one.
 */
const MAIL_FRAMES = 'iframe.mail-frame, iframe.mail-ruler';
const CONTEXT = { exclude: [MAIL_FRAMES] };
/**
 * What a screen is made of is the same in both schemes: every rule is asked about the first, and about the other what
 * colours can change.
 */
const SCHEMES: readonly (readonly ['light' | 'dark', RunOptions])[] = [
  ['light', { resultTypes: ['violations'] }],
  ['dark', { resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block'] }],
];

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
type WithAxe = { axe?: { run(context: typeof CONTEXT, options: RunOptions): Promise<AxeResults> } };

/**
 * Directly, once per document: the usual wrapper loads axe anew for each run, which costs five times what the run
 * itself does.
 */
async function violations(page: Page, options: RunOptions): Promise<AxeResults['violations']> {
  expect(page.frames().length - 1, 'a frame in which axe would have to look').toBe(
    await page.locator(MAIL_FRAMES).count(),
  );
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  return page.evaluate(
    async ([context, wanted]) => {
      const { axe } = globalThis as WithAxe;
      return (await axe?.run(context, wanted))?.violations ?? [];
    },
    [CONTEXT, options] as const,
  );
}

/** Parts drawn by grounds and edges alone, with the selector of one that is on; null for a part without on and off. */
const DRAWN: readonly (readonly [part: string, on: string | null])[] = [
  ['[role=switch] .track', '[aria-checked=true] *'],
  ['[role=switch] .track i', '[aria-checked=true] *'],
  ['.chip', ':has(:checked)'],
  ['.meter i', '.on'],
  ['.steps i', '.on'],
  ['.footline .dot', null],
  ['.options nav a', '[aria-current]'],
];

/** For `page.evaluate`: what of it forced colours leave without a trace, or alike whether it is on or off. */
function unseenIn(drawn: typeof DRAWN): string[] {
  const groundOf = (element: Element | null): string => {
    if (element === null) return 'rgb(255, 255, 255)';
    const { backgroundColor } = getComputedStyle(element);
    return backgroundColor === 'rgba(0, 0, 0, 0)' ? groundOf(element.parentElement) : backgroundColor;
  };
  const look = (element: Element) => {
    const { borderTopColor, borderTopWidth, borderTopStyle, fontWeight } = getComputedStyle(element);
    const ground = groundOf(element);
    const behind = groundOf(element.parentElement);
    const edge = borderTopStyle === 'none' || borderTopColor === behind ? '0px' : borderTopWidth;
    return { isSeen: ground !== behind || edge !== '0px', as: [ground, edge, borderTopColor, fontWeight].join() };
  };
  const wrong: string[] = [];
  for (const [part, on] of drawn) {
    const all = [...document.querySelectorAll(part)].filter((element) => element.checkVisibility());
    const drawnByText = (element: Element) => (element.textContent ?? '') !== '';
    if (all.some((element) => !drawnByText(element) && !look(element).isSeen)) wrong.push(`${part} vanishes`);
    if (on === null) continue;
    const looks = (chosen: boolean) => new Set(all.filter((e) => e.matches(on) === chosen).map((e) => look(e).as));
    const off = looks(false);
    if ([...looks(true)].some((as) => off.has(as))) wrong.push(`${part} looks the same on and off`);
  }
  return wrong;
}

/** As narrow as a popup becomes in a small window, or with large letters. */
const NARROW = 320;

/** For `page.evaluate`: what reaches over the page, so that a person would have to scroll sideways. */
function sidewaysIn(): string[] {
  const { right } = document.body.getBoundingClientRect();
  const isOpen = (element: Element) =>
    element === document.documentElement ||
    (!/hidden|clip/.test(getComputedStyle(element).overflowX) &&
      element.getBoundingClientRect().left + element.scrollWidth > right + 1);
  return [...document.querySelectorAll('html, body, body *')]
    .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
    .filter(isOpen)
    .map(({ localName, className, scrollWidth, clientWidth }) =>
      [localName, className, scrollWidth, 'in', clientWidth].join(' '),
    );
}

/** For `page.evaluate`: what a person scrolls up and down, if that is more than one thing. */
function scrollersIn(): string[] {
  const scrolls = (element: Element) => {
    const { overflowY } = getComputedStyle(element);
    const isRoot = element === document.documentElement;
    return element.scrollHeight > element.clientHeight + 1 && (isRoot || /auto|scroll/.test(overflowY));
  };
  const found = [...document.querySelectorAll('html, body *')].filter(scrolls).map(({ className }) => className);
  return found.length > 1 ? [`scrolls twice: ${found.join(', ')}`] : [];
}

for (const [name, play] of Object.entries(SCENES)) {
  test(`the screens ${name} are accessible, light, dark and in forced colours`, async ({ stage }) => {
    const found: string[] = [];
    await play(stage, async (screen, page, kind) => {
      // The site is not ours, and our parts in it lie in a closed root, which axe cannot enter.
      if (kind === 'site') return;
      for (const [colorScheme, options] of SCHEMES) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.evaluate(settled);
        for (const { id, help, nodes } of await violations(page, options))
          found.push(...nodes.map(({ target }) => `${screen} (${colorScheme}): ${id}, ${help}: ${target.join(' ')}`));
      }
      await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active', reducedMotion: 'reduce' });
      await page.evaluate(settled);
      found.push(...(await page.evaluate(unseenIn, DRAWN)).map((wrong) => `${screen} (forced colours): ${wrong}`));
      await page.emulateMedia({ colorScheme: 'light', forcedColors: null, reducedMotion: null });
      if (kind !== 'popup') return;
      for (const width of [null, NARROW]) {
        // A real popup cannot be resized from outside.
        await page.evaluate((wide) => {
          document.documentElement.style.inlineSize = wide === null ? '' : `${wide}px`;
        }, width);
        await page.evaluate(settled);
        const wide = [...(await page.evaluate(sidewaysIn)), ...(await page.evaluate(scrollersIn))];
        found.push(...wide.map((place) => `${screen} (${width ?? 'as it is'}): ${place}`));
      }
      await page.evaluate(() => {
        document.documentElement.style.inlineSize = '';
      });
    });
    expect(found).toEqual([]);
  });
}
