// Writes values into the page's form and tells what did not go in. What the person does after it ends is theirs: the
// form being sent is told to the worker once.
import { type FillStep, findAgain, isPassword, type Target } from '../filling/fill.ts';
import { Filling, type Missed } from '../filling/filling.ts';
import type { FieldKind } from '../forms/forms.ts';
import type { AutofillClient } from '../worker/client.ts';
import { missedRows } from './rows.ts';
import type { Strings } from './strings.ts';
import type { Surface } from './surface.ts';

export interface EnteringSetting {
  readonly window: Window & typeof globalThis;
  readonly client: AutofillClient;
  readonly strings: Strings;
  readonly signal: AbortSignal;
}

/** What goes into a form, and by which choice. */
export interface Entered {
  readonly steps: readonly FillStep[];
  /** The field at which the person chose in the menu: the guard has looked at it. Null: they chose elsewhere. */
  readonly pressed: Element | null;
  /** Whose values they are; empty: nobody's. */
  readonly name: string;
  /** For a field that comes a moment later, in the same form. */
  readonly late?: string;
  /** Kinds of fields in the same form that the page hides, for which the choice has a value. */
  readonly withheld: () => readonly FieldKind[];
  /** Every field that could be filled now, as the page is. */
  readonly all: () => readonly Target[];
  /** Those of them that an identity fills. */
  readonly identity: () => readonly Target[];
  /** The focus is the person's again, who may have used it since entering began. */
  readonly returned: (since: number) => void;
}

export class Entering {
  /** The focus goes through the form's fields, and none of that is the person's doing. */
  isUnderWay = false;
  readonly #setting: EnteringSetting;
  readonly #surface: Surface;

  constructor(setting: EnteringSetting, surface: Surface) {
    this.#setting = setting;
    this.#surface = surface;
  }

  /** @returns whether all went in */
  async enter({ steps, pressed, name, late = '', withheld, all, identity, returned }: Entered): Promise<boolean> {
    const surface = this.#surface;
    const find = (target: Target): HTMLInputElement | null => findAgain(target, all());
    const fresh = ([first]: readonly Target[]): Target[] =>
      identity().filter(({ kind, scope, empty }) => isPassword(kind) && empty && scope === first?.scope);
    // A secret goes into no field that something lies over, and our own mark is no exception.
    if (pressed === null) surface.hide();
    const filling = new Filling({ window: this.#setting.window, find, late: fresh, ours: surface.host, pressed });
    const since = performance.now();
    this.isUnderWay = true;
    if (!steps.some(({ valueIn }) => valueIn)) this.#heedSending(steps);
    try {
      const missed = await filling.fill(steps);
      if (missed.length > 0) {
        this.tellMissed(missed);
        return false;
      }
      returned(since);
      surface.filled(name);
      const came = await filling.fillLate(steps, late);
      // Only now: a page may have shown what it hid.
      const [kind] = filling.isLeft || came ? [] : withheld();
      if (kind) surface.tell(isPassword(kind) ? 'hiddenPassword' : 'hiddenCard');
      return kind === undefined;
    } finally {
      this.isUnderWay = false;
      returned(since);
    }
  }

  tellMissed(missed: readonly Missed[]): void {
    const told = missed.map(({ step, why }) => ({ kind: step.target.kind, value: step.value, why }));
    this.#surface.show(missedRows(told, this.#setting.strings));
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
}
