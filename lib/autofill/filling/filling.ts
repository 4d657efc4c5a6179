// Fills a form as a person would, field by field: finds it anew, takes the focus there, gives the page a task, writes,
// and reads the result back. Pages draw their forms anew, open a field at its focus or after the field before it; so
// each is waited for, a second at most. A secret goes into a visible field only, judged in the same task in which it is
// written.

import { isBare, isInView, paintedOf } from '../guard/seen.ts';
import { innermost } from '../page/shadow.ts';
import { type FillStep, isName, isPassword, isSecret, type Target } from './fill.ts';
import { enterField, leaveField, pressField, writeField } from './typing.ts';

/** A second, counted in looks and not by a clock: a page can make ours stand still. */
const TRIES = 20;
const PAUSE_MS = 50;
/** A look at a secret's field that is not seen takes the browser a quarter of a second. */
const UNSEEN_TRIES = 5;
const MOST_WRITES = 3;

const pause = (milliseconds = 0): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** The page, as filling looks at it. */
export interface Ground {
  readonly window: Window & typeof globalThis;
  /** Reads the page anew for the field of a target. */
  find(target: Target): HTMLInputElement | null;
  /** Fields for a password that came into the form of these targets after they were filled. */
  late(targets: readonly Target[]): readonly Target[];
  /** Our own drawing over the page. */
  readonly ours: Element | null;
  /** The field at which the person chose: the guard has looked at it. */
  readonly pressed: Element | null;
}

/** Why a value is not in its field: the field `forbids` it by its own rules, is `unseen`, or did not take it. */
export interface Missed {
  readonly step: FillStep;
  readonly why: 'forbids' | 'unseen' | 'refused';
}

/** Whether the field says itself that it does not take this. Browsers do not measure values written by scripts. */
export function forbids(field: HTMLInputElement, value: string): boolean {
  if (field.maxLength >= 0 && value.length > field.maxLength) return true;
  const pattern = field.getAttribute('pattern');
  if (!pattern) return false;
  const trial = field.ownerDocument.createElement('input');
  trial.pattern = pattern;
  trial.value = value;
  return trial.validity.patternMismatch;
}

const isOpen = (field: HTMLInputElement): boolean => !(field.readOnly || field.matches(':disabled'));

function focusedIn({ activeElement }: Document): HTMLElement | null {
  const active = innermost(activeElement);
  return active instanceof HTMLElement && active.localName !== 'body' ? active : null;
}

const wanted = ({ value, valueIn }: FillStep, field: HTMLInputElement): string | null =>
  valueIn ? valueIn(field) : value;

const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Pages trim addresses and write them small, and set the digits of a card apart. */
function took(field: HTMLInputElement, step: FillStep): boolean {
  const value = wanted(step, field);
  const now = field.value;
  if (now === value || value === null) return now === value;
  if (step.valueIn) return bare(now) === bare(value);
  return !isSecret(step.target.kind) && now.trim().toLowerCase() === value.trim().toLowerCase();
}

export class Filling {
  readonly #ground: Ground;
  /** The person has turned to something else: nothing is waited for any more, and the focus is theirs. */
  #isLeft = false;

