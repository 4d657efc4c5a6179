// Notices in one frame that a person sends a form with a log-in that they typed, tells the worker what became of it,
// and asks in the tab's own page. Injected when a field for a name or password gets the focus or a value, or when
// something waits. Only what the browser says was typed counts, in fields that are seen; the worker judges it.

import type { FormReader } from '../forms/reader.ts';
import type { Strings } from '../menu/strings.ts';
import { sends } from '../page/facts.ts';
import { isOwnFrame, originsAround } from '../page/frame.ts';
import { plain } from '../page/plain.ts';
import type { Presses } from '../page/presses.ts';
import { innermost } from '../page/shadow.ts';
import type { AutofillClient, KeepQuestion } from '../worker/client.ts';
import { type BarAct, KeepBar } from './bar.ts';
import { SentForm } from './sent-form.ts';
import { shownForms, type TypedForm, typedForm, typedName } from './typed-form.ts';

/** What a person did while this part came, and on what. */
export type Early = [event: Event, on: Element][];

export interface SavingSetting {
  readonly window: Window & typeof globalThis;
  readonly client: AutofillClient;
  readonly strings: Strings;
  readonly signal: AbortSignal;
  readonly presses: Presses;
  readonly reader: FormReader;
  readonly early: Early;
}

/** A page that sends without end is not listened to any longer. */
const MOST_SENDS = 20;
const LOOK_MS = 150;
/** A page is at rest when so long no field came. */
const REST_MS = 400;
const LONGEST_REST_MS = 5000;
/** As long as the worker holds a question (lib/app/sites/typed-logins.ts). */
const QUESTION_MS = 120_000;
/** A press and the sending that it makes are one. */
const SAME_MS = 1500;

const BUTTONS =
  'button,input[type=submit],input[type=image],input[type=button],[role=button],a,[onclick],[class*=btn i],[class*=button i],[class*=submit i]';
/** Buttons that leave a form unsent; in English facts.ts knows them. */
const LEAVES =
  /^(abbrechen|schliessen|zuruck|annuler|fermer|retour|cancelar|cerrar|volver|fechar|voltar|annulla|chiudi|indietro|annuleren|sluiten|terug|avbryt|stang|tillbaka|annuller|luk|lukk|peruuta|sulje|anuluj|zamknij|zrusit|zavrit|megse|bezaras|anuleaza|inchide|iptal|kapat|ακυρωση|κλεισιμο|отмена|закрыть|скасувати|закрити|إلغاء|إغلاق|ביטול|סגור|रद्द करे|取消|关闭|關閉|キャンセル|閉じる|취소|닫기|not now|no thanks|skip|dismiss)$/;

/** What the browser counts as an answer to something that a script sent. */
const ANSWERS = /^(fetch|xmlhttprequest|iframe|frame)$/;

interface Sent {
  readonly fate: SentForm;
  readonly form: TypedForm;
  readonly at: number;
  readonly id: Promise<string | null>;
  readonly life: AbortController;
}

export class Saving {
  readonly #setting: SavingSetting;
  readonly #typed = new WeakSet<Element>();
  readonly #isTop: boolean;
  #sent: Sent | null = null;
  #sends = 0;
  #bar: KeepBar | null = null;
  #isLooking = false;

