// The bar that asks whether a log-in is to be kept: in a closed root in the top layer, at an edge of the window, under
// the guard of the menu. A press counts only if it is the person's own, on a bar that has stood plainly for its time.
// It takes no focus, and goes aside while the mark or the menu is drawn, which a bar could cover.
import { type ChoiceRefusal, Guard } from '../guard/guard.ts';
import { drawShapes, dress, LOGO, type Make, makerIn } from '../menu/drawing.ts';
import { type Strings, say } from '../menu/strings.ts';
import { HOST_STYLE } from '../menu/style.ts';
import type { Presses } from '../page/presses.ts';
import { innermost } from '../page/shadow.ts';
import type { KeepQuestion } from '../worker/client.ts';
import { BAR_CSS } from './bar-style.ts';
import { cornersFor, freest, inTheWay } from './place.ts';

/** What a press on the bar does. */
export type BarAct = 'keep' | 'unlock' | 'later' | 'never' | 'undo';

export interface KeepBarSetting {
  readonly window: Window & typeof globalThis;
  readonly strings: Strings;
  readonly presses: Presses;
  readonly signal: AbortSignal;
  readonly question: KeepQuestion;
  /** The press counts. The answer: what to say, or null: all is said. */
  readonly act: (act: BarAct) => Promise<string | null>;
  readonly closed: () => void;
}

const WIDTH = 376;
/** How long it says what was done. */
const TOLD_MS = 5000;
/** How long *Undo* stands there. */
const UNDO_MS = 10_000;
/** Arrows to the four sides, after Lucide (ISC). */
const MOVE = 'M12 2v20M2 12h20M15 19l-3 3-3-3M19 9l3 3-3 3M5 9l-3 3 3 3M9 5l3-3 3 3';

/** The acts that a page could want; the others take the bar away and no more. */
const GUARDED: ReadonlySet<BarAct> = new Set<BarAct>(['keep', 'unlock', 'never', 'undo']);

export class KeepBar {
  readonly #setting: KeepBarSetting;
  readonly #host: HTMLElement;
  readonly #pane: HTMLElement;
  readonly #bar: HTMLElement;
  readonly #said: HTMLElement;
  readonly #make: Make;
  readonly #life = new AbortController();
  #guard: Guard | null = null;
  #guarding: AbortController | null = null;
  #corner = -1;
  #pressedAt = Number.NEGATIVE_INFINITY;
  #acting = false;
  #timer = 0;