  get isLeft(): boolean {
    return this.#isLeft;
  }

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /**
   * @returns the values missing from their fields in the end. Names, which are only a help, are neither waited for nor
   * missed.
   */
  async fill(steps: readonly FillStep[]): Promise<Missed[]> {
    const missed = new Map<FillStep, Missed>();
    const enter = async (step: FillStep): Promise<void> => {
      const why = await this.#enter(step);
      if (why && !isName(step.target.kind)) missed.set(step, { step, why });
    };
    await this.#visit(steps, async () => {
      for (const step of steps) await enter(step);
      // A page that drew all anew at the last field may have forgotten the first.
      await pause(2 * PAUSE_MS);
      for (const step of steps) {
        const field = this.#ground.find(step.target);
        if (field && !missed.has(step) && !took(field, step)) await enter(step);
      }
    });
    return [...missed.values()];
  }

  /** The password's own fields may come only after the address: they are not missed if they do not. */
  async fillLate(steps: readonly FillStep[], password: string): Promise<boolean> {
    const targets = steps.map(({ target }) => target);
    if (password === '' || targets.some(({ kind }) => isPassword(kind) || kind === 'otp')) return false;
    let came = false;
    await this.#visit(steps, async () => {
      for (let tries = 0; tries < TRIES && !this.#isLeft; tries++) {
        const late = this.#ground.late(targets);
        for (const target of late) await this.#enter({ target, value: password });
        came = late.length > 0;
        if (came) return;
        await pause(PAUSE_MS);
      }
    });
    return came;
  }

  /** Puts the focus back afterwards. */
  async #visit(steps: readonly FillStep[], work: () => Promise<void>): Promise<void> {
    const { window, find } = this.#ground;
    const end = this.#heed(window);
    const before = focusedIn(window.document);
    const was = steps.find(({ target }) => target.field === before)?.target;
    try {
      await work();
    } finally {
      end();
    }
    if (this.#isLeft) return;
    const now = before?.isConnected || !was ? before : find(was);
    const active = focusedIn(window.document);
    if (active) leaveField(active);
    if (now?.isConnected) enterField(now);
  }

  /** The person's actions meanwhile are the browser's own events; ours are not. */
  #heed(window: Window): () => void {
    const leave = (event: Event): void => {
      if (event.isTrusted && !(event as KeyboardEvent).repeat) this.#isLeft = true;
    };
    for (const type of ['pointerdown', 'keydown']) window.addEventListener(type, leave, true);
    return () => {
      for (const type of ['pointerdown', 'keydown']) window.removeEventListener(type, leave, true);
    };
  }

  /** @returns why not, or null if the value is in */
  async #enter(step: FillStep): Promise<Missed['why'] | null> {
    let why: Missed['why'] = 'refused';
    let writes = 0;
    const waits = !isName(step.target.kind);
    for (let tries = 0; tries < TRIES; tries++) {
      const outcome = await this.#try(step, tries === 1);
      if (outcome === 'took') return null;
      if (outcome === 'forbids') return outcome;
      if (outcome === 'written' && ++writes === MOST_WRITES) return 'refused';
      why = outcome === 'unseen' ? outcome : 'refused';
      if (outcome === 'unseen') tries += UNSEEN_TRIES - 1;
      if (this.#isLeft || !waits) return why;
      await pause(PAUSE_MS);
    }
    return why;
  }

  async #try(step: FillStep, presses: boolean): Promise<'took' | 'written' | 'absent' | 'closed' | Missed['why']> {
    const { target } = step;
    const { find, pressed, ours, window } = this.#ground;
    let field = find(target);
    if (!field) return 'absent';
    if (!this.#isLeft && focusedIn(window.document) !== field) enterField(field);
    if (presses && !isOpen(field)) pressField(field);
    await pause();
    // The focus may have changed the field, or put another in its place.
    field = find(target);
    if (!field) return 'absent';
    if (!isOpen(field)) return 'closed';
    const value = wanted(step, field);
    if (value === null) return 'closed';
    if (forbids(field, value)) return 'forbids';
    if (isSecret(target.kind)) {
      if (field !== pressed && !(await paintedOf([field], ours)).has(field)) return 'unseen';
      if (find(target) !== field || !isOpen(field)) return 'absent';
      if (!isInView(field, ours, target.kind === 'otp' && field === pressed) || !isBare(field, ours)) return 'unseen';
    }
    writeField(field, value);
    await pause();
    const now = find(target);
    // If it is gone, the page went on with the value, or draws its form: fill() looks once more.
    return !now || took(now, step) ? 'took' : 'written';
  }
}
