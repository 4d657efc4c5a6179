// Carries out a choice in the menu or in the popup: asks for the values, and has them written (entering.ts) if the page
// is still as it was when the menu opened. Injected together with surface.ts when there is something to show for the
// first time. It holds the identity that was chosen last, so that the second step of a sign-up offers the same first;
// values are never kept.

import {
  changeSteps,
  codeSteps,
  type FillStep,
  identitySteps,
  isPassword,
  logsIn,
  planOf,
  type Target,
  unchanged,
  wantsName,
} from '../filling/fill.ts';
import { withheld } from '../filling/withheld.ts';
import { classifyForms, type FieldKind, learnDetails } from '../forms/forms.ts';
import { isDetail } from '../forms/guess.ts';
import { OFFERED } from '../forms/offered.ts';
import type { FieldPlace, FormReader } from '../forms/reader.ts';
import { isTinted } from '../guard/sight.ts';
import { originsAround } from '../page/frame.ts';
import type { Presses } from '../page/presses.ts';
import {
  type Agreed,
  type AskedDetails,
  type AskedOutside,
  type AutofillClient,
  type DetailOffers,
  type FieldName,
  type Filled,
  type FillWish,
  type Offers,
  type PasswordHints,
  TINTED,
  type Unfilled,
} from '../worker/client.ts';
import type { demandsOn } from '../worker/demands.ts';
import { type Choice, type FillingChoice, isFilling, type MenuRow } from './choice.ts';
import { copyText } from './copy.ts';
import type { DetailFilling, DetailTarget } from './detail-filling.ts';
import { Entering } from './entering.ts';
import { addressRows, failedRows, missedRows, type Occasion, offRows, questionRows, rowsOf } from './rows.ts';
import { type Strings, say } from './strings.ts';
import { Surface } from './surface.ts';
import type { Typed } from './typed.ts';

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

/** Of a frame that has nothing to say: another may answer first. */
const late = (window: Window): Promise<false> => new Promise((done) => window.setTimeout(() => done(false), LATE_MS));

let details: DetailFilling | null = null;
/** What knows cards and addresses has come into this frame. */
export function learnFilling(learned: DetailFilling): void {
  details = learned;
  learnDetails(learned.names);
}

const isPasswordOf =
  (password: string) =>
  (kind: FieldKind): boolean =>
    password !== '' && isPassword(kind);

/** More than a frame with a form takes. */
const LATE_MS = 2000;
/** How long it stands there which log-in a key filled. */
const NOTE_MS = 4000;
/** How long *Undo* stands there. */
const UNDO_MS = 10_000;

export class Menu {
  /** Reads what a field asks of a new password; null: its script has not come (autofill-demands.ts). */
  static demandsOn: typeof demandsOn | null = null;
  /** The menu's own field; null: its script has not come (autofill-finder.ts). */
  static Typed: typeof Typed | null = null;
  readonly surface: Surface;
  readonly #setting: MenuSetting;
  #offers: Offers | DetailOffers = { state: 'off' };
  #asking: Promise<Offers> | null = null;
  /** The turn that waits for an answer, and whether a key asked for the first row to be selected. */
  #awaited = -1;
  #selects = false;
  #plan: readonly Target[] = [];
  #place: FieldPlace | null = null;
  #lastMask = '';
  /** Log-ins with which the key filled the form in front. */
  #tried: string[] = [];
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
  readonly #entering: Entering;
  #typed: Typed | null = null;

  /** From now on this reader names fields by all words that are there. */
  static teach(reader: FormReader): void {
    reader.learn(classifyForms);
  }

  constructor(setting: MenuSetting) {
    this.#setting = setting;
    Menu.teach(setting.reader);
    const surface = new Surface(setting);
    surface.onMark = () => (surface.isOpen ? surface.close() : void this.open());
    surface.onChoice = (choice) => this.#chosen(choice);
    this.surface = surface;
    this.#entering = new Entering(setting, surface);
  }

