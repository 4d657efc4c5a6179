// What the menu asks of the part that knows cards and addresses (lib/autofill/details), which comes when a form may be
// for one.
import type { FillStep, Target } from '../filling/fill.ts';
import type { ClassifiedForm, FieldKind, NameDetails } from '../forms/forms.ts';
import type { Reading } from '../page/facts.ts';
import type { AskedDetails, DetailFill, DetailOffers } from '../worker/client.ts';
import type { MenuRow } from './choice.ts';
import type { Strings } from './strings.ts';

export interface DetailTarget extends Target {
  /** As `ClassifiedForm.called`. */
  readonly called: string;
}

export interface DetailFilling {
  readonly names: NameDetails;
  /** Every field of a form for a card or an address that a person can get to see. */
  plan(form: ClassifiedForm, reading: Reading, ours: Element | null): DetailTarget[];
  /** Those that belong to the one that was chosen at. */
  group(targets: readonly DetailTarget[], chosen: Element): DetailTarget[];
  /**
   * Of fields in sight, for the popup: the topics, and the field of this topic that the person is in, or else the first
   * that is empty. No press says where they looked, so nothing out of sight begins it.
   */
  inSight(
    targets: readonly DetailTarget[],
    asked: AskedDetails,
    active: Element | null,
    ours: Element | null,
  ): { readonly topics: string; readonly field: HTMLInputElement | undefined };
  steps(group: readonly DetailTarget[], reading: Reading, details: DetailFill): FillStep[];
  rows(offers: Extract<DetailOffers, { state: 'ready' }>, kind: FieldKind, strings: Strings): MenuRow[];
}
