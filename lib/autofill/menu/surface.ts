// What Nucleus draws into a page: the mark in a field and the menu under it, in one closed shadow root whose host lies
// in the top layer (popover), over anything a page can lay with z-index. Rows come in, choices go out. Built with DOM
// calls only: a page's policy may forbid markup from strings. Must not move the focus out of the page's field.

import { type ChoiceRefusal, Guard } from '../guard/guard.ts';
import { zoomOf } from '../guard/sight.ts';
import type { Presses } from '../page/presses.ts';
import type { Choice, MenuRow } from './choice.ts';
import { drawPicture, drawShapes, dress, ICONS, LOGO, type Make, makerIn } from './drawing.ts';
import type { Finder } from './finder.ts';
import { type Occasion, rowsOf } from './rows.ts';
import { type Strings, say } from './strings.ts';
import { CSS, HOST_STYLE } from './style.ts';

/**
 * Room for four rows and the last. Always taken, empty or not: by its hits a page can measure the menu, and so count
 * identities.
 */
const PANE_PX = 312;
/** Frames: dialogs slide in from outside the window; what stays there was scrolled away. */
const LONGEST_OUTSIDE = 45;

/**
 * Firefox ends the script of an updated extension at once, and what it drew stays behind: an open menu with names, and
 * no script to answer.
 */
function sweep(document: Document): void {
  for (const host of document.querySelectorAll<HTMLElement & { openOrClosedShadowRoot?: ShadowRoot }>('div[popover]'))
    if (host.openOrClosedShadowRoot?.querySelector('.said')) host.remove();
}

export interface SurfaceSetting {
  readonly window: Window;
  readonly strings: Strings;
  readonly signal: AbortSignal;
  readonly isAlive: () => boolean;
  readonly presses: Presses;
}

export class Surface {
  readonly #document: Document;
  readonly #make: Make;
  readonly #strings: Strings;
  readonly #isAlive: () => boolean;
  readonly #presses: Presses;
  /** What the page sees of all this: an empty element with a closed root. */
  readonly host: HTMLElement;
  readonly #shadow: ShadowRoot;
  readonly #mark: HTMLElement;
  readonly #menu: HTMLElement;
  /** The menu's place: of one size, whatever is in it. */
  readonly #pane: HTMLElement;
  readonly #said: HTMLElement;
  #field: HTMLElement | null = null;
  /** The field takes a one-time code. */
  #forCode = false;
  #rows: readonly MenuRow[] = [];
  #options: HTMLElement[] = [];
  #selected = -1;
  #guard: Guard | null = null;
  #life: AbortController | null = null;
  /** The menu's own field, while the person types. */
  #finder: Finder | null = null;
  #tracks = false;
  #giveBack: () => void = () => {};
  /**
   * When the press began that is under way, by the browser's clock; a press that the page kept from us began before all
   * reading.
   */
  #pressedAt = Number.NEGATIVE_INFINITY;

  /** Called for a choice that the guard permitted. */
  onChoice: (choice: Choice) => void = () => {};
  /** Called for a trusted press on the mark. */
  onMark: () => void = () => {};

