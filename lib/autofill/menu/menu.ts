// Carries out a choice in the menu or in the popup: asks for the values, and writes them if the page is still as it was
// when the menu opened. Injected together with surface.ts when there is something to show for the first time. It holds
// the identity that was chosen last, so that the second step of a sign-up offers the same identity first; values are
// never kept.

import {
  codeSteps,
  type FillStep,
  findAgain,
  identitySteps,
  isPassword,
  planOf,
  type Target,
  unchanged,
  wantsName,
} from '../filling/fill.ts';
import { Filling, type Missed } from '../filling/filling.ts';
import { classifyForms } from '../forms/forms.ts';
import { OFFERED } from '../forms/offered.ts';
import type { FieldPlace, FormReader } from '../forms/reader.ts';
import { originsAround } from '../page/frame.ts';
import type { Presses } from '../page/presses.ts';
import type { AutofillClient, FieldName, Filled, FillWish, Offers } from '../worker/client.ts';
import { demandsOn } from '../worker/demands.ts';
import { copyText } from './copy.ts';
import { type Choice, failedRows, missedRows, type Occasion, offRows } from './rows.ts';
import type { Strings } from './strings.ts';
import { Surface } from './surface.ts';

/** What the person attends to, kept by the script that was there before (offer.ts). */
export interface MenuAttention {
  /** Grows with every change, so that a late answer is recognised as late. */
  readonly turn: number;
  leave(): void;
  /** The form is filled, and the focus is the person's again, who may have used it since filling began. */
  returned(since: number): void;
}

export interface MenuSetting {
  readonly window: Window & typeof globalThis;
  readonly client: AutofillClient;
  readonly strings: Strings;
  readonly signal: AbortSignal;
  readonly isAlive: () => boolean;
  readonly presses: Presses;
  readonly reader: FormReader;
  readonly attention: MenuAttention;
}

/** More than a frame with a form takes. */
const LATE_MS = 2000;
/** How long *Undo* stands there. */
const UNDO_MS = 10_000;

export class Menu {
  readonly surface: Surface;
  readonly #setting: MenuSetting;
  #offers: Offers = { state: 'off' };
  #asking: Promise<Offers> | null = null;
  /** The turn that waits for an answer, and whether a key asked for the first row to be selected. */
  #awaited = -1;
  #selects = false;
  #plan: readonly Target[] = [];
  #place: FieldPlace | null = null;
  #lastMask = '';
  readonly #dismissed = new Set<string>();
  /** *Not now*: on this page the menu opens only when it is asked to. */
  #later = false;
  #isSignup = false;
  #showsUnused = false;
  /**
   * While the background answers a choice, its news are not acted upon: a new identity is news itself, and would end
   * its own filling.
   */
  acting = false;
  /** While a form is filled the focus goes through its fields, and none of that is the person's doing. */
  filling = false;

  constructor(setting: MenuSetting) {
    this.#setting = setting;
    setting.reader.learn(classifyForms);
    const surface = new Surface(setting);
    surface.onMark = () => (surface.isOpen ? surface.close() : void this.open());
    surface.onChoice = (choice) => this.#chosen(choice);
    this.surface = surface;
  }

  /**
   * Of a frame whose surroundings cannot be looked at: its host, if it has a form, or the outcome of filling it. A
   * frame with none answers late, so that another may answer first.
   */
  static async framed(
    setting: Omit<MenuSetting, 'reader' | 'attention'>,
    reader: FormReader,
    { id, within }: FillWish,
  ): Promise<boolean | string> {
    const { window, client } = setting;
    const around = originsAround(window);
    if (around === null || !reader.takesIdentity()) {
      await new Promise((done) => setTimeout(done, LATE_MS));
      return false;
    }
    if (within !== undefined) return window.location.host;
    const menu = new Menu({
      ...setting,
      client: { ...client, fill: (request) => client.fill({ ...request, around }) },
      reader,
      attention: { turn: 0, leave: () => {}, returned: () => {} },
    });
    return menu.fillPage(id);
  }

  /** Puts the mark into a field: it looks the same for every identity. */
  mark(field: HTMLElement): void {
    this.surface.mark(field);
  }

  /** Asks who one could be and opens the menu in the marked field. The person's press or key came before. */
  open(selects = false): Promise<void> {
    const { field } = this.surface;
    return field ? this.openIn(field, { selects, asked: true }) : Promise.resolve();
  }