  constructor(setting: KeepBarSetting) {
    this.#setting = setting;
    const { window, presses, signal } = setting;
    this.#make = makerIn(window.document);
    this.#host = this.#make('div', '');
    this.#host.style.cssText = HOST_STYLE;
    this.#host.popover = 'manual';
    const shadow = this.#host.attachShadow({ mode: 'closed' });
    this.#bar = this.#make('div', 'bar', { role: 'region', 'aria-label': 'Nucleus' });
    this.#pane = this.#make('div', 'pane');
    this.#pane.append(this.#bar);
    this.#said = this.#make('div', 'said told', { role: 'status', 'aria-live': 'polite' });
    dress(shadow, BAR_CSS);
    shadow.append(this.#pane, this.#said);
    presses.take(this.#host, (event) => this.#take(event, shadow));
    shadow.addEventListener('click', (event) => this.#clicked(event as MouseEvent, event.target as Element));
    shadow.addEventListener('keydown', (event) => {
      if ((event as KeyboardEvent).key === 'Escape' && event.isTrusted) void this.#act('later');
    });
    const listening = { capture: true, signal: this.#life.signal };
    signal.addEventListener('abort', () => this.close(), { signal: this.#life.signal });
    window.addEventListener('resize', () => this.#place(), listening);
    window.addEventListener('focusin', () => this.#makesWay(), listening);
    window.addEventListener(
      'pointerdown',
      (event) => {
        if (!event.composedPath().includes(this.#host)) this.#pressedAt = Number.NEGATIVE_INFINITY;
      },
      listening,
    );
    presses.onDrawn = (isDrawn) => this.#aside(isDrawn);
    this.#ask();
    if (!presses.isDrawn) this.#show();
  }

  close(): void {
    if (this.#life.signal.aborted) return;
    const { presses, window, closed } = this.#setting;
    this.#life.abort();
    this.#guarding?.abort();
    window.clearTimeout(this.#timer);
    presses.leave(this.#host);
    presses.onDrawn = () => {};
    this.#host.remove();
    closed();
  }

  #ask(note = ''): void {
    const { question, strings } = this.#setting;
    const { is, site, name } = question;
    const title = { new: 'keepNew', changed: 'keepChanged', locked: 'keepLocked' }[is];
    const main = { new: 'keep', changed: 'keepUpdate', locked: 'keepUnlock' }[is];
    const acts: [BarAct, string][] = [
      [is === 'locked' ? 'unlock' : 'keep', main],
      ['later', 'dismiss'],
    ];
    if (is !== 'locked') acts.push(['never', 'keepNever']);
    this.#draw(say(strings, title, { site }), name, note, acts);
  }

  /** Fills the bar anew: from here on it is to be read again. */
  #draw(title: string, detail: string, note: string, acts: readonly (readonly [BarAct, string])[]): void {
    const { strings, window } = this.#setting;
    const brand = this.#make('div', 'brand');
    brand.append(drawShapes(window.document, 22, LOGO));
    // Inert, so that a page cannot find it by `window.find`, which looks into closed roots too.
    const text = this.#make('div', 'text');
    text.inert = true;
    text.append(
      this.#make('div', 'title', {}, title),
      this.#make('div', 'detail', {}, detail),
      this.#make('div', 'note', {}, note),
    );
    const head = this.#make('div', 'head');
    const move = this.#make('button', 'move', {
      type: 'button',
      'data-act': 'move',
      'aria-label': strings.keepMove,
      title: strings.keepMove,
    });
    move.append(drawShapes(window.document, 16, [['path', { d: MOVE, 'stroke-width': 2 }]]));
    head.append(brand, text, move);
    const row = this.#make('div', 'acts');
    for (const [at, [act, key]] of acts.entries()) {
      const [words, inner] = [say(strings, key), this.#make('span', '')];
      inner.inert = true;
      inner.textContent = words;
      const button = { type: 'button', 'data-act': act, 'aria-label': words };
      row.append(this.#make('button', at === 0 ? 'main' : '', button));
      row.lastElementChild?.append(inner);
    }
    row.hidden = acts.length === 0;
    this.#bar.replaceChildren(head, row);
    this.#bar.setAttribute('aria-label', ['Nucleus', title, detail, note].filter(Boolean).join(', '));
    // By name and not by text, which a page could search for.
    this.#said.replaceChildren(this.#make('span', '', { role: 'img', 'aria-label': note || `${title} ${detail}` }));
    if (this.#host.isConnected) this.#place(true);
  }

  #show(): void {
    this.#setting.window.document.documentElement.append(this.#host);
    this.#host.showPopover();
    this.#place(true);
  }

  /** The mark or the menu comes: they are what the person is at. */
  #aside(isDrawn: boolean): void {
    if (isDrawn) {
      this.#guarding?.abort();
      this.#guard = null;
      this.#host.remove();
    } else if (!this.#host.isConnected) this.#show();
  }

  /** The focus came under the bar. */
  #makesWay(): void {
    const box = this.#pane.getBoundingClientRect();
    const active = innermost(this.#setting.window.document.activeElement);
    if (this.#host.isConnected && inTheWay(this.#setting.window.document, box, active, this.#host) >= 1000)
      this.#place(false, true);
  }

  /** @param anew what it says has changed @param away from where it is */
  #place(anew = false, away = false): void {
    const { window } = this.#setting;
    const { document } = window;
    if (!this.#host.isConnected) return;
    const width = Math.min(WIDTH, window.innerWidth - 16);
    this.#pane.style.cssText = `width:${width}px;height:auto;left:0;top:0`;
    const height = Math.ceil(this.#bar.getBoundingClientRect().height);
    const corners = cornersFor(window, width, height);
    const active = innermost(document.activeElement);
    if (this.#corner < 0 || this.#corner >= corners.length || away)
      this.#corner = freest(corners, (box) => inTheWay(document, box, active, this.#host));
    const { left = 0, top = 0 } = corners[this.#corner] ?? {};
    this.#pane.style.cssText = `width:${width}px;height:${height}px;left:${left}px;top:${top}px`;
    if (anew || !this.#guard) this.#watch();
    this.#guard?.settle(width, height);
  }

  #watch(): void {
    this.#guarding?.abort();
    this.#guarding = new AbortController();
    const ready = (isReady: boolean): void => void this.#bar.classList.toggle('ready', isReady);
    const guarded = { host: this.#host, menu: this.#bar, pane: this.#pane, field: null };
    this.#guard = new Guard(guarded, ready, this.#guarding.signal);
  }

  /** A press on our host, before the page could hear of it; it takes no focus from the page. */
  #take(event: MouseEvent, shadow: ShadowRoot): void {
    if (event.type === 'pointerdown') this.#pressedAt = event.timeStamp;
    if (event.type === 'click') this.#clicked(event, shadow.elementFromPoint(event.clientX, event.clientY));
  }

  #clicked(event: MouseEvent, on: Element | null): void {
    const act = on?.closest('button')?.getAttribute('data-act') as BarAct | 'move' | null | undefined;
    if (!event.isTrusted || !act || this.#acting) return;
    if (act === 'move') return this.#move();
    if (GUARDED.has(act)) {
      // A click by a key began itself.
      const begunAt = (event as PointerEvent).pointerType ? this.#pressedAt : event.timeStamp;
      const refusal: ChoiceRefusal | null = this.#guard?.judge(event, begunAt) ?? (this.#guard ? null : 'moved');
      if (refusal === 'untrusted') return;
      if (refusal !== null) return this.#ask(say(this.#setting.strings, REFUSED[refusal]));
    }
    void this.#act(act);
  }

  #move(): void {
    const { window } = this.#setting;
    const { width, height } = this.#pane.getBoundingClientRect();
    this.#corner = (this.#corner + 1) % cornersFor(window, width, height).length;
    this.#place();
  }

  async #act(act: BarAct): Promise<void> {
    const { strings, act: does, question, window } = this.#setting;
    const { site } = question;
    this.#acting = true;
    // What it said of an earlier press is over.
    for (const note of this.#bar.getElementsByClassName('note')) note.textContent = '';
    // Longer than a moment only if the disk is slow.
    if (act === 'keep') this.#draw(strings.working, '', '', []);
    const failed = await does(act);
    this.#acting = false;
    if (this.#life.signal.aborted) return;
    window.clearTimeout(this.#timer);
    const closes = (ms: number): void => {
      this.#timer = window.setTimeout(() => this.close(), ms);
    };
    if (failed !== null) this.#ask(say(strings, failed));
    else if (act === 'keep') {
      this.#draw(say(strings, question.is === 'new' ? 'kept' : 'keptChange', { site }), question.name, '', []);
      closes(TOLD_MS);
    } else if (act === 'never') {
      this.#draw(say(strings, 'keepsNever', { site }), '', '', [['undo', 'undo']]);
      closes(UNDO_MS);
    } else if (act !== 'unlock') this.close();
  }
}

/** Said of a press that does not count: keys of strings.ts. */
const REFUSED = {
  hasty: 'keepHasty',
  beneath: 'beneath',
  moved: 'keepMoved',
  changed: 'keepMoved',
  covered: 'keepCovered',
  altered: 'keepAltered',
  hidden: 'keepCovered',
} as const;
