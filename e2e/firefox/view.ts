// The popup or the sidebar of Firefox as a person has it: read where it is drawn, used by mouse and keys.

import { writeFile } from 'node:fs/promises';
import { type Firefox, until } from '../harness/firefox.ts';
import type { FrameName } from './window.ts';

/** Runs in the view. @returns the middle of the control with this name, once it is in sight and can be used */
function middleOf(view: Window, called: string): { x: number; y: number } | null {
  const { document } = view;
  const named = (element: Element): string =>
    element.getAttribute('aria-label') ?? (element as HTMLElement).innerText?.trim() ?? '';
  const controls = [...document.querySelectorAll('button, a, summary, [role=menuitem], [role=tab], [aria-label]')];
  const labels = [...document.querySelectorAll('label')].filter(({ control }) => control !== null);
  const all = [...controls, ...labels];
  const one = all.find((it) => named(it) === called) ?? all.find((it) => named(it).startsWith(called));
  const found = one instanceof (view as Window & typeof globalThis).HTMLLabelElement ? one.control : one;
  if (!found || found.hasAttribute('disabled')) return null;
  found.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { x, y, width, height } = found.getBoundingClientRect();
  const middle = { x: x + width / 2, y: y + height / 2 };
  const atop = document.elementFromPoint(middle.x, middle.y);
  return atop !== null && (found.contains(atop) || atop.contains(found)) ? middle : null;
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
    return until(async () => {
      const text = await this.text();
      return typeof words === 'string' ? text.includes(words) && words : words.exec(text)?.[0];
    });
  }

  /** The control with this name or label, or one that begins so. */
  async presses(called: string): Promise<void> {
    // What was scrolled to is looked at again: the window draws it a moment later.
    let before = { x: -1, y: -1 };
    const { x, y } = await until(async () => {
      const middle = await this.#firefox.inView(this.#name, middleOf, called);
      const stays = middle?.x === before.x && middle.y === before.y;
      before = middle ?? before;
      return stays && middle;
    });
    await this.#firefox.window.clicks(this.#name, x, y);
  }

  /** Presses the field with this label, and types in place of what it holds. */
  async fills(label: string, text: string): Promise<void> {
    await this.presses(label);
    await until(() =>
      this.#firefox.inView(this.#name, (view) => view.document.activeElement?.matches('input, textarea')),
    );
    await this.#firefox.window.keys('Control+A');
    await this.#firefox.window.types(text);
  }

  async isGone(): Promise<void> {
    await until(async () => (await this.#firefox.inView(this.#name, () => true)) === null);
  }

  /** Into the folder NUCLEUS_SHOTS, if there is one. */
  async shot(name: string): Promise<void> {
    const folder = process.env.NUCLEUS_SHOTS;
    if (folder) await writeFile(`${folder}/${name}.png`, await this.#firefox.window.picture(this.#name));
  }
}