  /** The same in a field that is marked only if there is something for it: a code. */
  async openIn(
    field: HTMLElement,
    { selects = false, asked = false, pressed = false }: { selects?: boolean; asked?: boolean; pressed?: boolean },
  ): Promise<void> {
    const { attention, reader } = this.#setting;
    const { turn } = attention;
    this.#selects ||= selects;
    if (this.#awaited === turn) return;
    this.surface.restore();
    const before = reader.placeOf(field);
    if (!before) return;
    this.#awaited = turn;
    const offers = await this.#ask(before, turn);
    if (this.#awaited === turn) this.#awaited = -1;
    selects = this.#selects;
    this.#selects = false;
    if (turn !== attention.turn || !field.isConnected || offers.state === 'off') return;
    const place = reader.placeOf(field, true);
    if (!place || (place.kind === 'otp' && offers.state === 'ready' && !offers.code)) return;
    this.#offers = offers;
    this.#place = place;
    this.surface.mark(field);
    // A code that the site itself does not vouch for waits behind the mark until the person does something.
    const unvouched = place.kind === 'otp' && offers.state === 'ready' && offers.code?.mailer !== null;
    if (!asked && !selects && ((field as HTMLInputElement).value !== '' || (unvouched && !pressed))) return;
    if (this.#later && !asked && !selects && place.kind !== 'otp') return;
    this.#isSignup = false;
    this.#showsUnused = false;
    this.#plan = this.#planOf(place);
    if (this.surface.open(this.#occasion(place)) && selects) this.surface.move(1);
  }

  /** Offers a link that no field asks for, unless the person has put it away. */
  async openLink(): Promise<void> {
    const { attention } = this.#setting;
    const { turn } = attention;
    const offers = await this.#ask(undefined, turn);
    if (turn !== attention.turn) return;
    if (offers.state !== 'ready' || !offers.link || this.#dismissed.has(offers.link.id)) return;
    this.#offers = offers;
    this.#place = null;
    this.surface.hide();
    this.surface.open(this.#occasion(null));
  }

  /** One question at a time, and only the latest: keys held down must not keep the worker busy. */
  async #ask(place: FieldPlace | undefined, turn: number): Promise<Offers> {
    while (this.#asking) {
      await this.#asking;
      if (turn !== this.#setting.attention.turn) return { state: 'off' };
    }
    const fields = new Set<FieldName>();
    for (const kind of place?.form.kinds.values() ?? []) if (OFFERED.has(kind)) fields.add(kind as FieldName);
    const answer = this.#setting.client
      .offers({ form: place?.form.purpose ?? 'other', fields: [...fields], ...place?.form.waits })
      // The extension was updated or turned off under this page: nothing to offer any more.
      .catch((): Offers => ({ state: 'off' }))
      .finally(() => {
        this.#asking = null;
      });
    this.#asking = answer;
    return answer;
  }

  /** @returns whether the key was the menu's */
  key(event: KeyboardEvent, own: boolean): boolean {
    const { key } = event;
    const { surface } = this;
    const field = surface.field as HTMLInputElement | null;
    if (event.isComposing || (!own && field !== null)) return false;
    if (!surface.isOpen) {
      if (!field || key !== 'ArrowDown' || (field.value !== '' && !event.altKey)) return false;
      void this.open(true);
    } else if (key === 'ArrowDown' || key === 'ArrowUp') surface.move(key === 'ArrowDown' ? 1 : -1);
    else if (key === 'Escape') {
      if (field) surface.close();
      else surface.hide();
    } else if (key === 'Enter' && surface.selected >= 0) surface.choose(event);
    else return false;
    return true;
  }

  /**
   * The person chose in the popup: the form they are in, or else the one that asks for a password, or else the first.
   * @returns whether there was something to fill; what became of it is told in the page
   */
  async fillPage(id: string): Promise<boolean> {
    const forms = this.#fillable();
    const active = this.#setting.reader.focused();
    const plan =
      forms.find((targets) => targets.some(({ field }) => field === active)) ??
      forms.find((targets) => targets.some(({ kind }) => /Password$/.test(kind))) ??
      forms[0];
    if (!plan) return false;
    const filled = await this.#setting.client.fill({ id }).catch((): Filled => ({ ok: false, reason: 'failed' }));
    if (!filled.ok) {
      this.surface.tell(filled.reason);
      return true;
    }
    this.#lastMask = filled.fill.email;
    this.surface.close();
    const steps = identitySteps(unchanged(plan, this.#fillable().flat()), filled.fill);
    void this.#enter(steps, null, filled.fill.displayName, filled.fill.password);
    return true;
  }

  /**
   * Fills, and says what did not go in. The password may be asked for a moment later, in the same form. @returns
   * whether all went in
   */
  async #enter(steps: readonly FillStep[], pressed: Element | null, name: string, password = ''): Promise<boolean> {
    const { window, attention } = this.#setting;
    const find = (target: Target): HTMLInputElement | null => findAgain(target, this.#fillable(true).flat());
    const late = ([first]: readonly Target[]): Target[] =>
      this.#fillable()
        .flat()
        .filter(({ kind, scope, empty }) => isPassword(kind) && empty && scope === first?.scope);
    const filling = new Filling({ window, find, late, ours: this.surface.host, pressed });
    const since = performance.now();
    this.filling = true;
    this.#heedSending(steps);
    try {
      const missed = await filling.fill(steps);
      attention.returned(since);
      if (missed.length > 0) {
        this.#tellMissed(missed);
        return false;
      }
      this.surface.filled(name);
      await filling.fillLate(steps, password);
      return true;
    } finally {
      this.filling = false;
      attention.returned(since);
    }
  }

  /** Tells once that the person sent the form: an identity whose form never was is none to log in with. */
  #heedSending(steps: readonly FillStep[]): void {
    const { window, client, signal } = this.#setting;
    const scope = steps[0]?.target.scope;
    const life = new AbortController();
    const heed = (event: Event): void => {
      const target = event.composedPath()[0];
      if (!event.isTrusted || !(target instanceof Element)) return;
      // A group of fields without a form element is sent by a press on a button in it.
      const presses = event.type === 'click' && scope?.localName !== 'form' && scope?.contains(target);
      if (event.type === 'click' && !(presses && target.closest('button,[role=button],input[type=button]'))) return;
      life.abort();
      client.sent().catch(() => {});
    };
    for (const type of ['submit', 'click'])
      window.addEventListener(type, heed, { capture: true, signal: AbortSignal.any([life.signal, signal]) });
  }

  #tellFailed(reason: string, choice: Choice | null): void {
    this.surface.show(failedRows(reason, choice, this.#setting.strings));
  }

  #tellMissed(missed: readonly Missed[]): void {
    this.surface.show(
      missedRows(
        missed.map(({ step, why }) => ({ kind: step.target.kind, value: step.value, why })),
        this.#setting.strings,
      ),
    );
  }

  /** The person chose a code in the popup: the field they are in, if it takes one, or else the one that waits. */
  async fillCode(id: string): Promise<boolean> {
    const { client, reader } = this.#setting;
    const waiting = reader.takesCode();
    const place = waiting && reader.placeOf(waiting);
    if (!place) return false;
    const plan = this.#planOf(place);
    const answer = await client
      .useCode({ id, ...place.form.waits })
      .catch(() => ({ ok: false, reason: 'failed' }) as const);
    if (!answer.ok) this.#tellFailed(answer.reason, null);
    else {
      // Answered before it is filled: the popup goes then, which has the focus. The press was in the popup, so no page
      // can have lured it; the place of the field, and that nothing covers it, are still checked.
      const field = reader.takesCode();
      const now = field && reader.placeOf(field);
      void this.#enterCode(id, now ? unchanged(plan, this.#planOf(now)) : [], field, answer.digits);
    }
    return true;
  }

  async #enterCode(id: string, targets: readonly Target[], pressed: Element | null, digits: string): Promise<void> {
    this.surface.close();
    const steps = codeSteps(targets, digits);
    if (steps && steps.length > 0) {
      if (await this.#enter(steps, pressed, '')) this.#setting.client.codeFilled({ id }).catch(() => {});
    } else this.surface.show(missedRows([{ kind: 'otp', value: digits, why: 'forbids' }], this.#setting.strings));
  }

  #occasion(place: FieldPlace | null): Occasion {
    const site = this.#setting.window.location.host.replace(/^www\./, '');
    return {
      offers: this.#offers,
      place,
      site,
      lastMask: this.#lastMask,
      shows: (mask) => this.#shows(mask),
      isSignup: this.#isSignup,
      showsUnused: this.#showsUnused,
    };
  }

  /**
   * A second page often says for whom it asks, in words or in a field that is not shown. The page does not see that it
   * is read.
   */
  #shows(mask: string): boolean {
    const { document } = this.#setting.window;
    const fields = [...document.querySelectorAll('input')].map(({ value }) => value);
    return [document.body?.textContent ?? '', ...fields].some((text) => text.toLowerCase().includes(mask));
  }

  #planOf({ form }: { form: FieldPlace['form'] }): Target[] {
    return planOf(form, this.#setting.reader.read(false), this.surface.host);
  }

  #chosen(choice: Choice): void {
    const { client } = this.#setting;
    const form = this.#place?.form.purpose ?? 'other';
    const named = (isKnown: boolean): { ownUsername?: true } =>
      wantsName(this.#plan, form, isKnown) ? { ownUsername: true } : {};
    if (choice.does === 'fill') this.#fill(choice, () => client.fill({ id: choice.id, ...named(true) }));
    else if (choice.does === 'create') {
      const password = demandsOn(this.#plan.find(({ kind }) => kind === 'newPassword')?.field);
      this.#fill(choice, () => client.create({ form, password, ...named(false) }));
    } else if (choice.does === 'code') this.#useCode(choice);
    else if (choice.does === 'again') this.#again(choice.choice);
    else if (choice.does === 'signup') {
      this.#isSignup = true;
      this.surface.open(this.#occasion(this.#place));
    } else if (choice.does === 'unused') {
      this.#showsUnused = true;
      this.surface.open(this.#occasion(this.#place));
    } else if (choice.does === 'copy')
      void copyText(this.#setting.window, choice.text).then((copied) =>
        this.surface.tell(copied ? 'copied' : 'copyFailed'),
      );
    else if (choice.does === 'later') {
      this.#later = true;
      this.surface.close();
    } else this.#ends(choice);
  }

  #again(choice: Choice | null): void {
    if (choice) this.#chosen(choice);
    else void this.open();
  }

  /** What takes the menu away. */
  #ends(choice: Extract<Choice, { does: 'link' | 'dismiss' | 'never' | 'undo' | 'unlock' | 'search' | 'code' }>): void {
    const { client, attention } = this.#setting;
    const ignore = (): void => {};
    attention.leave();
    if ('id' in choice) this.#dismissed.add(choice.id);
    if (choice.does === 'never') void this.#switchOff();
    else if (choice.does === 'undo') {
      this.acting = false;
      client.hereAgain().catch(ignore);
    } else if (choice.does === 'unlock' || choice.does === 'search') client.openPanel().catch(ignore);
    else if (choice.does === 'link') client.useLink({ id: choice.id }).catch(ignore);
  }

  /** Said in a corner, with the way back beside it, until the person goes on or it has been there long enough. */
  async #switchOff(): Promise<void> {
    const { client, window, strings, attention } = this.#setting;
    const { turn } = attention;
    // Our own news would take the words away at once.
    this.acting = true;
    const isOff = await client.notHere().then(
      () => true,
      () => false,
    );
    if (turn === attention.turn) {
      if (isOff) this.surface.show(offRows(this.#occasion(null).site, strings));
      else this.surface.tell('failed');
    }
    window.setTimeout(() => {
      this.acting = false;
      if (turn === attention.turn) this.surface.hide();
    }, UNDO_MS);
  }

  /** Reads the page again and gives the targets that are still as planned, or none if the field itself is not. */
  #stillThere(field: HTMLElement | null): Target[] {
    this.surface.restore();
    const place = field && this.#setting.reader.placeOf(field, true);
    if (!place) return [];
    const targets = unchanged(this.#plan, this.#planOf(place));
    return targets.some((target) => target.field === field) ? targets : [];
  }

  async #fill(choice: Choice & { readonly name: string }, ask: () => Promise<Filled>): Promise<void> {
    const { field } = this.surface;
    if (this.#stillThere(field).length === 0) return this.#tellFailed('changed', null);
    this.surface.tell('working');
    const filled = await this.#answered(() => ask().catch((): Filled => ({ ok: false, reason: 'failed' })));
    if (filled === null) return;
    if (!filled.ok) return this.#tellFailed(filled.reason, choice);
    this.#lastMask = filled.fill.email;
    const targets = this.#stillThere(field);
    if (targets.length === 0) return this.#tellFailed('changed', null);
    // The menu may lie over a field that must be seen.
    this.surface.close();
    await this.#enter(
      identitySteps(targets, filled.fill),
      field,
      choice.name,
      this.#asksPassword() ? filled.fill.password : '',
    );
  }

  async #useCode(choice: Choice & { readonly id: string }): Promise<void> {
    const { field } = this.surface;
    const { client } = this.#setting;
    const answer = await this.#answered(() =>
      client
        .useCode({ id: choice.id, ...this.#place?.form.waits })
        .catch(() => ({ ok: false, reason: 'failed' }) as const),
    );
    if (answer === null) return;
    if (!answer.ok) return this.#tellFailed(answer.reason, choice);
    const targets = this.#stillThere(field);
    if (targets.length === 0) return this.#tellFailed('changed', null);
    await this.#enterCode(choice.id, targets, field, answer.digits);
  }

  /** Whether the form is one that a password belongs to, asked for at once or later. */
  #asksPassword(): boolean {
    return this.#place !== null && this.#place.form.purpose !== 'other';
  }

  /** The worker's answer, or null if the person has turned to something else. */
  async #answered<T>(ask: () => Promise<T>): Promise<T | null> {
    const { attention } = this.#setting;
    const { turn } = attention;
    this.acting = true;
    const answer = await ask();
    this.acting = false;
    return turn === attention.turn ? answer : null;
  }

  /** Every group of fields that could take an identity now, as the page is, or those for codes too. */
  #fillable(codes = false): Target[][] {
    const { reader } = this.#setting;
    this.surface.restore();
    reader.read(true);
    return reader
      .forms()
      .map((form) => this.#planOf({ form }))
      .filter((targets) => targets.some(({ kind }) => OFFERED.has(kind) && (codes || kind !== 'otp')));
  }
}
