// The story of one page: a field is focused, the background says who one could be here, the mark and the menu offer it, a guarded
// choice fills it. Holds the one piece of state the script has: what was read of the page, and who was chosen last (so that the second
// step of a sign-up offers the same identity first). Values are asked for only after the choice; none is kept.
import { type ClassifiedForm, classify, type Kind, type Purpose } from './classify.ts';
import type { AutofillClient, FieldName, Filled, Offers, PasswordHints } from './client.ts';
import { type Field, openRoots, type Reading, type Root, readFacts } from './facts.ts';
import { fillCode, fillIdentity, planOf, type Target, unchanged } from './fill.ts';
import type { Choice, Occasion } from './rows.ts';
import type { Strings } from './strings.ts';
import type { Surface } from './surface.ts';
import { type Watch, watchFields } from './watch.ts';

interface Place {
  readonly kind: Kind;
  readonly form: ClassifiedForm;
}

export interface OfferSetting {
  readonly window: Window & typeof globalThis;
  readonly client: AutofillClient;
  readonly strings: Strings;
  readonly signal: AbortSignal;
  /** What draws. Asked for when there is something to show for the first time, for most pages never show anything. */
  readonly menu: () => Promise<typeof Surface>;
}

const OFFERED = new Set<Kind>(['email', 'username', 'newPassword', 'currentPassword', 'otp']);

function hasSomething(offers: Offers, otp: boolean): boolean {
  if (offers.state !== 'ready') return offers.state === 'locked';
  return otp ? offers.code !== null : offers.canCreate || offers.identities.length > 0;
}

export class Offer {
  readonly #window: Window & typeof globalThis;
  readonly #client: AutofillClient;
  readonly #setting: OfferSetting;
  #surface: Surface | null = null;
  readonly #watch: Watch;
  #reading: Reading | null = null;
  /** Roots that hold fields or may; those of hosts that are no custom elements come with the focus. */
  readonly #roots = new Set<Root>();
  #places = new Map<Element, Place>();
  /** Grows with every change of attention, so that a late answer is recognised as late. */
  #turn = 0;
  #plan: readonly Target[] = [];
  #offers: Offers = { state: 'off' };
  #asking: Promise<Offers> | null = null;
  #lastMask = '';
  #purpose: Purpose = 'other';
  #gestureAt = Number.NEGATIVE_INFINITY;
  /** While the background answers a choice, its news are not acted upon: a new identity is news itself, and would end its own filling. */
  #acting = false;
  readonly #dismissed = new Set<string>();