  constructor(setting: SavingSetting) {
    this.#setting = setting;
    const { window, client, signal } = setting;
    this.#isTop = window.top === window;
    const hear = (event: Event): void => {
      const on = event.composedPath()[0];
      if (event.isTrusted && on instanceof Element) this.#heard(event, on, window.performance.now());
    };
    for (const type of ['input', 'change', 'submit', 'click', 'keydown'])
      window.addEventListener(type, hear, { capture: true, signal });
    window.addEventListener('pageshow', (event) => event.persisted && this.#end(), { signal });
    client.onChanged(() => void this.#renew(), signal);
    // What was typed while this script came.
    const active = innermost(window.document.activeElement);
    if (active?.matches('input') && (active as HTMLInputElement).value !== '') this.#typed.add(active);
    for (const [event, on] of setting.early) this.#heard(event, on, event.timeStamp);
  }

  /** Something that the browser says the person did. */
  #heard(event: Event, on: Element, at: number): void {
    // A page may not be told of presses on what we draw, and neither are they heard here.
    if (this.#setting.presses.holds(on)) return;
    const { type } = event;
    if (type === 'input') this.#types(on);
    else if (type === 'change') this.#typed.add(on);
    else if (type === 'submit') this.#submits(event as SubmitEvent, on, at);
    else if (type === 'click') this.#press(on, at);
    else if (type === 'keydown') this.#key(event as KeyboardEvent, on, at);
  }

  /** The worker holds a log-in that was typed in this tab. @returns `live`, `doubt`: here, and its form still stands */
  hear(): true | 'live' | 'doubt' {
    if (this.#sent) return this.#sent.fate.isDoubted(this.#setting.window.performance.now()) ? 'doubt' : 'live';
    if (!this.#bar && !this.#isLooking) void this.#look();
    return true;
  }

  #types(on: Element): void {
    this.#typed.add(on);
    if (this.#sent?.form.fields.includes(on as HTMLInputElement)) this.#leaves(this.#sent, true);
  }

  #submits({ submitter }: SubmitEvent, form: Element, at: number): void {
    if (!submitter || this.#mayLead(submitter)) this.#send(form, at);
  }

  #key({ key, isComposing }: KeyboardEvent, on: Element, at: number): void {
    if (key === 'Enter' && !isComposing && on.matches('input')) this.#send(on, at);
  }

  #press(on: Element, at: number): void {
    const button = on.closest(BUTTONS);
    if (!button) return;
    const form = (button as HTMLButtonElement).form ?? null;
    const isUnready = form !== null && !form.noValidate && !form.matches(':valid');
    if (this.#mayLead(button) && !isUnready && this.#send(button, at)) return;
    if (this.#sent && !this.#sent.form.scope.contains(button)) this.#leaves(this.#sent);
  }

  /** Whether a press on it may send the form that it stands in. */
  #mayLead(button: Element): boolean {
    const href = button.localName === 'a' ? (button.getAttribute('href') ?? '') : '';
    const isLink = href !== '' && !/^(#|javascript:)/i.test(href);
    const said = `${button.textContent ?? ''} ${(button as HTMLInputElement).value ?? ''}`;
    return (
      !isLink &&
      (button as HTMLButtonElement).type !== 'reset' &&
      sends(button) &&
      !LEAVES.test(plain(said.slice(0, 60)))
    );
  }

  /** @returns whether there is something that was sent */
  #send(within: Element, at: number): boolean {
    const { reader, window, client } = this.#setting;
    const form = typedForm(reader, within, true);
    if (!form) {
      if (within.matches('input')) this.#names(within);
      else for (const field of within.closest('form')?.querySelectorAll('input') ?? []) this.#names(field);
      return false;
    }
    // A page puts in what stands there anyway; the browser, what it keeps of an earlier log-in.
    const isTyped = form.passwords.some((field) => this.#typed.has(field) || field.matches(':autofill'));
    const filled = isTyped ? {} : { filled: true as const };
    const before = this.#sent;
    if (before && at - before.at < SAME_MS && before.form.password === form.password) return true;
    if (++this.#sends > MOST_SENDS) return true;
    this.#end();
    const around = this.#around();
    if (around === null) return true;
    const { username, email, password, former, purpose, form: signature } = form;
    const asked = client.ask('typed', {
      ...{ username: username.slice(0, 320), email: email.slice(0, 320), password, former, purpose, form: signature },
      ...{ title: titleOf(window.document), ...filled, ...around },
    });
    const id = asked.then(
      (answer) => answer?.id ?? null,
      () => null,
    );
    const sent: Sent = { fate: new SentForm(at), form, at, id, life: new AbortController() };
    this.#sent = sent;
    this.#watch(sent);
    return true;
  }

  #names(field: Element): void {
    const { client, reader } = this.#setting;
    const around = this.#around();
    const name = this.#typed.has(field) || (field as HTMLInputElement).value !== '' ? typedName(reader, field) : '';
    if (name !== '' && around !== null) client.ask('typedName', { name, ...around }).catch(() => {});
  }

  /** The frames around, for the worker to judge; null: they cannot be known. */
  #around(): { around?: string[] } | null {
    const { window } = this.#setting;
    if (isOwnFrame(window)) return {};
    const around = originsAround(window);
    return around === null ? null : { around };
  }

  #watch(sent: Sent): void {
    const { window } = this.#setting;
    const observer = new PerformanceObserver((list) => {
      for (const { startTime, responseEnd, initiatorType } of list.getEntries() as PerformanceResourceTiming[])
        if (startTime >= sent.at - 50 && responseEnd >= sent.at && ANSWERS.test(initiatorType))
          sent.fate.answered(window.performance.now());
    });
    // Also what came before this part did.
    observer.observe({ type: 'resource', buffered: true });
    const timer = window.setInterval(() => {
      sent.fate.look(this.#isThere(sent.form), window.performance.now());
      this.#settle(sent);
    }, LOOK_MS);
    const { signal } = sent.life;
    signal.addEventListener('abort', () => {
      observer.disconnect();
      window.clearInterval(timer);
    });
    this.#setting.signal.addEventListener('abort', () => sent.life.abort(), { signal });
  }

  /** The person turns to something else: told at once, for the page may go with that very press. */
  #leaves(sent: Sent, goesOn = false): void {
    sent.fate.left();
    this.#settle(sent, goesOn);
  }

  /** @param goesOn the person types in it again: it was not taken */
  #settle({ fate, id, form }: Sent, goesOn = false): void {
    if (fate.outcome === 'waits') return;
    this.#end();
    // Many sites leave the form of a change standing beside the good news.
    const stays = fate.outcome === 'dropped' && form.purpose === 'change' && fate.isAnswered && !goesOn;
    const isUnclear = stays && !marksFault(this.#setting.window.document);
    void this.#tell(id, fate.outcome === 'accepted', isUnclear);
  }

  #isThere({ passwords, form }: TypedForm): boolean {
    if (passwords.some(isDrawn)) return true;
    const { document } = this.#setting.window;
    // Another may have taken its place; only if there is one the page is read.
    return [...document.querySelectorAll('input')].some(isDrawn) && shownForms(this.#setting.reader).includes(form);
  }

  #end(): void {
    this.#sent?.life.abort();
    this.#sent = null;
  }

  async #tell(asked: Promise<string | null>, accepted: boolean, isUnclear = false): Promise<void> {
    const id = await asked;
    const unclear = isUnclear ? { unclear: true as const } : {};
    if (id !== null) await this.#setting.client.ask('typedEnded', { id, accepted, ...unclear }).catch(() => {});
  }

