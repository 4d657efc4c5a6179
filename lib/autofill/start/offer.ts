// The field that the person attends to on one page: a field is focused, the mark (menu.ts, injected then) is put into
// it. Every page carries this part, so it is kept small. Until the person has pressed or typed something, nothing here
// makes a request that depends on identities: the page could see it by the time that its thread is taken. A tab in
// which one was chosen is the exception; its page knows of it.

import { isDetail } from '../forms/guess.ts';
import { FormReader, isOffered } from '../forms/reader.ts';
import type { Menu, MenuAttention } from '../menu/menu.ts';
import type { Strings } from '../menu/strings.ts';
import type { Presses } from '../page/presses.ts';
import type { Saving } from '../saving/saving.ts';
import type { AskedOutside, AutofillClient, FillWish, SiteStatus } from '../worker/client.ts';

export interface OfferSetting {
  readonly window: Window & typeof globalThis;
  readonly client: AutofillClient;
  readonly strings: Strings;
  readonly signal: AbortSignal;
  /** Whether the extension is still there. If it is not, all that is drawn must go: the signal says so. */
  readonly isAlive: () => boolean;
  readonly presses: Presses;
  /**
   * With the words of these languages. Asked for when there is something to show, for most pages never show anything.
   */
  readonly menu: (languages: readonly string[]) => Promise<typeof Menu>;
  /** What notices a typed log-in and asks about it. Asked for after the menu, whose words it needs. */
  readonly saving: () => Promise<typeof Saving>;
}

export class Offer implements MenuAttention {
  turn = 0;
  readonly #setting: OfferSetting;
  readonly reader: FormReader;
  #menu: Menu | null = null;
  #asking: Promise<SiteStatus> | null = null;
  #gestureAt = Number.NEGATIVE_INFINITY;
  /** When the person asked for the menu outside the page. */
  #askedAt = Number.NEGATIVE_INFINITY;
  /** What brought the latest question about, and for which field, until the worker has answered. */
  #held: { turn?: number; field?: Element; pressed?: boolean; asked?: boolean } = {};