  constructor({ window, strings, signal, isAlive, presses }: SurfaceSetting) {
    const { document } = window;
    sweep(document);
    this.#strings = strings;
    this.#isAlive = isAlive;
    this.#presses = presses;
    const label = strings.mark;
    this.#document = document;
    this.#make = makerIn(document);
    this.host = document.createElement('div');
    this.host.style.cssText = HOST_STYLE;
    this.host.popover = 'manual';
    this.#shadow = this.host.attachShadow({ mode: 'closed' });
    dress(this.#shadow, CSS);
    // Not a focusable button: Tab keeps its meaning on the page, the arrow keys open the menu.
    this.#mark = this.#make('div', 'mark', { role: 'button', 'aria-label': label, title: label });
    this.#mark.append(drawShapes(document, 20, LOGO));
    this.#menu = this.#make('div', 'menu', { role: 'listbox', 'aria-label': label });
    this.#pane = this.#make('div', 'pane');
    this.#pane.append(this.#menu);
    this.#said = this.#make('div', 'said', { role: 'status', 'aria-live': 'polite' });
    this.#shadow.append(this.#said);
    presses.take(this.host, (event) => this.#take(event));
    // Presses by a screen reader come here.
    this.#shadow.addEventListener('click', (event) => this.#clicked(event as MouseEvent, event.target as Element), {
      signal,
    });
    signal.addEventListener('abort', () => this.hide());
    const elsewhere = (event: Event): void => {
      if (event.isTrusted && !event.composedPath().includes(this.host)) this.#pressedAt = Number.NEGATIVE_INFINITY;
    };
    window.addEventListener('pointerdown', elsewhere, { capture: true, signal });
    document.defaultView?.addEventListener('resize', () => this.isOpen && this.#placeMenu(), { signal });
  }

  get field(): HTMLElement | null {
    return this.#field;
  }

  get isOpen(): boolean {
    return this.#life !== null;
  }

  get selected(): number {
    return this.#selected;
  }

  /** Puts the mark into a field. */
  mark(field: HTMLElement): void {
    if (this.#field !== field) {
      this.hide();
      this.#forCode = false;
    }
    this.#field = field;
    this.#show();
    this.#shadow.append(this.#mark);
    this.#placeMark(field);
  }

  /**
   * Opens the menu under the marked field, or in a corner of the window if there is none; false if there is nothing
   * to say. News that change no row leave it as it stands: with the row that keys have come to, and the time for which
   * it was read.
   */
  open(occasion: Occasion): boolean {
    const rows = rowsOf(occasion, this.#strings);
    if (rows.length === 0) return false;
    const forCode = occasion.place?.kind === 'otp';
    if (this.isOpen && forCode === this.#forCode && JSON.stringify(rows) === JSON.stringify(this.#rows)) {
      if (this.#field) this.#hush(this.#field);
      return this.#selected < 0;
    }
    this.#forCode = forCode;
    this.#open(
      rows,
      occasion.place ? say(this.#strings, 'count', { count: String(rows.length) }) : (rows[0]?.title ?? ''),
    );
    return true;
  }

  /** One row that only tells. */
  tell(key: string): void {
    this.show([{ title: say(this.#strings, key), icon: 'note', quiet: true }]);
  }

  /**
   * Rows under a field of our own, for what the person types into it.
   * @param Field its script comes later than this one (autofill-finder.ts)
   * @param released keys and focus are the page's again: after a theft not before the person has pressed
   */
  find(Field: typeof Finder, label: string, typed: (text: string) => void, released: () => void): Finder {
    this.close();
    const document = this.#document;
    const icon = this.#icon('search');
    const key = (event: KeyboardEvent): void => this.#finds(event);
    // Gone without the person's doing, it is told.
    const left = (): void => (this.#finder?.isMeant ? this.hide() : this.tell('stolen'));
    this.#finder = new Field({ document, presses: this.#presses, label, icon, typed, key, left, released });
    this.#show(true);
    this.#menu.replaceChildren(this.#finder.element);
    this.#shadow.append(this.#pane);
    this.found([], label);
    this.#finder.begin(document.defaultView as Window);
    return this.#finder;
  }

  /** A key in the menu's own field. */
  #finds(event: KeyboardEvent): void {
    const { key, shiftKey } = event;
    if (key === 'Enter') this.choose(event);
    else if (key === 'ArrowDown' || key === 'ArrowUp' || key === 'Tab')
      this.move(key === 'ArrowUp' || (key === 'Tab' && shiftKey) ? -1 : 1);
    else if (key === 'Escape') this.#leaveFinder();
    else return;
    event.preventDefault();
  }

  #leaveFinder(): void {
    if (this.#finder) this.#finder.isMeant = true;
    this.close();
  }

  /** The rows for what was typed, the first of them selected. */
  found(rows: readonly MenuRow[], announcement: string): void {
    if (!this.#finder) return;
    this.#life?.abort();
    this.restore();
    this.#draw(rows, announcement);
    const first = rows.findIndex(({ choice }) => choice);
    this.#selected = first;
    this.#options[first]?.setAttribute('aria-selected', 'true');
  }

  /** Rows of which the first says it all. */
  show(rows: readonly MenuRow[]): void {
    this.#open(rows, rows[0]?.title ?? '');
  }

  #open(rows: readonly MenuRow[], announcement: string): void {
    this.close();
    this.#show(true);
    this.#menu.replaceChildren();
    this.#shadow.append(this.#pane);
    this.#draw(rows, announcement);
  }

  /** Into the pane, under the menu's own field if it has one, which must not lose the focus. */
  #draw(rows: readonly MenuRow[], announcement: string): void {
    this.#rows = rows;
    this.#options = [];
    while (this.#menu.lastChild && this.#menu.lastChild !== this.#finder?.element) this.#menu.lastChild.remove();
    rows.forEach((row, at) => {
      if (row.quiet && at > 0 && !rows[at - 1]?.quiet) this.#menu.append(this.#make('hr', ''));
      this.#menu.append(this.#row(row));
    });
    this.#life = new AbortController();
    if (this.#field) this.#hush(this.#field);
    this.#mark.classList.add('on');
    const ready = (isReady: boolean): void => {
      this.#menu.classList.toggle('ready', isReady);
      if (this.#field?.isConnected === false) this.hide();
    };
    const guarded = { host: this.host, menu: this.#menu, pane: this.#pane, field: this.#field, forCode: this.#forCode };
    this.#guard = new Guard(guarded, ready, this.#life.signal);
    this.#placeMenu();
    this.#say(announcement);
  }

  #select(at: number): void {
    this.#selected = at;
    for (const [position, option] of this.#options.entries())
      option.setAttribute('aria-selected', String(position === at));
    this.#options[at]?.scrollIntoView({ block: 'nearest' });
    const row = this.#rows[at];
    if (row) this.#say([row.title, row.detail].filter(Boolean).join(', '));
  }

  /** Moves the selection over rows that can be chosen, around the ends. */
  move(step: 1 | -1): void {
    const count = this.#rows.length;
    let at = this.#selected < 0 && step < 0 ? 0 : this.#selected;
    for (let tries = 0; tries < count; tries++) {
      at = (at + step + count) % count;
      if (!this.#rows[at]?.choice) continue;
      this.#select(at);
      return;
    }
  }

  /** Gives the selected row's choice away, or says why not. */
  choose(event: Event): void {
    const choice = this.#rows[this.#selected]?.choice;
    if (!choice || !this.#guard) return;
    const refusal = this.#guard.judge(event, this.#begunAt(event));
    if (refusal === null) {
      if (this.#finder) this.#finder.isMeant = true;
      this.onChoice(choice);
    } else if (refusal !== 'untrusted') this.#refuse(refusal);
  }

  /**
   * A click of the mouse began with its press. One made by a screen reader, and the first of a key that is held, began
   * themselves.
   */
  #begunAt(event: Event): number {
    if ((event as PointerEvent).pointerType) return this.#pressedAt;
    return (event as KeyboardEvent).repeat ? Number.NEGATIVE_INFINITY : event.timeStamp;
  }

  /** If a second look can mend the refusal, the menu stays open and is read anew; else the reason stands alone. */
  #refuse(refusal: Exclude<ChoiceRefusal, 'untrusted'>): void {
    if (!/hasty|moved|beneath/.test(refusal)) {
      this.tell(refusal);
      return;
    }
    const reason: MenuRow = { title: say(this.#strings, refusal), icon: 'note', quiet: true };
    const rows = [reason, ...this.#rows.filter(({ choice, quiet, whole }) => choice || (quiet && whole))];
    if (this.#finder) this.found(rows, reason.title);
    else this.#open(rows, reason.title);
  }

  /** While our menu is open the browser's own list would lie over it. The page's hints for codes and passkeys stay. */
  #hush(field: HTMLElement): void {
    const said = field.getAttribute('autocomplete');
    if (/one-time-code|webauthn/i.test(said ?? '')) return;
    field.setAttribute('autocomplete', 'off');
    this.#giveBack = () => {
      this.#giveBack = () => {};
      if (field.getAttribute('autocomplete') !== 'off') return;
      if (said === null) field.removeAttribute('autocomplete');
      else field.setAttribute('autocomplete', said);
    };
  }

  /** Gives back what the page said of its field: also before the page is read. */
  restore(): void {
    this.#giveBack();
  }

  close(): void {
    this.#life?.abort();
    this.restore();
    this.#endFinder();
    this.#life = null;
    this.#guard = null;
    this.#selected = -1;
    // A row may hold a secret to be copied.
    this.#rows = [];
    this.#mark.classList.remove('on');
    this.#pane.remove();
    if (!this.#field) this.#leave();
  }

  /** The focus goes back to the page's field, so that keys reach the menu from there. */
  #endFinder(): void {
    const finder = this.#finder;
    if (!finder) return;
    this.#finder = null;
    finder.end(() => {
      if (this.#shadow.activeElement) this.#field?.focus({ preventScroll: true });
    });
  }

  hide(): void {
    this.#field = null;
    this.close();
    this.#mark.remove();
    this.#leave();
  }

  #leave(): void {
    this.host.remove();
    this.#presses.draws(false);
  }

  filled(name: string): void {
    this.close();
    if (!name) return;
    this.#show();
    this.#say(say(this.#strings, 'filled', { name }));
  }

  /**
   * Speaks to who listens. By name and not by text: a page can search itself for text (`window.find`), closed roots
   * included.
   */
  #say(words: string): void {
    this.#said.replaceChildren(this.#make('span', '', { role: 'img', 'aria-label': words }));
  }

  /** A press beside the menu, in the invisible part of its pane, is one on the page. */
  #pass({ clientX, clientY }: MouseEvent): void {
    this.close();
    const below = this.#document.elementsFromPoint(clientX, clientY).find((element) => element !== this.host);
    if (!(below instanceof HTMLElement)) return;
    below.focus();
    below.click();
  }

  /** A press on our host, before the page could hear of it. The press takes no focus from the field; the click acts. */
  #take(event: MouseEvent): void {
    if (event.type === 'pointerdown') this.#pressedAt = event.timeStamp;
    const { clientX, clientY } = event;
    if (event.type === 'click') this.#clicked(event, this.#shadow.elementFromPoint(clientX, clientY));
  }

  #clicked(event: MouseEvent, on: Element | null): void {
    if (!event.isTrusted || !on) return;
    if (this.#mark.contains(on)) this.onMark();
    else if (this.#menu.contains(on)) this.#press(event, on);
    else if (on === this.#pane) this.#pass(event);
  }

  #press(event: Event, on: Element): void {
    const option = on.closest('.row');
    const at = option ? this.#options.indexOf(option as HTMLElement) : -1;
    if (at < 0) return;
    this.#selected = at;
    this.choose(event);
  }

  /**
   * Into the top layer, and over all else in it if asked to `rise`: an element opened since would cover the menu. A
   * modal dialog makes all outside it inert, so the host lives inside the one that holds the field.
   */
  #show(rise = false): void {
    this.#presses.draws(true);
    let home: Element = this.#document.documentElement;
    for (let node: Node | null = this.#field; node; node = node.parentNode ?? (node as ShadowRoot).host ?? null) {
      if (node instanceof Element && node.matches(':modal,:popover-open')) {
        home = node;
        break;
      }
    }
    this.host.style.cssText = HOST_STYLE;
    if (this.host.parentNode !== home) home.append(this.host);
    const open = this.host.matches(':popover-open');
    if (open && rise) this.host.hidePopover();
    if (!open || rise) this.host.showPopover();
    const zoom = this.#zoom() === 1 ? '' : String(1 / this.#zoom());
    for (const one of [this.#mark, this.#pane]) one.style.setProperty('zoom', zoom);
    this.#track();
  }

  /**
   * Checks at each frame that we are still there, and the place of the field: dialogs, banners and fonts move it
   * without any event. The guard begins anew with each move.
   */
  #track(): void {
    if (this.#tracks) return;
    const view = this.#document.defaultView as Window;
    let at = '';
    let framesOutside = 0;
    const look = (): void => {
      const field = this.#field;
      // No script is left that would answer a choice: the signal has just taken all away.
      this.#tracks = this.#isAlive() && this.host.isConnected;
      if (!this.#tracks) return;
      if (!field) return void view.requestAnimationFrame(look);
      const { bottom, top, right, left, height, width } = field.getBoundingClientRect();
      const outside = bottom < 0 || right < 0 || top > view.innerHeight || left > view.innerWidth;
      framesOutside = outside ? framesOutside + 1 : 0;
      if (!field.isConnected || framesOutside > LONGEST_OUTSIDE) {
        this.#tracks = false;
        this.hide();
        return;
      }
      for (const one of [this.#mark, this.#pane]) one.style.display = outside ? 'none' : '';
      const now = [left, top, width, height, this.#zoom()].join();
      if (now !== at && !outside) {
        this.#placeMark(field);
        if (this.isOpen) this.#placeMenu();
      }
      at = outside ? '' : now;
      view.requestAnimationFrame(look);
    };
    this.#tracks = true;
    view.requestAnimationFrame(look);
  }

  /**
   * By how much the page draws us larger. What we draw is drawn smaller by as much, so that our pixels are the
   * window's.
   */
  #zoom(): number {
    return zoomOf(this.host);
  }

  /** At the end of the field, before any button the site itself has put there. */
  #placeMark(field: HTMLElement): void {
    const { left, right, top, height } = field.getBoundingClientRect();
    const size = Math.max(16, Math.min(26, height - 6));
    // Over a box for one character a mark would take the presses meant for the box.
    this.#mark.hidden = right - left < Math.max(60, 3 * size);
    const style = getComputedStyle(field);
    const backwards = style.direction === 'rtl';
    const root = field.getRootNode() as Document | ShadowRoot;
    let x = 0;
    for (const inset of [7, 37, 67]) {
      x = backwards ? left + inset : right - inset - size;
      const hit = root.elementsFromPoint(x + size / 2, top + height / 2).find((element) => element !== this.host);
      if (!hit || hit === field || hit.contains(field)) break;
    }
    this.#mark.style.left = `${x}px`;
    this.#mark.style.top = `${top + (height - size) / 2}px`;
    this.#mark.style.width = `${size}px`;
    // The mark is drawn on the page's field, so its shade follows the field's text and not the person's theme.
    const light = (style.color.match(/[\d.]+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
    this.#mark.classList.toggle('pale', light > 480);
  }

  #placeMenu(): void {
    const view = this.#document.defaultView as Window;
    const field = this.#field?.getBoundingClientRect();
    const width = Math.min(Math.max(340, Math.min(field?.width ?? 0, 400)), view.innerWidth - 16);
    const pane = this.#pane.style;
    pane.width = `${width}px`;
    pane.height = `${PANE_PX}px`;
    // Without a field there is one message only, and its height is small.
    const whole = field ? PANE_PX : this.#menu.offsetHeight;
    const room = Math.min(view.innerWidth, view.document.documentElement.clientWidth * this.#zoom());
    const x = Math.max(8, Math.min(field ? field.left : room, room - width - 12));
    const below = field ? field.bottom + 6 : 12;
    // On the side of the field that has the room, no longer than the room is: rows cut off by the window cannot be
    // chosen.
    const roomBelow = view.innerHeight - below - 8;
    const roomAbove = (field?.top ?? 0) - 14;
    const above = whole > roomBelow && roomAbove > roomBelow;
    const height = Math.min(whole, Math.max(above ? roomAbove : roomBelow, 80));
    pane.height = `${height}px`;
    pane.left = `${Math.round(x)}px`;
    pane.top = `${Math.round(field && above ? field.top - height - 6 : below)}px`;
    this.#menu.classList.toggle('above', above);
    this.#guard?.settle(width, height);
  }

  #row(row: MenuRow): HTMLElement {
    const option = this.#make('div', `row${row.quiet ? ' quiet' : ''}${row.choice ? '' : ' busy'}`, {
      role: 'option',
      'aria-selected': 'false',
    });
    if (!row.choice) option.setAttribute('aria-disabled', 'true');
    option.setAttribute('aria-label', [row.title, row.detail].filter(Boolean).join(', '));
    // Inert, so that a page cannot find it by `window.find`, which looks into closed roots too; the row takes the
    // presses.
    const text = this.#make('div', 'text');
    text.inert = true;
    const title = this.#make('div', `title${row.digits ? ' digits' : ''}${row.whole ? ' whole' : ''}`);
    title.textContent = row.title;
    text.append(title);
    if (row.detail) {
      const detail = this.#make('div', row.whole ? 'detail whole' : 'detail');
      detail.textContent = row.detail;
      text.append(detail);
    }
    option.append(this.#icon(row.icon ?? 'note', row.picture), text);
    this.#options.push(option);
    return option;
  }

  #icon(name: keyof typeof ICONS, picture?: string): HTMLElement {
    const icon = this.#make('div', 'icon');
    icon.append(
      picture === undefined
        ? drawShapes(this.#document, 20, [['path', { d: ICONS[name], 'stroke-width': 2 }]])
        : drawPicture(this.#document, picture),
    );
    return icon;
  }
}
