// Whether an act of the person is one: the event is the browser's own, and what it hit was plainly to be seen, where it was put,
// for long enough to be read. Against DOM clickjacking: a page that makes the menu transparent, covers it, moves it under the pointer
// or calls its listeners gets nothing. Chromium tells by itself whether an element is really visible (IntersectionObserver v2, W3C
// draft section 2.1); Firefox does not, there the geometric checks stand alone. Must never act, only judge.

/** A click sooner than this after the menu came or moved was aimed at something else. */
export const READ_MS = 300;

const near = (a: DOMRect, b: DOMRect): boolean =>
  Math.abs(a.x - b.x) + Math.abs(a.y - b.y) + Math.abs(a.width - b.width) + Math.abs(a.height - b.height) < 3;

/** Opacity with all ancestors', filters and masks counted as invisible only where they hide for sure. */
function shows(element: Element, least: number): boolean {
  let opacity = 1;
  for (let node: Node | null = element; node; node = node.parentNode ?? (node as ShadowRoot).host ?? null) {
    if (node.nodeType !== 1) continue;
    const style = getComputedStyle(node as Element);
    opacity *= Number(style.opacity);
    if (opacity < least || style.visibility === 'hidden' || /opacity|invert|blur/.test(style.filter)) return false;
    if (style.clipPath !== 'none' && least > 0.5) return false;
  }
  return true;
}

type Host = Element & { openOrClosedShadowRoot?: ShadowRoot | null };

/** All roots that can be seen. Firefox shows content scripts closed roots too; in Chromium the observer sees what they do. */
function everyRoot(root: Document | ShadowRoot): (Document | ShadowRoot)[] {
  const inner = [...root.querySelectorAll<Host>('*')].map((host) => host.openOrClosedShadowRoot ?? host.shadowRoot);
  return [root, ...inner.flatMap((shadow) => (shadow ? everyRoot(shadow) : []))];
}

/**
 * Whether a person sees a field that is to be filled beside the one they focused: it is not faded or clipped away, and nothing lies over
 * all of it. What is fixed to the window (a banner, the page's head) does not count as lying over it, since it goes by scrolling; neither
 * does a place outside the window, where nobody can look.
 * @param ours what we have drawn ourselves
 */
export function isSeen(field: HTMLInputElement, ours: Element | null): boolean {
  if (!shows(field, 0.3)) return false;
  const { left, top, width, height } = field.getBoundingClientRect();
  const root = field.getRootNode() as Document | ShadowRoot;
  const y = top + height / 2;
  const covers = [0.15, 0.5, 0.85].map((across) => {
    const hit = root.elementsFromPoint(left + width * across, y).find((element) => element !== ours);
    if (!hit || hit === field || [...(field.labels ?? [])].some((label) => label.contains(hit))) return false;
    for (let over: Element | null = hit; over; over = over.parentElement)
      if (/fixed|sticky/.test(getComputedStyle(over).position)) return false;
    return true;
  });
  return !covers.every(Boolean);
}

/** What lies in the top layer beside the menu. */
const others = (host: Element): Element[] =>
  everyRoot(host.ownerDocument)
    .flatMap((root) => [...root.querySelectorAll(':popover-open,:modal')])
    .filter((element) => !element.contains(host));

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

/** Watches one menu from the moment it is placed. Place it, then `settle`; ask `permits` before every act. */
export class Guard {
  readonly #host: HTMLElement;
  readonly #panel: HTMLElement;
  readonly #field: Element | null;
  readonly #above: readonly Element[];
  #observer: IntersectionObserver | null = null;
  #visible = true;
  #settledAt = Number.POSITIVE_INFINITY;
  #look = '';
  #home: Node | null = null;
  #place = new DOMRect();
  /** Where it stood when the time to read began: a menu that creeps along has moved all the same. */
  #readAt = new DOMRect();
  #fieldPlace = new DOMRect();

  constructor(host: HTMLElement, panel: HTMLElement, field: Element | null, signal: AbortSignal) {
    this.#host = host;
    this.#panel = panel;
    this.#field = field;
    this.#above = others(host);
    if ('isVisible' in IntersectionObserverEntry.prototype) {
      this.#visible = false;
      const options: IntersectionObserverInit & { trackVisibility: boolean; delay: number } = {
        threshold: [0, 0.99],
        trackVisibility: true,
        delay: 100,
      };
      this.#observer = new IntersectionObserver((entries) => this.#note(entries), options);
      this.#observer.observe(panel);
      signal.addEventListener('abort', () => this.#observer?.disconnect());
    }
  }

  #note(entries: readonly IntersectionObserverEntry[]): void {
    const last = entries.at(-1) as (IntersectionObserverEntry & { isVisible: boolean }) | undefined;
    if (!last) return;
    // Uncovering counts as appearing: the time to read starts again.
    if (last.isVisible && !this.#visible && Number.isFinite(this.#settledAt))
      this.#settledAt = Math.max(this.#settledAt, last.time - 100);
    this.#visible = last.isVisible;
  }

  /** The menu now stands where it is meant to. */
  settle(): void {
    const place = this.#panel.getBoundingClientRect();
    if (!near(place, this.#readAt)) {
      this.#settledAt = performance.now();
      this.#readAt = place;
    }
    this.#place = place;
    this.#fieldPlace = this.#field?.getBoundingClientRect() ?? this.#fieldPlace;
    this.#look = look(this.#host);
    this.#home = this.#host.parentNode;
  }

  permits(event: Event): boolean {
    if (!event.isTrusted || performance.now() - this.#settledAt < READ_MS) return false;
    this.#note(this.#observer?.takeRecords() ?? []);
    if (!this.#visible || look(this.#host) !== this.#look || isBetweenViews(this.#host.ownerDocument)) return false;
    // Moving the host in the tree takes it out of the top layer.
    if (this.#host.parentNode !== this.#home || !this.#host.matches(':popover-open')) return false;
    if (!near(this.#panel.getBoundingClientRect(), this.#place) || !shows(this.#host, 0.95)) return false;
    if (others(this.#host).some((element) => !this.#above.includes(element))) return false;
    const field = this.#field;
    if (field) {
      if (!field.isConnected || !near(field.getBoundingClientRect(), this.#fieldPlace)) return false;
      if (!shows(field, 0.3)) return false;
    }
    return this.#uncovered();
  }

  /** Nothing of the page lies over the menu at a grid of points. */
  #uncovered(): boolean {
    const { x, y, width, height } = this.#place;
    const root = this.#host.getRootNode() as Document | ShadowRoot;
    for (const across of [0.04, 0.3, 0.5, 0.7, 0.96]) {
      for (const down of [0.06, 0.35, 0.65, 0.94]) {
        if (root.elementFromPoint(x + width * across, y + height * down) !== this.#host) return false;
      }
    }
    return true;
  }
}