  constructor(setting: OfferSetting) {
    const { window, client, signal } = setting;
    this.#setting = setting;
    this.reader = new FormReader(window, () => this.#look(), signal);
    // Capture on the window: first in line, so a page's own listeners cannot take a key meant for the menu.
    const listen = <E extends Event>(type: string, act: (event: E) => void): void =>
      window.addEventListener(type, (event) => event.isTrusted && act(event as E), { capture: true, signal });
    const marked = (event: Event): boolean => this.#target(event) === this.#menu?.surface.field;
    listen('focusin', (event) => this.#menu?.filling || this.#attend(this.#target(event)));
    listen('focusout', (event) => !this.#menu?.filling && marked(event) && this.leave());
    listen('pointerdown', (event) => this.#pressed(event));
    listen('keydown', (event: KeyboardEvent) => this.#key(event));
    listen('input', (event) => marked(event) && this.#menu?.surface.close());
    client.onChanged(() => void this.#changed(), signal);
    client.onOpen?.(({ does }) => (does ? this.#does(does) : this.#asked()), signal);
    client.onCode?.(({ id }) => this.#fillsCode(id), signal);
    client.onFill?.((wish) => ((wish.within ?? wish.host) ? null : this.#fills(wish)), signal);
  }

  /** Null if nothing here is to be filled: another frame may have a form. */
  #fills(wish: FillWish): Promise<boolean | string> | null {
    const takes = this.reader.takesIdentity();
    const isHere = wish.details ? this.reader.detailed() : takes;
    return isHere ? this.#draw().then((menu) => menu?.fillPage(wish) ?? false) : null;
  }

  #fillsCode(id: string): Promise<boolean> | null {
    return this.reader.takesCode() ? this.#draw().then((menu) => menu?.fillCode(id) ?? false) : null;
  }

  leave(): void {
    this.turn++;
    this.#menu?.surface.hide();
  }

  returned(since: number): void {
    const active = this.reader.focused();
    const surface = this.#menu?.surface;
    // Words about the filled form stand until the person goes on.
    if (!surface?.isOpen && surface?.field !== active) void this.#attend(active, this.#gestureAt >= since);
  }

  /** Null if the extension is gone and nothing can be drawn any more. */
  async #draw(): Promise<Menu | null> {
    const details = this.reader.detailed();
    const languages = [...this.reader.languages(), ...(details ? ['details'] : [])];
    const Drawn = await this.#setting.menu(languages).catch(() => null);
    if (!Drawn) return this.#menu;
    this.#menu ??= new Drawn({ ...this.#setting, reader: this.reader, attention: this });
    this.reader.knows(languages);
    // With the words of the menu there may be more to know.
    return !details && this.reader.detailed() ? this.#draw() : this.#menu;
  }

  #target(event: Event): Element | null {
    const target = event.composedPath()[0];
    return target instanceof Element ? this.reader.behind(target) : null;
  }

  /** After the page has come to rest: the focused field, or one that waits for a code. */
  #look(): void {
    if (this.#menu?.filling) return;
    const active = this.reader.focused();
    const { facts } = this.reader.read(false);
    if (active && this.reader.known(active)) {
      if (this.#menu?.surface.field !== active) void this.#attend(active);
      return;
    }
    if (facts.forms.length > 0 && this.reader.waiting()) void this.#changed();
  }

  /**
   * One question at a time, and only the latest: a page that moves the focus without end must not keep the worker busy.
   */
  async #standing(turn: number): Promise<SiteStatus> {
    const off: SiteStatus = { state: 'off', chosen: false };
    while (this.#asking) {
      await this.#asking;
      if (turn !== this.turn) return off;
    }
    // The extension was updated or turned off under this page: nothing to offer any more.
    this.#asking = this.#setting.client
      .standing()
      .catch(() => off)
      .finally(() => {
        this.#asking = null;
      });
    return this.#asking;
  }

  /** @param pressed whether the person's press or key brought this about */
  async #attend(field: Element | null, pressed = this.#isFresh(this.#gestureAt)): Promise<void> {
    if (!field?.matches('input')) return this.leave();
    let place = this.reader.placeOf(field);
    if (!place || !isOffered(place)) return this.leave();
    let held = this.#held;
    // A page that comes to rest before the answer, however late that is, must not undo the person's press; and one that
    // moves the focus must not take the press along to another field.
    if (held.turn !== this.turn || held.field !== field) this.#held = held = { field };
    pressed = held.pressed ||= pressed;
    held.asked ||= this.#isFresh(this.#askedAt);
    const turn = ++this.turn;
    held.turn = turn;
    try {
      const { state, chosen } = await this.#standing(turn);
      if (turn !== this.turn || !field.isConnected) return;
      if (state === 'off') return this.leave();
      // Nothing is drawn for a code that may not be there.
      const isReady = state === 'ready';
      if (place.kind === 'otp' && isReady && !pressed && !chosen) return;
      const menu = await this.#draw();
      if (!menu || turn !== this.turn) return;
      // Now that the words are there: before, it was a guess.
      place = this.reader.placeOf(field);
      if (!place || !isOffered(place)) return this.leave();
      const otp = place.kind === 'otp';
      if (otp && isReady && !pressed && !chosen) return;
      if (!otp || !isReady) menu.mark(field as HTMLElement);
      const auto = otp ? isReady : pressed && place.form.purpose !== 'other' && !isDetail(place.kind);
      if (held.asked || (auto && (field as HTMLInputElement).value === ''))
        await menu.openIn(field as HTMLElement, held);
    } finally {
      if (turn === this.turn) this.#held = {};
    }
  }

  #pressed(event: Event): void {
    const target = this.#target(event);
    // Of now, and not of the event: a busy page hears of a press late.
    this.#gestureAt = performance.now();
    const surface = this.#menu?.surface;
    if (!target || surface?.isOpen) return;
    // A press on a field that already has the focus asks for the menu; any other brings the focus with it.
    if (target === surface?.field || (target === this.reader.focused() && this.reader.known(target)))
      void this.#attend(target, true);
    else this.#expect(target);
  }

  /** A field that waits for a code is looked after at any press or key that is not meant for another known field. */
  #expect(target: Element | null): void {
    const place = target && this.reader.known(target);
    if (place && place.kind !== 'otp') return;
    const waiting = place ? target : this.reader.waiting();
    if (!waiting || (waiting as HTMLInputElement).value !== '') return;
    void this.#attend(waiting, true);
  }

  #isFresh(at: number): boolean {
    return performance.now() - at < 1000;
  }

  /** The focus comes back with the window, before or after this word. */
  #asked(): null {
    this.#gestureAt = this.#askedAt = performance.now();
    void this.#changed();
    return null;
  }

  /** A key is meant for the frame that has the focus. */
  #does(does: AskedOutside): Promise<boolean> | null {
    const { document } = this.#setting.window;
    const active = document.activeElement as HTMLIFrameElement | null;
    if (does === 'next' && (active?.contentDocument || !document.hasFocus())) return null;
    return this.#draw().then((menu) => menu?.does(does) ?? false);
  }

  /** The background has news: a code came, or the vault was unlocked. */
  async #changed(): Promise<void> {
    const { window } = this.#setting;
    if (this.#menu?.acting || this.#menu?.filling || window.document.hidden) return;
    const surface = this.#menu?.surface;
    const field = surface?.field ?? this.reader.focused();
    if (field && this.reader.known(field))
      return this.#attend(field, !!surface?.isOpen || this.#isFresh(this.#askedAt));
    const waiting = this.reader.waiting();
    if (waiting) return this.#attend(waiting, false);
    if (window.top !== window) return;
    const turn = ++this.turn;
    const { chosen } = await this.#standing(turn);
    if (turn !== this.turn || !chosen) return;
    const menu = await this.#draw();
    if (turn === this.turn) void menu?.openLink();
  }

  #key(event: KeyboardEvent): void {
    const target = this.#target(event);
    if (event.key === 'Tab') this.#gestureAt = performance.now();
    const surface = this.#menu?.surface;
    if (this.#menu?.key(event, target === surface?.field)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (!surface?.isOpen && target !== surface?.field) this.#expect(target);
  }
}
