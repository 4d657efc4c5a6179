// Whether an act is the person's own: the event is the browser's, began after the menu was read, and the menu was
// plainly visible in its place throughout. Against DOM clickjacking: a page that makes the menu transparent, covers it,
// moves it or calls its listeners gets nothing. Chromium reports visibility (IntersectionObserver v2, W3C draft section
// 2.1); in Firefox styles and geometry stand alone. Must only judge, never act.
import { isBare, isInView } from './seen.ts';
import {
  around,
  everyRoot,
  framesAround,
  isDrawnPlainly,
  isGenerated,
  isTop,
  tellsVisible,
  unmetOver,
} from './sight.ts';

/** A press sooner than this after the menu was first painted in its place was aimed at something else. */
export const READ_MS = 500;

/**
 * A menu that the guard has not checked for so long does not count as visible: a page may hold up its thread, or end
 * every timer that it can name.
 */
const STILL_MS = 2000;

/**
 * Why not. `untrusted` is the page's own doing, and the person is not told of it; the others are keys of strings.ts.
 */
export type ChoiceRefusal = 'untrusted' | 'hasty' | 'beneath' | 'moved' | 'changed' | 'covered' | 'altered' | 'hidden';

const near = (a: DOMRect, b: DOMRect): boolean =>
  Math.abs(a.x - b.x) + Math.abs(a.y - b.y) + Math.abs(a.width - b.width) + Math.abs(a.height - b.height) < 3;

/**
 * How far the hand must have come, by the screen, to the place that it presses: since the menu stands. A page can bring
 * the menu under a hand that rests, or presses one spot again and again; a hand that presses moves less than this.
 */
const FAR_PX = 10;

/** What brings something into the top layer or takes it out. Order there can be read from nothing else. */
const TOGGLES = ['beforetoggle', 'toggle', 'close', 'fullscreenchange'];

/** What lies in the top layer beside the menu and what holds it. */
const others = (host: Element, roots: readonly (Document | ShadowRoot)[]): Element[] => {
  const own = new Set(around(host));
  return roots
    .flatMap((root) => [...root.querySelectorAll(':is(:popover-open,:modal,select:open)')])
    .filter((element) => !own.has(element));
};

/** While the page shows pictures of its old and new view, which lie over the top layer too. */
function isBetweenViews(document: Document): boolean {
  try {
    return document.documentElement.matches(':active-view-transition');
  } catch {
    // A browser that does not know the word has no such views.
    return false;
  }
}

const look = (host: Element): string => [...host.attributes].map(({ name, value }) => `${name}=${value}`).join();

/** The corner of an element's document, by the screen: moved with its frame or window, the document tells nothing. */
function outside({ ownerDocument }: Element): DOMRect {
  const { screenX, screenY } = ownerDocument.defaultView as Window;
  const place = new DOMRect(screenX, screenY);
  for (const frame of framesAround(ownerDocument)) {
    const { x, y } = frame.getBoundingClientRect();
    place.x += x;
    place.y += y;
  }
  return place;
}

/** The parts of one menu. */
export interface Guarded {
  readonly host: HTMLElement;
  /** The part that the person reads: the box of the rows. */
  readonly menu: HTMLElement;
  /** The element that has the size given by the surface. */
  readonly pane: HTMLElement;
  readonly field: HTMLElement | null;
  /** The field takes a one-time code. */
  readonly forCode?: boolean;
}

/** Watches one menu from the moment it is placed. Place it, then `settle`; ask `judge` before every act. */
export class Guard {
  readonly #guarded: Guarded;
  readonly #above: readonly Element[];
  /**
   * The roots in which an element could be raised. Finding them means looking at every element, so it is not done at
   * every frame.
   */
  #roots: readonly (Document | ShadowRoot)[];
  readonly #ready: (isReady: boolean) => void;
  readonly #signal: AbortSignal;
  #observer: IntersectionObserver | null = null;
  /** Chromium's word; null while it has not come. */
  #visible: boolean | null = true;
  /** From when on it was painted plainly, by the clock of events. */
  #readFrom = Number.POSITIVE_INFINITY;
  #plainFrames = 0;
  /** The last look within a frame, and the last between two. */
  #lookedAt: [frame: number, between: number] = [0, 0];
  /** Counts how often looking was begun; of an earlier time nothing goes on. */
  #watching = 0;
  #toggled = false;
  #look = '';
  #home: Node | null = null;
  #size: readonly [number, number] = [0, 0];
  #place = new DOMRect();
  /** The menu's place when the time to read began: a menu that creeps along has moved all the same. */
  #readAt = new DOMRect();
  #fieldPlace = new DOMRect();
  /** The place of its document on the screen, which a page can move by the frames around, or by the window. */
  #framePlace = new DOMRect();
  /** Places of the hand on the screen since the time to read began. */
  #hand: DOMRect[] = [];

