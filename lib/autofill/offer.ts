// What the person attends to on one page: a field is focused, the background says who one could be here, and the mark and the menu
// (menu.ts, injected then) offer it. Every page carries this part, so it is kept small: what follows from a choice is the menu's.
import type { AutofillClient, FieldName, Offers } from './client.ts';
import type { Attention, Menu } from './menu.ts';
import { OFFERED, type Place, Reader } from './reader.ts';
import type { Strings } from './strings.ts';

export interface OfferSetting {
  readonly window: Window & typeof globalThis;
  readonly client: AutofillClient;
  readonly strings: Strings;
  readonly signal: AbortSignal;
  /** Asked for when there is something to show for the first time, for most pages never show anything. */
  readonly menu: () => Promise<typeof Menu>;
}

function hasSomething(offers: Offers, otp: boolean): boolean {
  if (offers.state !== 'ready') return offers.state === 'locked';
  return otp ? offers.code !== null : offers.canCreate || offers.identities.length > 0;
}

export class Offer implements Attention {
  turn = 0;
  readonly #setting: OfferSetting;
  readonly #reader: Reader;
  #menu: Menu | null = null;
  #asking: Promise<Offers> | null = null;
  #gestureAt = Number.NEGATIVE_INFINITY;

  constructor(setting: OfferSetting) {
    const { window, client, signal } = setting;
    this.#setting = setting;
    this.#reader = new Reader(window, () => this.#look(), signal);
    // Capture on the window: first in line, so a page's own listeners cannot take a key meant for the menu.
    const listen = <E extends Event>(type: string, act: (event: E) => void): void =>
      window.addEventListener(type, (event) => event.isTrusted && act(event as E), { capture: true, signal });
    const marked = (event: Event): boolean => this.#target(event) === this.#menu?.surface.field;
    listen('focusin', (event) => this.#attend(this.#target(event)));
    listen('focusout', (event) => marked(event) && this.leave());
    listen('pointerdown', (event) => this.#pressed(event));
    listen('keydown', (event: KeyboardEvent) => this.#key(event));
    listen('input', (event) => marked(event) && this.#menu?.surface.close());
    client.subscribe(() => this.#changed(), signal);
    client.onFill?.((id) => void this.#draw().then((menu) => menu?.fillPage(id)), signal);
  }

  leave(): void {
    this.turn++;
    this.#menu?.surface.hide();
  }

  /** Null where the extension is gone and nothing can be drawn any more. */
  async #draw(): Promise<Menu | null> {
    const Drawn = await this.#setting.menu().catch(() => null);
    if (Drawn) this.#menu ??= new Drawn({ ...this.#setting, reader: this.#reader, attention: this });
    return this.#menu;
  }

  #target(event: Event): Element | null {
    const target = event.composedPath()[0];
    return target instanceof Element ? target : null;
  }

  /** After the page has come to rest: the focused field, or one that waits for a code. */
  #look(): void {
    const active = this.#reader.focused();
    const { facts } = this.#reader.read(false);
    if (active && this.#reader.known(active)) {
      if (this.#menu?.surface.field !== active) void this.#attend(active);
      return;
    }
    if (facts.forms.length > 0 && this.#reader.waiting()) void this.#changed();
  }

  /** One question at a time, and only the latest: a page that moves the focus without end must not keep the worker busy. */
  async #ask(place: Place | undefined, turn: number): Promise<Offers> {
    while (this.#asking) {
      await this.#asking;
      if (turn !== this.turn) return { state: 'off' };
    }
    const answer = this.#askNow(place).finally(() => {
      this.#asking = null;
    });
    this.#asking = answer;
    return answer;
  }

  async #askNow(place: Place | undefined): Promise<Offers> {
    const fields = new Set<FieldName>();
    for (const kind of place?.form.kinds.values() ?? []) if (OFFERED.has(kind)) fields.add(kind as FieldName);
    try {
      return await this.#setting.client.offers({ form: place?.form.purpose ?? 'other', fields: [...fields] });
    } catch {
      // The extension was updated or turned off under this page: nothing to offer any more.
      return { state: 'off' };
    }
  }

  async #attend(field: Element | null, open = performance.now() - this.#gestureAt < 1000): Promise<void> {
    if (!field?.matches('input')) return this.leave();
    const place = this.#reader.placeOf(field);
    if (!place || !OFFERED.has(place.kind)) return this.leave();
    const turn = ++this.turn;
    const offers = await this.#ask(place, turn);
    if (turn !== this.turn || !field.isConnected) return;
    const otp = place.kind === 'otp';
    if (!hasSomething(offers, otp)) return this.leave();
    const menu = await this.#draw();
    if (!menu || turn !== this.turn) return;
    menu.mark(field as HTMLElement, place, offers);
    // A code that the site itself does not vouch for waits behind the mark until it is asked for.
    const own = offers.state === 'ready' && offers.code?.mailer === null;
    const auto = otp ? own || (open && offers.state === 'ready') : open && place.form.purpose !== 'other';
    if (auto && (field as HTMLInputElement).value === '') menu.open();
  }

  #pressed(event: Event): void {
    const target = this.#target(event);
    this.#gestureAt = performance.now();
    const surface = this.#menu?.surface;
    if (!target || target !== surface?.field) return;
    // A second press on a field that already has the focus asks for the menu again.
    if (!surface.isOpen) void this.#attend(target, true);
  }

  /** What the background knows has changed: a code came, or the vault was unlocked. */
  async #changed(): Promise<void> {
    const { window } = this.#setting;
    if (this.#menu?.acting || window.document.visibilityState !== 'visible') return;
    const surface = this.#menu?.surface;
    const field = surface?.field ?? this.#reader.focused();
    if (field && this.#reader.known(field)) return this.#attend(field, surface?.isOpen === true);
    const waiting = this.#reader.waiting();
    if (waiting) return this.#attend(waiting, false);
    if (window.top !== window) return;
    const turn = ++this.turn;
    const offers = await this.#ask(undefined, turn);
    if (turn !== this.turn || offers.state !== 'ready' || !offers.link) return;
    const menu = await this.#draw();
    if (turn === this.turn) menu?.openLink(offers);
  }

  #key(event: KeyboardEvent): void {
    const { key } = event;
    if (key === 'Tab') this.#gestureAt = performance.now();
    const surface = this.#menu?.surface;
    if (!surface) return;
    const field = surface.field as HTMLInputElement | null;
    const own = this.#target(event) === field;
    if (event.isComposing || (!own && field !== null)) return;
    const arrow = key === 'ArrowDown' || key === 'ArrowUp';
    if (!surface.isOpen) {
      if (!field || key !== 'ArrowDown' || (field.value !== '' && !event.altKey)) return;
      this.#menu?.open();
      surface.move(1);
    } else if (arrow) surface.move(key === 'ArrowDown' ? 1 : -1);
    else if (key === 'Escape') {
      if (field) surface.close();
      else surface.hide();
    } else if (key === 'Enter' && surface.selected >= 0) surface.choose(event);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}
