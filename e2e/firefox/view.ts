// The popup or the sidebar of Firefox as a person has it: read where it is drawn, used by mouse and keys.

import { writeFile } from 'node:fs/promises';
import { comesWithin, type Firefox, until } from '../harness/firefox.ts';
import { type PressNote, pressTillHeard } from './press.ts';
import type { FrameName } from './window.ts';

/** So often is asked whether a press has moved the focus. */
const LOOKS_FOR_FOCUS = 20;

interface Seen {
  /** The control's middle. */
  readonly x: number;
  readonly y: number;
  /** Whether keys go to it. */
  readonly hasFocus: boolean;
  readonly value: string;
}

/**
 * Runs in the view, and notes in the page that looks (a popup may go with the press) whether one comes to the control.
 * @returns the control with this name, once it is in sight and can be used
 */
function look(view: Window, called: string): Seen | null {
  const { document, HTMLLabelElement } = view as Window & typeof globalThis;
  // A row of a list is called by its name: before it may stand the letter in its picture.
  const named = (element: Element): string =>
    element.getAttribute('aria-label') ??
    (element.querySelector<HTMLElement>('.name') ?? (element as HTMLElement)).innerText?.trim() ??
    '';
  const controls = [...document.querySelectorAll('button, a, summary, [role=menuitem], [role=tab], [aria-label]')];
  const labels = [...document.querySelectorAll('label')].filter(({ control }) => control !== null);
  const all = [...controls, ...labels];
  const one = all.find((it) => named(it) === called) ?? all.find((it) => named(it).startsWith(called));
  const found = one instanceof HTMLLabelElement ? one.control : one;
  if (!found || found.hasAttribute('disabled')) return null;
  found.scrollIntoView({ block: 'center', behavior: 'instant' });
  // The button over a link of a mail has no size: its parts have.
  const drawn = found.getBoundingClientRect().width > 0 ? found : (found.firstElementChild ?? found);
  const { x, y, width, height } = drawn.getBoundingClientRect();
  const [left, top] = [x + width / 2, y + height / 2];
  const isItsOwn = (part: Element | null): boolean =>
    part !== null && (found.contains(part) || part.closest('label')?.control === found);
  if (!isItsOwn(document.elementFromPoint(left, top))) return null;
  const notes = globalThis as PressNote;
  notes.hasHeardPress = false;
  notes.listening?.abort();
  notes.listening = new AbortController();
  const note = (event: Event): void => {
    notes.hasHeardPress ||= event.isTrusted && isItsOwn(event.target as Element);
  };
  view.addEventListener('mousedown', note, { capture: true, signal: notes.listening.signal });
  const hasFocus = found === document.activeElement && document.hasFocus();
  return { x: left, y: top, hasFocus, value: (found as HTMLInputElement).value ?? '' };
}

export class FirefoxView {
  readonly #firefox: Firefox;
  readonly #name: Exclude<FrameName, 'page'>;

  constructor(firefox: Firefox, name: Exclude<FrameName, 'page'>) {
    this.#firefox = firefox;
    this.#name = name;
  }

  async text(): Promise<string> {
    return (await this.#firefox.inView(this.#name, (view) => view.document.body.innerText)) ?? '';
  }

  /** @returns the words that were waited for */
  sees(words: string | RegExp): Promise<string> {
    return until(
      async () => {
        const text = await this.text();
        return typeof words === 'string' ? text.includes(words) && words : words.exec(text)?.[0];
      },
      () => this.#tell(String(words)),
    );
  }

  /** The control with this name or label, or one that begins so. */
  async presses(called: string): Promise<void> {
    await pressTillHeard({
      aim: () => this.#aims(called),
      press: (x, y) => this.#firefox.window.clicks(this.#name, x, y),
      isHeard: () => this.#firefox.welcomePage().evaluate(() => (globalThis as PressNote).hasHeardPress === true),
    });
  }

  /** Presses the field with this label, and types in place of what it holds. */
  async fills(label: string, text: string): Promise<void> {
    // A tab that only now comes to the front takes the focus away once more.
    await until(
      async () => {
        await this.presses(label);
        return comesWithin(LOOKS_FOR_FOCUS, async () => (await this.#sees(label))?.hasFocus === true);
      },
      () => this.#tell(`the focus in ${label}`),
    );
    await this.#firefox.window.keys('Control+A');
    await this.#firefox.window.types(text);
    // Letters arrive after the keys were pressed; some fields put spaces between them.
    const bare = (value: string): string => value.replaceAll(/\s/g, '');
    await until(
      async () => bare((await this.#sees(label))?.value ?? '') === bare(text),
      () => this.#tell(`all that was typed as ${label}`),
    );
  }

  #sees(called: string): Promise<Seen | null> {
    return this.#firefox.inView(this.#name, look, called);
  }

  /** @returns a place that was the control's twice: what was scrolled to is drawn there a moment later */
  async #aims(called: string): Promise<Seen> {
    let before: Seen | null = null;
    return until(
      async () => {
        const seen = await this.#sees(called);
        const stays = seen?.x === before?.x && seen?.y === before?.y;
        before = seen;
        return stays && seen;
      },
      () => this.#tell(called),
    );
  }

  /** @returns one line: the wanted words, the words there, and the lengths of all typed text */
  async #tell(wanted: string): Promise<string> {
    const typed = await this.#firefox.inView(this.#name, (view) =>
      [...view.document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value.length),
    );
    const says = (await this.text()).replaceAll(/\s+/g, ' ').slice(0, 400);
    return `${wanted} in the ${this.#name}, which says: ${says}; lengths of its fields: ${typed}`;
  }

  async isOpen(): Promise<boolean> {
    return (await this.#firefox.inView(this.#name, () => true)) === true;
  }

  async isGone(): Promise<void> {
    await until(async () => !(await this.isOpen()));
  }

  /** Into the folder NUCLEUS_SHOTS, if there is one. */
  async shot(name: string): Promise<void> {
    const folder = process.env.NUCLEUS_SHOTS;
    if (folder) await writeFile(`${folder}/${name}.png`, await this.#firefox.window.picture(this.#name));
  }
}
