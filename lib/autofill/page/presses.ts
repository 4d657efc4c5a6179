// First in line for every press in a page, from before its own scripts run: a press on our mark or menu never reaches
// the page. Its dialogs would close at a press outside of them, or swallow it, and the form would go or the choice be
// lost. Kept small: it is in every page.

const TYPES = 'pointerdown mousedown touchstart pointerup mouseup touchend click auxclick contextmenu';

const KEYS =
  'keydown keypress keyup beforeinput input textInput compositionstart compositionupdate compositionend paste copy cut';

export class Presses {
  /** Whether no script of the page was there before us: else it may hear a key before we do. */
  readonly first: boolean;
  /** While the person types into our own field, every key of the window is its. */
  keys: ((event: Event) => void) | null = null;
  /** What we draw, each with the listener for presses on it. */
  readonly #hosts = new Map<Element, (event: MouseEvent) => void>();
  /** Whether the mark or the menu is drawn now, and who hears of it. */
  isDrawn = false;
  onDrawn: (isDrawn: boolean) => void = () => {};

  constructor(window: Window, signal: AbortSignal) {
    this.first = !window.document.head;
    const type = (event: Event): void => {
      if (!this.keys) return;
      event.stopImmediatePropagation();
      // The page may have taken the focus.
      if (!this.isOurs(event)) event.preventDefault();
      if (event.isTrusted) this.keys(event);
    };
    for (const name of KEYS.split(' ')) window.addEventListener(name, type, { capture: true, signal });
    const hear = (event: Event): void => {
      const host = event.composedPath().find((on) => this.holds(on));
      if (!host) return;
      // A screen reader's press has no place; it is found by the element, so it must get there.
      if (event.type === 'click' && event.isTrusted && !(event as PointerEvent).pointerType) return;
      event.stopImmediatePropagation();
      // A prevented touch would make no click.
      if (!event.type.startsWith('touch')) event.preventDefault();
      if (event.isTrusted) this.#hosts.get(host as Element)?.(event as MouseEvent);
    };
    // Passive touches, so that no page scrolls worse for it.
    for (const type of TYPES.split(' '))
      window.addEventListener(type, hear, { capture: true, passive: type.startsWith('touch'), signal });
  }

  take(host: Element, act: (event: MouseEvent) => void): void {
    this.#hosts.set(host, act);
  }

  leave(host: Element): void {
    this.#hosts.delete(host);
  }

  holds(on: EventTarget): boolean {
    return this.#hosts.has(on as Element);
  }

  /** Whether it happens within what we draw. */
  isOurs(event: Event): boolean {
    return event.composedPath().some((on) => this.holds(on));
  }

  draws(isDrawn: boolean): void {
    this.isDrawn = isDrawn;
    this.onDrawn(isDrawn);
  }
}
