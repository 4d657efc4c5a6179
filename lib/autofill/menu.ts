// What follows from a choice, in the menu or in the popup: values are asked for, and written if the page is still what it was when the
// menu opened. Injected together with what draws (surface.ts) when there is something to show for the first time. It holds who was
// chosen last, so that the second step of a sign-up offers the same identity first; values are never kept.
import type { AutofillClient, Filled, Offers, PasswordHints } from './client.ts';
import { fillCode, fillIdentity, planOf, type Target, unchanged } from './fill.ts';
import { OFFERED, type Place, type Reader } from './reader.ts';
import type { Choice, Occasion } from './rows.ts';
import type { Strings } from './strings.ts';
import { Surface } from './surface.ts';

/** What the person attends to, kept by the script that was there before (offer.ts). */
export interface Attention {
  /** Grows with every change, so that a late answer is recognised as late. */
  readonly turn: number;
  leave(): void;
}

export interface MenuSetting {
  readonly window: Window & typeof globalThis;
  readonly client: AutofillClient;
  readonly strings: Strings;
  readonly signal: AbortSignal;
  readonly reader: Reader;
  readonly attention: Attention;
}

export class Menu {
  readonly surface: Surface;
  readonly #setting: MenuSetting;
  #offers: Offers = { state: 'off' };
  #plan: readonly Target[] = [];
  #place: Place | null = null;
  #lastMask = '';
  readonly #dismissed = new Set<string>();
  /** While the background answers a choice, its news are not acted upon: a new identity is news itself, and would end its own filling. */
  acting = false;

  constructor(setting: MenuSetting) {
    this.#setting = setting;
    const surface = new Surface(setting.window.document, setting.strings, setting.signal);
    surface.onMark = () => (surface.isOpen ? surface.close() : this.open());
    surface.onChoice = (choice) => this.#chosen(choice);
    this.surface = surface;
  }

  /** Puts the mark into a field for which there is something. */
  mark(field: HTMLElement, place: Place, offers: Offers): void {
    this.#offers = offers;
    this.#place = place;
    this.surface.mark(field);
  }

  open(): void {
    const { field } = this.surface;
    const place = field && this.#setting.reader.placeOf(field, true);
    if (!place) return;
    this.#plan = this.#planOf(place);
    this.surface.open(this.#occasion(place));
  }

  /** Offers a link that no field asks for, unless the person has put it away. */
  openLink(offers: Offers): void {
    if (offers.state !== 'ready' || !offers.link || this.#dismissed.has(offers.link.id)) return;
    this.#offers = offers;
    this.surface.hide();
    this.surface.open(this.#occasion(null));
  }

  /** The person chose in the popup: the form they are in, or else the one that asks for a password, or else the first. */
  async fillPage(id: string): Promise<void> {
    const forms = this.#fillable();
    const active = this.#setting.reader.focused();
    const plan =
      forms.find((targets) => targets.some(({ field }) => field === active)) ??
      forms.find((targets) => targets.some(({ kind }) => /Password$/.test(kind))) ??
      forms[0];
    if (!plan) return;
    const filled = await this.#setting.client.fill({ id }).catch(() => null);
    if (!filled?.ok) return;
    this.#lastMask = filled.fill.email;
    this.surface.close();
    fillIdentity(unchanged(plan, this.#fillable().flat()), filled.fill);
  }

  #occasion(place: Place | null): Occasion {
    const site = this.#setting.window.location.host.replace(/^www\./, '');
    return { offers: this.#offers, place, site, lastMask: this.#lastMask };
  }

  #planOf({ form }: { form: Place['form'] }): Target[] {
    const { facts, fields } = this.#setting.reader.read(false);
    return planOf(form, facts, fields, this.surface.host);
  }

  #chosen(choice: Choice): void {
    const { client, attention } = this.#setting;
    const ignore = (): void => {};
    if (choice.does === 'fill') this.#fill(choice.name, () => client.fill({ id: choice.id }));
    else if (choice.does === 'create') {
      const form = this.#place?.form.purpose ?? 'other';
      const kinds = new Set(this.#plan.map(({ kind }) => kind));
      const ownUsername = kinds.has('email') && kinds.has('username') ? { ownUsername: true as const } : {};
      this.#fill(choice.name, () => client.create({ form, password: this.#hints(), ...ownUsername }));
    } else if (choice.does === 'code') this.#useCode(choice.id);
    else {
      attention.leave();
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
    const { field } = this.surface;
    const place = field && this.#setting.reader.placeOf(field, true);
    if (!place) return [];
    const targets = unchanged(this.#plan, this.#planOf(place));
    return targets.some((target) => target.field === field) ? targets : [];
  }

  async #fill(name: string, ask: () => Promise<Filled>): Promise<void> {
    const { attention } = this.#setting;
    const { turn } = attention;
    if (this.#stillThere().length === 0) return this.surface.tell('changed');
    this.surface.tell('working');
    this.acting = true;
    const filled = await ask().catch((): Filled => ({ ok: false, reason: 'failed' }));
    this.acting = false;
    if (turn !== attention.turn) return;
    if (!filled.ok) return this.surface.tell(filled.reason);
    const targets = this.#stillThere();
    if (targets.length === 0) return this.surface.tell('changed');
    this.#lastMask = filled.fill.email;
    this.surface.filled(name);
    fillIdentity(targets, filled.fill);
  }

  async #useCode(id: string): Promise<void> {
    const { attention, client } = this.#setting;
    const { turn } = attention;
    const answer = await client.useCode({ id }).catch(() => ({ ok: false, reason: 'failed' }) as const);
    if (turn !== attention.turn) return;
    if (!answer.ok) return this.surface.tell(answer.reason);
    const targets = this.#stillThere();
    if (targets.length === 0) return this.surface.tell('changed');
    this.surface.close();
    fillCode(targets, answer.digits);
  }

  /** Every group of fields that could take an identity now, as the page is. */
  #fillable(): Target[][] {
    const { reader } = this.#setting;
    reader.read(true);
    return reader
      .forms()
      .map((form) => this.#planOf({ form }))
      .filter((targets) => targets.some(({ kind }) => OFFERED.has(kind) && kind !== 'otp'));
  }
}
