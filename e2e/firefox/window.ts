// Firefox's own window around its pages. Toolbar button, popup, sidebar and context menus are no pages, so no command
// for pages reaches them: here functions run with the browser's own rights, and keys and presses go to the window as a
// person's would; they count as a gesture. Firefox must be started with `-remote-allow-system-access`.

import type { Browser } from 'puppeteer-core';
import { eventually } from '#services/testing/eventually.ts';

type OwnWindow = Window & {
  KeyboardEvent: typeof KeyboardEvent;
  OffscreenCanvas: typeof OffscreenCanvas;
  browsingContext: Drawable;
  synthesizeMouseEvent(type: string, x: number, y: number, options: object): void;
};
type Drawable = {
  currentWindowGlobal: { drawSnapshot(rect: null, scale: number, background: string): Promise<ImageBitmap> };
};
type FrameElement = Element & { browsingContext: Drawable };
type ContextMenu = Element & { state: string; activateItem(item: Element): void; openMenu(isOpen: boolean): void };
type Keys = { keydown(event: KeyboardEvent): void; keyup(event: KeyboardEvent): void };

/** `page`: of the tab in front. */
export type FrameName = 'popup' | 'sidebar' | 'page';

/** What a function that runs in the window is given. */
interface Tools {
  readonly window: OwnWindow;
  /** One of the frames, and how far it is from the window's corner; null: it is not open. */
  frame(name: FrameName): { element: FrameElement; x: number; y: number } | null;
  keys(): Keys;
}

/** Runs in the window, before the function. */
const TOOLS = `({
  window,
  frame(name) {
    const element =
      name === 'page' ? gBrowser.selectedBrowser
      : name === 'popup' ? document.querySelector('.webextension-popup-browser')
      : document.querySelector('#sidebar')?.contentDocument?.querySelector('browser');
    if (!element) return null;
    // While one changes to another tab, the former is still drawn, and would take a press.
    if (name === 'page' && !gBrowser.getPanel(element).classList.contains('deck-selected')) return null;
    let [x, y] = [0, 0];
    for (let at = element; at; at = at.ownerDocument.defaultView.frameElement) {
      const box = at.getBoundingClientRect();
      [x, y] = [x + box.x, y + box.y];
    }
    return { element, x, y };
  },
  keys() {
    const keys = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor);
    keys.beginInputTransactionForTests(window);
    return keys;
  },
})`;

/** The part of BiDi that puppeteer-core has no name for. */
interface Connection {
  send(method: string, params: object): Promise<{ result: unknown }>;
}

export class FirefoxWindow {
  readonly #connection: Connection;
  #context: Promise<string> | null = null;

  constructor(browser: Browser) {
    this.#connection = (browser as unknown as { connection: Connection }).connection;
  }

  /** The function may use nothing but what it is given. What it answers comes as JSON. */
  async run<T, Given extends readonly unknown[]>(
    work: (tools: Tools, ...given: Given) => T | Promise<T>,
    ...given: Given
  ): Promise<T> {
    this.#context ??= this.#find();
    const { result } = await this.#connection.send('script.evaluate', {
      expression: `(async () => JSON.stringify((await (${work})(${[TOOLS, ...given.map((one) => JSON.stringify(one))]})) ?? null))()`,
      target: { context: await this.#context },
      awaitPromise: true,
    });
    const said = result as { type: string; result: { value: string }; exceptionDetails?: { text: string } };
    if (said.type !== 'success') throw new Error(said.exceptionDetails?.text);
    return JSON.parse(said.result.value);
  }

  /** Presses keys together, as `Alt+Shift+K`, or one alone. */
  keys(chord: string): Promise<void> {
    return this.run(({ window, keys }, pressed) => {
      const codes: Record<string, number> = {
        Alt: 18,
        Shift: 16,
        Control: 17,
        Enter: 13,
        Tab: 9,
        Escape: 27,
        ArrowDown: 40,
      };
      const board = keys();
      const events = pressed.split('+').map((key) => {
        const keyCode = codes[key] ?? key.charCodeAt(0);
        const code = key.length === 1 ? `Key${key}` : ['Alt', 'Shift', 'Control'].includes(key) ? `${key}Left` : key;
        return new window.KeyboardEvent('', { key, keyCode, code });
      });
      for (const event of events) board.keydown(event);
      for (const event of events.reverse()) board.keyup(event);
    }, chord);
  }

  /** Types into what has the focus. */
  types(text: string): Promise<void> {
    return this.run(({ window, keys }, letters) => {
      const board = keys();
      for (const key of letters) {
        const event = new window.KeyboardEvent('', { key });
        board.keydown(event);
        board.keyup(event);
      }
    }, text);
  }

  /**
   * A press of the mouse at a place of a frame, once it is there, which moves the focus there. (A press by commands for
   * pages leaves it as it is, as in a sidebar.)
   */
  async clicks(name: FrameName, left: number, top: number): Promise<void> {
    await eventually(() => this.#click(name, left, top));
  }

  /** @returns whether the frame is there */
  #click(name: FrameName, left: number, top: number): Promise<boolean> {
    return this.run(
      async ({ window, frame }, inside, x, y) => {
        const found = frame(inside);
        if (found === null) return false;
        const turn = (type: string, buttons: number, clickCount: number): void =>
          window.synthesizeMouseEvent(type, found.x + x, found.y + y, { button: 0, buttons, clickCount });
        // From elsewhere, as a hand does; of two moves within a frame a page hears the last alone.
        window.synthesizeMouseEvent('mousemove', found.x + x + 30, found.y + y, { button: 0 });
        for (let frames = 0; frames < 2; frames++) await new Promise(window.requestAnimationFrame);
        turn('mousemove', 0, 0);
        turn('mousedown', 1, 1);
        turn('mouseup', 0, 1);
        return true;
      },
      name,
      left,
      top,
    );
  }

  /** Chooses from the context menu that a right click has opened. @returns false while it does not stand there yet */
  choosesInMenu(words: string): Promise<boolean> {
    return this.run(({ window }, label) => {
      const menu = window.document.querySelector('#contentAreaContextMenu') as ContextMenu | null;
      const item = [...(menu?.querySelectorAll('menuitem') ?? [])].find((one) => one.getAttribute('label') === label);
      if (menu?.state !== 'open' || item === undefined) return false;
      // Two entries of an extension are in a menu of their own.
      const inner = item.parentElement as Element as ContextMenu;
      if (inner.state === 'open') {
        inner.activateItem(item);
        return true;
      }
      if (inner.state === 'closed') (inner.parentElement as Element as ContextMenu).openMenu(true);
      return false;
    }, words);
  }

  /** A picture of a frame, or of the whole window without what pops up over it. */
  async picture(name: FrameName | null = null): Promise<Buffer> {
    const drawn = await this.run(async ({ window, frame }, inside) => {
      const { browsingContext } = inside === null ? window : (frame(inside)?.element ?? window);
      const image = await browsingContext.currentWindowGlobal.drawSnapshot(null, 1, 'white');
      const canvas = new window.OffscreenCanvas(image.width, image.height);
      canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(image);
      const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
      let text = '';
      for (const byte of bytes) text += String.fromCharCode(byte);
      return btoa(text);
    }, name);
    return Buffer.from(drawn, 'base64');
  }

  async #find(): Promise<string> {
    const { result } = await this.#connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
    const { contexts } = result as { contexts: { context: string; url: string }[] };
    const window = contexts.find(({ url }) => url.endsWith('/browser.xhtml'));
    if (!window) throw new Error('Firefox shows no window');
    return window.context;
  }
}