  /** @param ready told whenever a choice would now count, or no longer does */
  constructor(guarded: Guarded, ready: (isReady: boolean) => void, signal: AbortSignal) {
    const { host, menu } = guarded;
    this.#guarded = guarded;
    this.#ready = ready;
    this.#signal = signal;
    this.#roots = everyRoot(host.ownerDocument);
    this.#above = others(host, this.#roots);
    const view = host.ownerDocument.defaultView as Window;
    const toggles = (event: Event): void => {
      const target = event.composedPath()[0];
      if (event.isTrusted && target !== host && !(target instanceof Element && target.localName === 'details'))
        this.#toggled = true;
    };
    for (const root of [view, ...this.#roots])
      for (const type of TOGGLES) root.addEventListener(type, toggles, { capture: true, signal });
    for (const type of ['pointermove', 'pointerdown'])
      view.addEventListener(type, (event) => this.#follows(event as PointerEvent), { capture: true, signal });
    if (tellsVisible()) {
      this.#visible = null;
      const options: IntersectionObserverInit & { trackVisibility: boolean; delay: number } = {
        threshold: [0, 0.99],
        trackVisibility: true,
        delay: 100,
      };
      this.#observer = new IntersectionObserver((entries) => this.#note(entries), options);
      this.#observer.observe(menu);
      signal.addEventListener('abort', () => this.#observer?.disconnect());
    }
    this.#watch(view, signal);
  }

  #note(entries: readonly IntersectionObserverEntry[]): void {
    const last = entries.at(-1) as (IntersectionObserverEntry & { isVisible: boolean }) | undefined;
    if (!last) return;
    this.#visible = last.isVisible;
    if (!last.isVisible) this.#restart();
  }

  /** The hand moves; or it presses beside the menu, and so attends to something else. */
  #follows({ isTrusted, type, target, timeStamp, screenX, screenY }: PointerEvent): void {
    if (!isTrusted) return;
    if (type === 'pointerdown') {
      if (target !== this.#guarded.host) this.#restart();
    } else if (timeStamp >= this.#readFrom) this.#hand.push(new DOMRect(screenX, screenY));
  }

  /** A finger is nowhere before it presses, and a screen reader has none. */
  #cameFromAfar({ pointerType, screenX, screenY }: PointerEvent): boolean {
    return (
      !/mouse|pen/.test(pointerType) ||
      this.#hand.some(({ x, y }) => Math.abs(x - screenX) + Math.abs(y - screenY) >= FAR_PX)
    );
  }

  #restart(): void {
    this.#plainFrames = 0;
    this.#readFrom = Number.POSITIVE_INFINITY;
    this.#ready(false);
  }

  /**
   * Looks at each frame, once among the page's own callbacks for it and once after layout, and at moments between
   * frames that a page cannot know: its callbacks may surround ours. The time to read begins with the second plain
   * frame in a row: then the first has been painted.
   */
  #watch(view: Window, signal: AbortSignal): void {
    const { host, menu } = this.#guarded;
    const watching = ++this.#watching;
    const isOver = (): boolean => signal.aborted || watching !== this.#watching;
    let after: ResizeObserver | null = null;
    const check = (thorough = false): boolean => {
      const isPlain = this.#visible !== false && this.#flaw(thorough) === null;
      if (!isPlain) this.#restart();
      return isPlain;
    };
    const frame = (): void => {
      after?.disconnect();
      if (isOver()) return;
      // An observer that is new is called once the frame is laid out.
      after = new ResizeObserver(() => check());
      after.observe(menu);
      const now = this.#looked(0);
      if (!near(outside(host), this.#framePlace)) {
        this.#framePlace = outside(host);
        this.#restart();
      }
      if (check() && ++this.#plainFrames === 2) {
        this.#readFrom = now;
        this.#hand = [];
      }
      this.#ready(this.#visible === true && now - this.#readFrom >= READ_MS);
      view.requestAnimationFrame(frame);
    };
    const between = (): void => {
      if (isOver()) return;
      this.#looked(1);
      const [kind = 0, pause = 0] = crypto.getRandomValues(new Uint8Array(2));
      // One look in four, by chance too: it costs a look at every element.
      check(kind < 64);
      setTimeout(between, 10 + (30 * pause) / 256);
    };
    this.#lookedAt = [performance.now(), performance.now()];
    view.requestAnimationFrame(frame);
    setTimeout(between);
  }

  /** A look is taken, in a frame (0) or between two (1). One that comes late begins the time to read anew. */
  #looked(which: 0 | 1): number {
    const now = performance.now();
    if (now - this.#lookedAt[which] > STILL_MS) this.#restart();
    this.#lookedAt[which] = now;
    return now;
  }

  /** The menu now stands where it is meant to, its pane in this size. */
  settle(width: number, height: number): void {
    const { host, menu, field } = this.#guarded;
    const place = menu.getBoundingClientRect();
    if (!near(place, this.#readAt)) {
      this.#restart();
      this.#readAt = place;
    }
    this.#size = [width, height];
    this.#place = place;
    this.#fieldPlace = field?.getBoundingClientRect() ?? this.#fieldPlace;
    this.#look = look(host);
    this.#home = host.parentNode;
  }

  /** @param begunAt when the press began that made the event, by the event's own clock: a busy page handles it late */
  judge(event: Event, begunAt: number): ChoiceRefusal | null {
    if (!event.isTrusted) return 'untrusted';
    this.#note(this.#observer?.takeRecords() ?? []);
    const flaw = this.#flaw(true, true);
    if (flaw !== null) {
      this.#restart();
      return flaw;
    }
    if (begunAt - Math.min(...this.#lookedAt) > STILL_MS) {
      this.#restart();
      this.#watch(this.#guarded.host.ownerDocument.defaultView as Window, this.#signal);
    }
    if (this.#visible !== true || begunAt - this.#readFrom < READ_MS) return 'hasty';
    return this.#cameFromAfar(event as PointerEvent) ? null : 'beneath';
  }

  /** @param thorough with what costs a look at every element */
  #flaw(thorough: boolean, isFinal = false): ChoiceRefusal | null {
    const { host, menu, pane, field, forCode } = this.#guarded;
    const { ownerDocument } = host;
    // Moving the host in the tree takes it out of the top layer.
    if (look(host) !== this.#look || host.parentNode !== this.#home || !host.matches(':popover-open')) return 'altered';
    if (this.#toggled || isBetweenViews(ownerDocument)) return 'covered';
    if (isGenerated(host) || !isDrawnPlainly(host, pane)) return 'altered';
    const drawn = pane.getBoundingClientRect();
    const [width, height] = this.#size;
    if (Math.abs(drawn.width - width) > 1 || Math.abs(drawn.height - height) > 1) return 'altered';
    if (!near(menu.getBoundingClientRect(), this.#place)) return 'moved';
    if (field && !field.isConnected) return 'changed';
    if (field && !near(field.getBoundingClientRect(), this.#fieldPlace)) return 'moved';
    if (thorough) this.#roots = everyRoot(ownerDocument);
    const lying = others(host, this.#roots);
    // Without the browser's own word, nothing may lie there at all: a page that listens first keeps its raising to
    // itself.
    if (lying.length > 0 && (!tellsVisible() || lying.some((element) => !this.#above.includes(element)))) {
      this.#toggled = true;
      return 'covered';
    }
    if (!this.#isUncovered(thorough)) return 'covered';
    if (!isFinal) return null;
    if (!near(outside(host), this.#framePlace)) return 'moved';
    if (this.#visible === false) return 'covered';
    if (field instanceof HTMLInputElement && !(isInView(field, host, forCode) && isBare(field, host))) return 'hidden';
    return null;
  }

  /** Nothing of the page lies over the menu at a grid of points, nor over the frames that it is in. */
  #isUncovered(thorough: boolean): boolean {
    const { host } = this.#guarded;
    const grid = thorough ? ([16, 24] as const) : ([5, 4] as const);
    if (!isTop(host, this.#place, grid)) return false;
    let place = this.#place;
    for (const frame of framesAround(host.ownerDocument)) {
      const { x, y } = frame.getBoundingClientRect();
      place = new DOMRect(x + frame.clientLeft + place.x, y + frame.clientTop + place.y, place.width, place.height);
      if (!isTop(frame, place, grid)) return false;
      if (thorough && unmetOver(frame, place, null, 0.01)) return false;
    }
    return true;
  }
}
