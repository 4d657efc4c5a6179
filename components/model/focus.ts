// The focus from screen to screen (WCAG 2.4.3): onward to the screen's heading or newest mail, back to the element that
// led on. A screen comes in pieces (its module, its data), so the place is looked for at every change of the page until
// the person does something; an element that takes the focus itself (a field to write in, a dialog) keeps it.

import { effect } from '@preact/signals';
import { route } from './navigation.ts';
import { above, type Route, toHash } from './route.ts';

/** The element that led on. Names of rows hold times and first words, which change: a link is known by its target. */
interface Way {
  message: string | null;
  href: string | null;
  name: string;
}

const ways = new Map<string, Way>();

/**
 * The target of the link that was followed from a place; null: none was. The list needs it to bring the row into the
 * page.
 */
export function followedFrom(place: string): string | null {
  return ways.get(place)?.href ?? null;
}

const nameOf = (element: Element): string => element.getAttribute('aria-label') ?? element.textContent ?? '';

function wayOf(element: Element | null): Way | null {
  const from = element?.closest('a, button');
  if (!from) return null;
  const message = from.closest('[data-message]')?.getAttribute('data-message') ?? null;
  return { message, href: from.getAttribute('href'), name: nameOf(from) };
}

function find({ message, href, name }: Way): HTMLElement | undefined {
  const within = message === null ? document : document.querySelector(`[data-message="${message}"]`);
  const all = [...(within?.querySelectorAll<HTMLElement>('a, button') ?? [])];
  return all.find((one) => (href === null ? nameOf(one) === name : one.getAttribute('href') === href));
}

const ARRIVAL = '[data-arrival]';
const HEADING = 'h1[tabindex="-1"]';

function settle(place: string): 'there' | 'looking' {
  const active = document.activeElement ?? document.body;
  if (active !== document.body && !active.matches(HEADING)) return 'there';
  const way = ways.get(place);
  const back = way && find(way);
  if (back) {
    back.focus({ preventScroll: way.message === null });
    return document.activeElement === back ? 'there' : 'looking';
  }
  const arrival = way ? null : document.querySelector<HTMLElement>(ARRIVAL);
  if (arrival) {
    arrival.focus({ preventScroll: true });
    return 'there';
  }
  const heading = document.querySelector<HTMLElement>(HEADING);
  // One without words belongs to a screen that is not here yet.
  if (active === document.body && heading?.textContent) heading.focus({ preventScroll: true });
  return 'looking';
}

/** Begins with the second screen: the first takes the focus as any page does. */
export function followFocus(lifetime: AbortSignal): void {
  let before: Route | null = null;
  let looking = new AbortController();
  const look = (at: string) => {
    looking.abort();
    looking = new AbortController();
    const { signal } = looking;
    const observer = new MutationObserver(() => {
      if (settle(at) === 'there') looking.abort();
    });
    signal.addEventListener('abort', () => observer.disconnect());
    for (const act of ['keydown', 'pointerdown'] as const)
      addEventListener(act, () => looking.abort(), { signal, capture: true });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  };
  const stop = effect(() => {
    const next = route.value;
    const place = toHash(next);
    if (before !== null && toHash(before) !== place) {
      const way = wayOf(document.activeElement);
      // Only going back finds an old way; a new visit begins anew.
      if (toHash(above(before)) === place) ways.delete(toHash(before));
      else {
        ways.delete(place);
        if (way) ways.set(toHash(before), way);
        else ways.delete(toHash(before));
      }
      look(place);
    }
    before = next;
  });
  lifetime.addEventListener('abort', () => {
    stop();
    looking.abort();
  });
}