  /** The focus goes where the person did not put it, or into our own field: the page's has not been left. */
  get filling(): boolean {
    return this.#entering.isUnderWay || this.#typed?.isUnderWay === true;
  }

  /**
   * Of a frame whose surroundings cannot be looked at: its host, if it has a form, or the outcome of filling it. A
   * frame with none answers late, so that another may answer first.
   */
  static async framed(
    setting: Omit<MenuSetting, 'reader' | 'attention'>,
    reader: FormReader,
    wish: FillWish,
  ): Promise<boolean | string> {
    const { window, client } = setting;
    const around = originsAround(window);
    if (around === null || !reader.takesIdentity()) {
      return late(window);
    }
    if (wish.within !== undefined) return window.location.host;
    const menu = new Menu({
      ...setting,
      client: Object.assign(Object.create(client), {
        fill: (request: Parameters<typeof client.fill>[0]) => client.fill({ ...request, around }),
      }),
      reader,
      attention: { turn: 0, leave: () => {}, returned: () => {} },
    });
    return menu.fillPage(wish);
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
    const detailed = isDetail(before.kind);
    const offers = await (detailed ? this.#askDetails() : this.#ask(before, turn));
    if (this.#awaited === turn) this.#awaited = -1;
    selects = this.#selects;
    this.#selects = false;
    if (turn !== attention.turn || !field.isConnected || offers.state === 'off') return;
    const place = reader.placeOf(field, true);
    const codes = place?.kind === 'otp' && offers.state === 'ready' && 'code' in offers ? offers : null;
    if (!place || isDetail(place.kind) !== detailed || (codes && !codes.code && codes.oneTimes.length === 0)) return;
    this.#offers = offers;
    this.#place = place;
    this.surface.mark(field);
    // A code that the site itself does not vouch for waits behind the mark until the person does something.
    const unvouched = codes?.oneTimes.length === 0 && codes.code?.mailer !== null;
    if (!asked && !selects && ((field as HTMLInputElement).value !== '' || (unvouched && !pressed))) return;
    if (this.#later && !asked && !selects && place.kind !== 'otp') return;
    this.#isSignup = false;
    this.#showsUnused = false;
    this.#plan = detailed ? this.#detailsAt(field) : this.#planOf(place);
    if (this.surface.open(this.#occasion(place)) && selects) this.surface.move(1);
  }

  /** Offers a link that no field asks for, unless the person has put it away. */
  async openLink(): Promise<void> {
    const { attention } = this.#setting;
    const { turn } = attention;
    const offers = await this.#ask(undefined, turn);
    if (turn !== attention.turn) return;
    const id = offers.state === 'ready' ? (offers.link ?? offers.mail)?.id : undefined;
    if (!id || this.#dismissed.has(id)) return;
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

  #askDetails(): Promise<DetailOffers> {
    return this.#setting.client.ask('details', null).catch((): DetailOffers => ({ state: 'off' }));
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

  /** The form that the person is in, or else the one that asks for a password, or else the first. */
  #inFront(): { active: Element | null; plan: readonly Target[] | undefined } {
    const forms = this.#fillable();
    const active = this.#setting.reader.focused();
    const plan =
      forms.find((targets) => targets.some(({ field }) => field === active)) ??
      forms.find((targets) => targets.some(({ kind }) => isPassword(kind))) ??
      forms[0];
    return { active, plan };
  }

  /**
   * The person asked in the context menu or by a key, where no page can have lured them. The guard has looked at no
   * field: each that gets a secret is judged when it is filled.
   * @returns whether there was a field for it
   */
  async does(does: AskedOutside): Promise<boolean> {
    const { reader, strings } = this.#setting;
    const { active, plan } = this.#inFront();
    if (does === 'next' && active?.matches('iframe,frame,object,embed')) {
      this.#note([{ title: strings.foreign, icon: 'note', quiet: true, whole: true }]);
      return true;
    }
    const own = plan?.find(({ field }) => field === active);
    const field = own?.field ?? (does === 'next' ? plan?.[0]?.field : undefined);
    const place = field && reader.placeOf(field);
    const isFor = place && (does !== 'draw' || isPassword(place.kind));
    // Chromium's menu has its entry at every field.
    if (does === 'draw' && !isFor && active?.matches('input,textarea,[contenteditable]')) {
      this.#note([
        { title: strings.noPassword, detail: strings.noPasswordDetail, icon: 'note', quiet: true, whole: true },
      ]);
      return true;
    }
    if (!plan || !field || !place || !isFor) return false;
    this.#plan = plan;
    this.#place = place;
    this.#isSignup = this.#showsUnused = false;
    this.surface.mark(field);
    if (does === 'next') return this.#fillNext(place, plan);
    void this.#fills(does === 'draw' ? { does } : { does, name: '' }, {}, null);
    return true;
  }

  /** The likeliest log-in that this form was not just filled with. */
  async #fillNext(place: FieldPlace, plan: readonly Target[]): Promise<boolean> {
    const { attention, strings } = this.#setting;
    const { turn } = attention;
    const offers = await this.#ask(place, turn);
    if (turn !== attention.turn) return true;
    if (offers.state === 'off') return false;
    this.#offers = offers;
    const occasion = this.#occasion(place);
    const rows = rowsOf(occasion, strings).flatMap(({ title, detail, choice }) =>
      choice?.does === 'fill' && !choice.proposed ? [{ title, detail, choice }] : [],
    );
    if (plan.every(({ empty }) => empty)) this.#tried = [];
    else if (rows.every(({ choice }) => this.#tried.includes(choice.id))) this.#tried = this.#tried.slice(-1);
    const row = rows.find(({ choice }) => !this.#tried.includes(choice.id)) ?? rows[0];
    // The person may unlock, look among all log-ins, or be new here.
    if (!row) return this.surface.open(occasion);
    this.#tried.push(row.choice.id);
    void this.#fills(row.choice, {}, null).then((isFilled) => {
      if (!isFilled) return;
      const more = rows.length > 1 ? strings.nextHint : '';
      const detail = [row.detail, more].filter(Boolean).join(' · ');
      this.#note([
        { title: say(strings, 'filled', { name: row.title }), detail, icon: 'check', quiet: true, whole: true },
      ]);
    });
    return true;
  }

  /** In a corner, over nothing that the person is about to use, until it was read. */
  #note(rows: readonly MenuRow[]): void {
    const { window, attention } = this.#setting;
    attention.leave();
    this.surface.show(rows);
    const { turn } = attention;
    window.setTimeout(() => {
      if (turn !== attention.turn || this.surface.field) return;
      this.surface.hide();
      attention.returned(Number.POSITIVE_INFINITY);
    }, NOTE_MS);
  }

  /**
   * The person chose in the popup: the form they are in, or else the one that asks for a password, or else the first.
   * @returns whether there was something to fill; what became of it is told in the page
   */
  async fillPage({ id, agreed, details: asked, asks, tinted }: FillWish): Promise<boolean | string> {
    if (asked) return this.#answerDetails(id, asked);
    if (asks) return this.#tellDemands();
    if (isTinted(this.#setting.window.document, tinted)) return TINTED;
    const { active, plan } = this.#inFront();
    if (!plan) return false;
    const filled = await this.#setting.client
      .fill({ id, ...logsIn(plan), ...this.#asFormer(plan), ...(agreed ? { agreed } : {}) })
      .catch((): Filled => ({ ok: false, reason: 'failed' }));
    if (!filled.ok && filled.reason === 'asks') {
      const field = plan.find((target) => target.field === active)?.field ?? plan[0]?.field;
      const place = field && this.#setting.reader.placeOf(field);
      if (!field || !place) return false;
      this.#plan = plan;
      this.#place = place;
      this.surface.mark(field);
      this.surface.show(questionRows(filled.question, { does: 'fill', id, name: '' }, this.#setting.strings));
      return true;
    }
    if (!filled.ok) {
      this.surface.tell(filled.reason);
      return true;
    }
    this.#lastMask = filled.fill.email;
    this.surface.close();
    const steps = identitySteps(unchanged(plan, this.#fillable().flat()), filled.fill);
    const { displayName, password } = filled.fill;
    void this.#enter(steps, null, displayName, password, undefined, isPasswordOf(password));
    return true;
  }

  /** A site that was not given a new mask yet knows the one before. */
  #asFormer(plan: readonly Target[]): { former?: true } {
    const place = plan[0] && this.#setting.reader.placeOf(plan[0].field);
    return place?.form.purpose === 'login' ? { former: true } : {};
  }

  /** @returns whether all went in */
  #enter(
    steps: readonly FillStep[],
    pressed: Element | null,
    name: string,
    late = '',
    all: () => readonly Target[] = () => this.#fillable(true).flat(),
    has: (kind: FieldKind) => boolean = () => false,
  ): Promise<boolean> {
    const { attention, reader } = this.#setting;
    const hidden = (): FieldKind[] => {
      this.surface.restore();
      const reading = reader.read(true);
      return withheld(reader.forms(), reading, steps).filter(has);
    };
    const returned = (since: number): void => attention.returned(since);
    const identity = (): readonly Target[] => this.#fillable().flat();
    return this.#entering.enter({ steps, pressed, name, late, withheld: hidden, all, identity, returned });
  }

  #tellFailed(reason: string, choice: Choice | null): void {
    const kinds = this.#place?.form.kinds.values() ?? [];
    this.surface.show(failedRows(reason, choice, this.#setting.strings, kinds));
  }

  /** Every field for a card or an address that could be filled now. */
  #detailed(): DetailTarget[] {
    const { reader } = this.#setting;
    this.surface.restore();
    const reading = reader.read(true);
    return reader.forms().flatMap((form) => details?.plan(form, reading, this.surface.host) ?? []);
  }

  /** Those that are filled with the one at which the person chose. */
  #detailsAt(field: Element | null): DetailTarget[] {
    return field === null ? [] : (details?.group(this.#detailed(), field) ?? []);
  }

  /**
   * A card or an address, for the fields that belong to the one at which it was chosen, if these are what they were.
   */
  async #fillDetails(
    choice: Extract<Choice, { does: 'details' }>,
    field: Element,
    planned: readonly DetailTarget[],
    pressed: Element | null = field,
  ): Promise<void> {
    const answer = await this.#answered(() =>
      this.#setting.client
        .ask('fillDetails', { id: choice.id })
        .catch(() => ({ ok: false, reason: 'failed' }) as const),
    );
    if (answer === null) return;
    if (!answer.ok) return this.#tellFailed(answer.reason, choice);
    const now = this.#detailed();
    const group = planned.filter((one) => unchanged([one], now).length > 0);
    if (!group.some((one) => one.field === field)) return this.#tellFailed('changed', null);
    this.surface.close();
    const steps = details?.steps(group, this.#setting.reader.read(false), answer.details) ?? [];
    const { details: given } = answer;
    const has = (kind: FieldKind): boolean =>
      'card' in given &&
      ((kind === 'card-number' && given.card.number !== '') || (kind === 'card-code' && given.card.code !== ''));
    void this.#enter(steps, pressed, choice.name, '', () => this.#detailed(), has);
  }

  /** The popup asks which fields are in sight, or the person chose a card or an address there. */
  async #answerDetails(id: string, asked: AskedDetails): Promise<boolean | string> {
    const { reader, window } = this.#setting;
    const found = details?.inSight(this.#detailed(), asked, reader.focused(), this.surface.host);
    if (asked === 'look' && found?.topics) return found.topics;
    if (asked === 'look' || !found?.field) return late(window);
    await this.#fillDetails({ does: 'details', id, name: '' }, found.field, this.#detailsAt(found.field), null);
    return true;
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
    const steps = codeSteps(targets, digits) ?? [];
    if (steps.length === 0)
      this.surface.show(missedRows([{ kind: 'otp', value: digits, why: 'forbids' }], this.#setting.strings));
    if (steps.length === 0 || !(await this.#enter(steps, pressed, ''))) this.#codeMissed(id);
  }

  /** The worker counts a code as used once it is handed out: the page may be gone before we could say that it is. */
  #codeMissed(id: string): void {
    this.#setting.client.codeMissed({ id }).catch(() => {});
  }

  #occasion(place: FieldPlace | null): Occasion {
    const site = this.#setting.window.location.host.replace(/^www\./, '');
    return {
      offers: this.#offers,
      place,
      site,
      lastMask: this.#lastMask,
      shows: (mask) => this.#shows(mask),
      rows:
        place && this.#offers.state === 'ready' && 'cards' in this.#offers
          ? (details?.rows(this.#offers, place.kind, this.#setting.strings) ?? [])
          : null,
      isSignup: this.#isSignup,
      showsUnused: this.#showsUnused,
      finds: this.#setting.presses.first,
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
    if (isFilling(choice)) void this.#fills(choice);
    else if (choice.does === 'agree') void this.#fills(choice.choice, { agreed: choice.agreed });
    else if (choice.does === 'draw') void this.#fills(choice);
    else if (choice.does === 'settle') void this.#settle(choice);
    else if (choice.does === 'find') void this.#types('find');
    else if (choice.does === 'own') void this.#offerOwn();
    else if (choice.does === 'type') void this.#types('address');
    else if (choice.does === 'close') this.surface.close();
    else if (choice.does === 'code') this.#useCode(choice);
    else if (choice.does === 'details') this.#chosenDetails(choice);
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

  #chosenDetails(choice: Extract<Choice, { does: 'details' }>): void {
    const { field } = this.surface;
    const group = unchanged(this.#plan, this.#detailsAt(field)) as DetailTarget[];
    if (!field || !group.some((one) => one.field === field)) return this.#tellFailed('changed', null);
    this.surface.tell('working');
    void this.#fillDetails(choice, field, group);
  }

  /** What a form here asks of a new identity: the one with a field for a new password, if there is one. */
  async #tellDemands(): Promise<string | false> {
    const { active, plan: front } = this.#inFront();
    const makes = this.#fillable().filter((targets) => targets.some(({ kind }) => kind === 'newPassword'));
    const plan = makes.find((targets) => targets.some(({ field }) => field === active)) ?? makes[0] ?? front;
    const place = plan?.[0] && this.#setting.reader.placeOf(plan[0].field);
    if (!plan || !place) return late(this.#setting.window);
    const ownUsername = wantsName(plan, place.form.purpose, false);
    return JSON.stringify({ password: await this.#demands(plan), ownUsername });
  }

  /** What the form asks of a new password: few presses make one, so what reads it comes with the first. */
  async #demands(plan = this.#plan): Promise<PasswordHints> {
    const field = plan.find(({ kind }) => kind === 'newPassword')?.field;
    if (!field) return {};
    if (!Menu.demandsOn) await this.#setting.client.ask('load', { parts: ['demands'] });
    return Menu.demandsOn?.(field) ?? {};
  }

  /** What the worker is asked for a choice that fills. */
  async #asked(choice: Exclude<FillingChoice, { does: 'change' }>, agreed: Agreed): Promise<Filled> {
    const { client } = this.#setting;
    const form = this.#place?.form.purpose ?? 'other';
    const named = (isKnown: boolean): { ownUsername?: true } =>
      wantsName(this.#plan, form, isKnown) ? { ownUsername: true } : {};
    if (choice.does === 'fill') {
      const { id, proposed, former } = choice;
      const which = { ...(proposed ? { proposed } : {}), ...(former ? { former } : {}) };
      return client.fill({ id, ...which, ...logsIn(this.#plan), ...named(true), ...agreed });
    }
    const password = await this.#demands();
    if (choice.does === 'create') return client.create({ form, password, ...named(false), ...agreed });
    return client.ask('createOwn', { address: choice.address, password, ...agreed });
  }

  async #offerOwn(): Promise<void> {
    const { client, strings, presses } = this.#setting;
    const { field } = this.surface;
    this.surface.tell('working');
    const answer = await this.#answered(() => client.ask('ownAddresses', null).catch(() => ({ addresses: [] })));
    if (!answer || this.surface.field !== field) return;
    if (answer.addresses.length > 0) this.surface.show(addressRows(answer.addresses, presses.first, strings));
    else if (presses.first) void this.#types('address');
    else this.#chosen({ does: 'search' });
  }

  /** In the menu's own field, whose script comes when it is first used. */
  async #types(what: 'find' | 'address'): Promise<void> {
    const { surface } = this;
    const { client, presses } = this.#setting;
    const { field } = surface;
    let early = '';
    if (!Menu.Typed) {
      // It is under way.
      if (presses.keys) return;
      // Who types at once types for it, and not for the page.
      const hold = (event: Event): void => {
        const { type, key, ctrlKey, metaKey } = event as KeyboardEvent;
        const left = surface.field !== field;
        if (left || key === 'Escape') presses.keys = null;
        if (left || type !== 'keydown' || ctrlKey || metaKey) return;
        if (key === 'Escape') surface.close();
        else if (key === 'Backspace') early = early.slice(0, -1);
        else if (key.length === 1) early += key;
      };
      presses.keys = hold;
      await client.ask('load', { parts: ['finder'] }).catch(() => {});
      if (presses.keys !== hold) return;
      presses.keys = null;
    }
    // The person has gone elsewhere meanwhile.
    if (surface.field !== field) return;
    if (!Menu.Typed) return surface.tell('failed');
    this.#typed ??= new Menu.Typed(this.#setting, surface);
    this.#typed[what](early);
  }

  #again(choice: Choice | null): void {
    if (choice) this.#chosen(choice);
    else void this.open();
  }

  /** What takes the menu away. */
  #ends(
    choice: Extract<
      Choice,
      { does: 'link' | 'mail' | 'dismiss' | 'never' | 'undo' | 'unlock' | 'search' | 'code' | 'add' }
    >,
  ): void {
    const { client, attention } = this.#setting;
    const ignore = (): void => {};
    attention.leave();
    if ('id' in choice) this.#dismissed.add(choice.id);
    if (choice.does === 'never') void this.#switchOff();
    else if (choice.does === 'undo') {
      this.acting = false;
      client.hereAgain().catch(ignore);
    } else if (choice.does === 'unlock' || choice.does === 'search') client.openPanel().catch(ignore);
    else if (choice.does === 'add') client.ask('addDetails', { what: choice.what }).catch(ignore);
    else if (choice.does === 'link') client.useLink({ id: choice.id }).catch(ignore);
    else if (choice.does === 'mail') client.ask('openMail', { id: choice.id }).catch(ignore);
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

  /**
   * @param pressed the field at which the person chose in the menu: the guard has looked at it
   * @returns whether all went in
   */
  #fills(
    choice: FillingChoice | Extract<Choice, { does: 'draw' }>,
    agreed: Agreed = {},
    pressed: Element | null = this.surface.field,
  ): Promise<boolean> {
    return choice.does === 'change' || choice.does === 'draw'
      ? this.#fillNew(choice, agreed, pressed)
      : this.#fill(choice, agreed, pressed);
  }

  #fill(choice: Exclude<FillingChoice, { does: 'change' }>, agreed: Agreed, pressed: Element | null): Promise<boolean> {
    return this.#fillBy<Extract<Filled, { ok: true }>>(
      choice,
      pressed,
      () => this.#asked(choice, agreed),
      (targets, { fill }) => {
        this.#lastMask = fill.email;
        return {
          steps: identitySteps(targets, fill),
          name: choice.name || fill.displayName,
          late: this.#asksPassword() ? fill.password : '',
          has: isPasswordOf(fill.password),
        };
      },
    );
  }

  /** New passwords, of the identity that the person chose or of nobody. The worker keeps each before it answers. */
  #fillNew(
    choice: Extract<Choice, { does: 'change' | 'draw' }>,
    agreed: Agreed,
    pressed: Element | null,
  ): Promise<boolean> {
    const { client } = this.#setting;
    if (choice.does === 'draw')
      return this.#fillBy(
        choice,
        pressed,
        async () => client.ask('draw', { password: await this.#demands() }),
        (targets, { password: next }) => {
          const steps = changeSteps(targets, { present: '', next });
          // Asked for at a field that is taken for one of the present password.
          const here = targets.filter(({ field }) => field === this.surface.field);
          return { steps: steps.length > 0 ? steps : changeSteps(here, { present: next, next }), name: '' };
        },
      );
    return this.#fillBy(
      choice,
      pressed,
      async () => client.ask('change', { id: choice.id, password: await this.#demands(), ...agreed }),
      (targets, { fill, next }) => {
        this.#lastMask = fill.email;
        return { steps: changeSteps(targets, { present: fill.password, next }), name: choice.name };
      },
    );
  }

  /** @param enters what goes where: by the fields that are still there, and the worker's answer */
  async #fillBy<Answer extends { readonly ok: true }>(
    choice: Choice,
    pressed: Element | null,
    ask: () => Promise<Answer | Unfilled>,
    enters: (
      targets: readonly Target[],
      answer: Answer,
    ) => {
      readonly steps: readonly FillStep[];
      readonly name: string;
      readonly late?: string;
      readonly has?: (kind: FieldKind) => boolean;
    },
  ): Promise<boolean> {
    const { field } = this.surface;
    const fails = (reason: string, again: Choice | null): false => {
      this.#tellFailed(reason, again);
      return false;
    };
    if (this.#stillThere(field).length === 0) return fails('changed', null);
    this.surface.tell('working');
    const answer = await this.#answered(() => ask().catch(() => ({ ok: false, reason: 'failed' }) as const));
    if (answer === null) return false;
    if (!answer.ok && 'question' in answer && isFilling(choice)) {
      this.surface.show(questionRows(answer.question, choice, this.#setting.strings));
      return false;
    }
    if (!answer.ok) return fails(answer.reason, choice);
    const targets = this.#stillThere(field);
    if (targets.length === 0) return fails('changed', null);
    const { steps, name, late = '', has } = enters(targets, answer);
    // The menu may lie over a field that must be seen.
    this.surface.close();
    return this.#enter(steps, pressed, name, late, undefined, has);
  }

  /** The rows are others then: the menu stays with the person. */
  async #settle(choice: Extract<Choice, { does: 'settle' }>): Promise<void> {
    const { id, at, accepted } = choice;
    const answer = await this.#answered(() =>
      this.#setting.client.ask('settle', { id, at, accepted }).catch(() => ({ ok: false, reason: 'failed' }) as const),
    );
    if (answer === null) return;
    if (answer.ok) void this.open();
    else this.#tellFailed(answer.reason, choice);
  }

  async #useCode(choice: Choice & { readonly id: string }): Promise<void> {
    const { field } = this.surface;
    const { client } = this.#setting;
    let isOut = false;
    const answer = await this.#answered(async () => {
      const given = await client
        .useCode({ id: choice.id, ...this.#place?.form.waits })
        .catch(() => ({ ok: false, reason: 'failed' }) as const);
      isOut = given.ok;
      return given;
    });
    if (answer === null) {
      if (isOut) this.#codeMissed(choice.id);
      return;
    }
    if (!answer.ok) return this.#tellFailed(answer.reason, choice);
    const targets = this.#stillThere(field);
    if (targets.length > 0) return this.#enterCode(choice.id, targets, field, answer.digits);
    this.#codeMissed(choice.id);
    this.#tellFailed('changed', null);
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