  constructor(setting: OfferSetting) {
    const { window, client, signal } = setting;
    this.#setting = setting;
    this.#window = window;
    this.#client = client;
    this.#watch = watchFields(
      window,
      () => {
        this.#reading = null;
      },
      () => this.#look(),
      signal,
    );
    // Capture on the window: first in line, so a page's own listeners cannot take a key meant for the menu.
    const listen = <E extends Event>(type: string, act: (event: E) => void): void =>
      window.addEventListener(type, (event) => event.isTrusted && act(event as E), { capture: true, signal });
    listen('focusin', (event) => this.#attend(this.#target(event)));
    listen('focusout', (event) => this.#target(event) === this.#surface?.field && this.#leave());
    listen('pointerdown', (event) => this.#pressed(event));
    listen('keydown', (event: KeyboardEvent) => this.#key(event));
    listen('input', (event) => this.#target(event) === this.#surface?.field && this.#surface?.close());
    client.subscribe(() => this.#changed(), signal);
    client.onFill?.((id) => void this.#fillPage(id), signal);
  }

  /** Null where the extension is gone and nothing can be drawn any more. */
  async #draw(): Promise<Surface | null> {
    const Drawn = await this.#setting.menu().catch(() => null);
    if (this.#surface || !Drawn) return this.#surface;
    const surface = new Drawn(this.#window.document, this.#setting.strings, this.#setting.signal);
    surface.onMark = () => this.#toggle();
    surface.onChoice = (choice) => this.#chosen(choice);
    this.#surface = surface;
    return surface;
  }

  #target(event: Event): Element | null {
    const target = event.composedPath()[0];
    return target instanceof Element ? target : null;
  }

  #focused(): Element | null {
    let active = this.#window.document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active;
  }

  /** Reads the page anew if a field came or changed since the last reading, or if asked to. */
  #read(anew: boolean): Reading {
    if (this.#reading && !anew) return this.#reading;
    for (const root of openRoots(this.#window.document)) this.#roots.add(root);
    for (const root of this.#roots) {
      if (root.isConnected) this.#watch.observe(root);
      else this.#roots.delete(root);
    }
    const reading = readFacts(this.#window.document, [...this.#roots]);
    this.#reading = reading;
    this.#places = new Map();
    for (const form of classify(reading.facts)) {
      for (const [at, kind] of form.kinds) this.#places.set(reading.fields[at] as Field, { kind, form });
    }
    return reading;
  }

  /** The place of a field; one that is not known yet (a shadow root attached late, a form just shown) is looked for once more. */
  #placeOf(field: Element, anew = false): Place | undefined {
    this.#roots.add(field.getRootNode() as Root);
    this.#read(anew);
    const place = this.#places.get(field);
    return place || anew ? place : this.#placeOf(field, true);
  }

  /** After the page has come to rest: the focused field, or one that waits for a code. */
  #look(): void {
    const active = this.#focused();
    const reading = this.#read(false);
    if (active && this.#places.has(active)) {
      if (this.#surface?.field !== active) void this.#attend(active);
      return;
    }
    if (reading.facts.forms.length > 0 && this.#waiting()) void this.#changed();
  }

  #waiting(): Element | undefined {
    const reading = this.#read(false);
    return reading.fields.find(
      (field, at) => this.#places.get(field)?.kind === 'otp' && reading.facts.fields[at]?.visible && field.value === '',
    );
  }

  /** One question at a time, and only the latest: a page that moves the focus without end must not keep the worker busy. */
  async #ask(place: Place | undefined, turn: number): Promise<Offers> {
    while (this.#asking) {
      await this.#asking;
      if (turn !== this.#turn) return { state: 'off' };
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
      return await this.#client.offers({ form: place?.form.purpose ?? 'other', fields: [...fields] });
    } catch {
      // The extension was updated or turned off under this page: nothing to offer any more.
      return { state: 'off' };
    }
  }

  async #attend(field: Element | null, open = this.#isGesture()): Promise<void> {
    if (!field?.matches('input')) return this.#leave();
    const place = this.#placeOf(field);
    if (!place || !OFFERED.has(place.kind)) return this.#leave();
    const turn = ++this.#turn;
    const offers = await this.#ask(place, turn);
    if (turn !== this.#turn || !field.isConnected) return;
    this.#offers = offers;
    const otp = place.kind === 'otp';
    if (!hasSomething(offers, otp)) return this.#leave();
    this.#purpose = place.form.purpose;
    const surface = await this.#draw();
    if (!surface || turn !== this.#turn) return;
    surface.mark(field as HTMLElement);
    const auto = otp ? offers.state === 'ready' : open && place.form.purpose !== 'other';
    if (auto && (field as HTMLInputElement).value === '') this.#open();
  }

  #leave(): void {
    this.#turn++;
    this.#surface?.hide();
  }

  #isGesture(): boolean {
    return performance.now() - this.#gestureAt < 1000;
  }

  #pressed(event: Event): void {
    const target = this.#target(event);
    this.#gestureAt = performance.now();
    if (!target || target !== this.#surface?.field) return;
    // A second press on a field that already has the focus asks for the menu again.
    if (!this.#surface?.isOpen) void this.#attend(target, true);
  }

  /** What the background knows has changed: a code came, or the vault was unlocked. */
  async #changed(): Promise<void> {
    const { document, top } = this.#window;
    if (this.#acting || document.visibilityState !== 'visible') return;
    const field = this.#surface?.field ?? this.#focused();
    if (field && this.#places.has(field)) return this.#attend(field, this.#surface?.isOpen === true);
    const waiting = this.#waiting();
    if (waiting) return this.#attend(waiting, false);
    if (top !== this.#window) return;
    const turn = ++this.#turn;
    const offers = await this.#ask(undefined, turn);
    if (turn !== this.#turn || offers.state !== 'ready' || !offers.link || this.#dismissed.has(offers.link.id)) return;
    const surface = await this.#draw();
    if (!surface || turn !== this.#turn) return;
    this.#offers = offers;
    surface.hide();
    surface.open(this.#occasion(null));
  }

  #occasion(place: Place | null): Occasion {
    const site = this.#window.location.host.replace(/^www\./, '');
    return { offers: this.#offers, place, site, lastMask: this.#lastMask };
  }

  #toggle(): void {
    if (this.#surface?.isOpen) this.#surface.close();
    else this.#open();
  }

  #open(): void {
    const field = this.#surface?.field;
    const place = field && this.#placeOf(field, true);
    if (!place || !this.#reading) return;
    this.#plan = planOf(place.form, this.#reading.facts, this.#reading.fields, this.#surface?.host ?? null);
    this.#surface?.open(this.#occasion(place));
  }

  #chosen(choice: Choice): void {
    const client = this.#client;
    const ignore = (): void => {};
    if (choice.does === 'fill') this.#fill(choice.name, () => client.fill({ id: choice.id }));
    else if (choice.does === 'create') {
      const form = this.#purpose;
      const kinds = new Set(this.#plan.map(({ kind }) => kind));
      const ownUsername = kinds.has('email') && kinds.has('username') ? { ownUsername: true as const } : {};
      this.#fill(choice.name, () => client.create({ form, password: this.#hints(), ...ownUsername }));
    } else if (choice.does === 'code') this.#useCode(choice.id);
    else {
      this.#leave();
      if ('id' in choice) this.#dismissed.add(choice.id);
      if (choice.does === 'never') client.notHere().catch(ignore);
      else if (choice.does === 'unlock') client.openPanel().catch(ignore);
      else if (choice.does === 'link') client.useLink({ id: choice.id }).catch(ignore);
    }
  }

  #hints(): PasswordHints {
    const field = this.#plan.find(({ kind }) => kind === 'newPassword')?.field;
    const rules = field?.getAttribute('passwordrules');
    return {
      ...(field && field.minLength > 0 ? { minLength: field.minLength } : {}),
      ...(field && field.maxLength > 0 ? { maxLength: field.maxLength } : {}),
      ...(rules ? { rules: rules.slice(0, 300) } : {}),
    };
  }

  /** Reads the page again and gives what is still as it was planned, or nothing if the field itself is not. */
  #stillThere(): Target[] {
    const field = this.#surface?.field;
    const place = field && this.#placeOf(field, true);
    if (!place || !this.#reading) return [];
    const targets = unchanged(
      this.#plan,
      planOf(place.form, this.#reading.facts, this.#reading.fields, this.#surface?.host ?? null),
    );
    return targets.some((target) => target.field === field) ? targets : [];
  }

  #tell(key: string): void {
    this.#surface?.tell(key);
  }

  async #fill(name: string, ask: () => Promise<Filled>): Promise<void> {
    const turn = this.#turn;
    if (this.#stillThere().length === 0) return this.#tell('changed');
    this.#tell('working');
    this.#acting = true;
    const filled = await ask().catch((): Filled => ({ ok: false, reason: 'failed' }));
    this.#acting = false;
    if (turn !== this.#turn) return;
    if (!filled.ok) return this.#tell(filled.reason);
    const targets = this.#stillThere();
    if (targets.length === 0) return this.#tell('changed');
    this.#lastMask = filled.fill.email;
    this.#surface?.filled(name);
    fillIdentity(targets, filled.fill);
  }

  /** Every group of fields that could take an identity now, as the page is. */
  #fillable(): Target[][] {
    const { facts, fields } = this.#read(true);
    const forms = new Set([...this.#places.values()].map(({ form }) => form));
    return [...forms]
      .map((form) => planOf(form, facts, fields, this.#surface?.host ?? null))
      .filter((targets) => targets.some(({ kind }) => OFFERED.has(kind) && kind !== 'otp'));
  }

  /** The person chose in the popup: the form they are in, or else the one that asks for a password, or else the first. */
  async #fillPage(id: string): Promise<void> {
    const forms = this.#fillable();
    const active = this.#focused();
    const plan =
      forms.find((targets) => targets.some(({ field }) => field === active)) ??
      forms.find((targets) => targets.some(({ kind }) => /Password$/.test(kind))) ??
      forms[0];
    if (!plan) return;
    const filled = await this.#client.fill({ id }).catch(() => null);
    if (!filled?.ok) return;
    this.#lastMask = filled.fill.email;
    this.#surface?.close();
    fillIdentity(unchanged(plan, this.#fillable().flat()), filled.fill);
  }

  async #useCode(id: string): Promise<void> {
    const turn = this.#turn;
    const answer = await this.#client.useCode({ id }).catch(() => ({ ok: false, reason: 'failed' }) as const);
    if (turn !== this.#turn) return;
    if (!answer.ok) return this.#tell(answer.reason);
    const targets = this.#stillThere();
    if (targets.length === 0) return this.#tell('changed');
    this.#surface?.close();
    fillCode(targets, answer.digits);
  }

  #key(event: KeyboardEvent): void {
    const { key } = event;
    if (key === 'Tab') this.#gestureAt = performance.now();
    const surface = this.#surface;
    if (!surface) return;
    const field = surface.field as HTMLInputElement | null;
    const own = this.#target(event) === field;
    if (event.isComposing || (!own && field !== null)) return;
    const arrow = key === 'ArrowDown' || key === 'ArrowUp';
    if (!surface.isOpen) {
      if (!field || key !== 'ArrowDown' || (field.value !== '' && !event.altKey)) return;
      this.#open();
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