  /** What the person is to be asked in this page, once it is at rest. */
  async #look(): Promise<void> {
    const { reader, client } = this.#setting;
    this.#isLooking = true;
    try {
      await this.#rests();
      if (this.#sent || this.#setting.signal.aborted) return;
      const forms = shownForms(reader);
      const refuses = forms.length > 0 && marksFault(this.#setting.window.document);
      const question = await client.ask('toKeep', { forms, refuses }).catch(() => null);
      if (question && this.#isTop && !this.#bar) this.#asks(question);
    } finally {
      this.#isLooking = false;
    }
  }

  async #rests(): Promise<void> {
    const { window, reader } = this.#setting;
    const pause = (ms: number) => new Promise((done) => window.setTimeout(done, ms));
    const begunAt = window.performance.now();
    let before: unknown = null;
    for (;;) {
      const reading = window.document.readyState === 'complete' ? reader.read(false) : null;
      if ((reading !== null && reading === before) || window.performance.now() - begunAt > LONGEST_REST_MS) return;
      before = reading;
      await pause(REST_MS);
    }
  }

  #asks(question: KeepQuestion): void {
    const { window, reader, client, signal } = this.#setting;
    const { id, form } = question;
    const timer = window.setInterval(() => {
      const isBack = [...window.document.querySelectorAll('input[type=password]')].some(isDrawn);
      if (!isBack || !shownForms(reader).includes(form)) return;
      void this.#tell(Promise.resolve(id), false);
      this.#bar?.close();
    }, 1000);
    const late = window.setTimeout(() => this.#bar?.close(), QUESTION_MS);
    const closed = (): void => {
      this.#bar = null;
      window.clearInterval(timer);
      window.clearTimeout(late);
    };
    const answered = (act: BarAct): void => {
      // The words from here on stand for their own time.
      if (act === 'keep' || act === 'never') window.clearInterval(timer);
    };
    this.#bar = new KeepBar({
      ...this.#setting,
      signal,
      question,
      closed,
      act: async (act) => {
        const failed = await this.#acts(act, question, client).catch(() => 'failed');
        if (failed === null) answered(act);
        return failed;
      },
    });
  }

  async #acts(act: BarAct, { id, is }: KeepQuestion, client: AutofillClient): Promise<string | null> {
    if (act === 'keep' && is !== 'locked') {
      const kept = await client.ask('keepTyped', { id, is });
      return kept.ok ? null : kept.reason;
    }
    if (act === 'later') await client.ask('notNow', { id });
    else if (act === 'never') await client.ask('neverKeep', null);
    else if (act === 'undo') await client.ask('askAgain', null);
    else await client.openPanel();
    return null;
  }

  /** Nucleus was locked or unlocked: there may be another question now, or none. */
  async #renew(): Promise<void> {
    if (!this.#bar) return;
    this.#bar.close();
    await this.#look();
  }
}

function isDrawn(field: Element): boolean {
  const { width, height } = field.getBoundingClientRect();
  return (
    field.isConnected &&
    width > 8 &&
    height > 5 &&
    field.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  );
}

/** Names that programs give to words about a mistake, and the mark that screen readers are told. */
const FAULTS =
  '[aria-invalid=true],[class*=error i],[class*=invalid i],[class*=alert-danger i],[class*=text-danger i],[class*=fehler i],[class*=erreur i],[id*=error i]';

/** Something is seen to be marked as wrong; words are not read, since they are of any language. */
const marksFault = (document: Document): boolean =>
  [...document.querySelectorAll<HTMLElement>(FAULTS)].some(
    (one) => isDrawn(one) && (one.matches('[aria-invalid]') || (one.textContent ?? '').trim() !== ''),
  );

/** What the page calls itself. */
function titleOf(document: Document): string {
  const said = document.querySelector<HTMLMetaElement>('meta[property="og:site_name"],meta[name=application-name]');
  return (said?.content ?? '').slice(0, 100);
}
