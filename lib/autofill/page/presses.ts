// First in line for every press in a page, from before its own scripts run: a press on our mark or menu never reaches
// the page. Its dialogs would close at a press outside of them, or swallow it, and the form would go or the choice be
// lost. Kept small: it is in every page.

const TYPES = [
  'pointerdown',
  'mousedown',
  'touchstart',
  'pointerup',
  'mouseup',
  'touchend',
  'click',
  'auxclick',
  'contextmenu',
];

export class Presses {
  /** The element that holds the mark and the menu, and the listener for presses on it. */
  host: Element | null = null;
  take: (event: MouseEvent) => void = () => {};

  constructor(window: Window, signal: AbortSignal) {
    const hear = (event: Event): void => {
      if (!this.host || !event.composedPath().includes(this.host)) return;
      // A screen reader's press has no place; it is found by the element, so it must get there.
      if (event.type === 'click' && event.isTrusted && !(event as PointerEvent).pointerType) return;
      event.stopImmediatePropagation();
      // A prevented touch would make no click.
      if (!event.type.startsWith('touch')) event.preventDefault();
      if (event.isTrusted) this.take(event as MouseEvent);
    };
    // Passive touches, so that no page scrolls worse for it.
    for (const type of TYPES)
      window.addEventListener(type, hear, { capture: true, passive: type.startsWith('touch'), signal });
  }
}
