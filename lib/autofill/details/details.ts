// Filling a card or an address: which rows the menu shows, which fields belong to the one at which the person chose,
// and what each is to get. A script of its own, which comes into pages whose forms may ask for one.
import type { FillStep, Target } from '../filling/fill.ts';
import type { ClassifiedForm } from '../forms/forms.ts';
import type { DetailKind, FieldKind } from '../forms/kinds.ts';
import { isInView } from '../guard/seen.ts';
import type { MenuRow } from '../menu/choice.ts';
import type { DetailFilling, DetailTarget } from '../menu/detail-filling.ts';
import { type Strings, say } from '../menu/strings.ts';
import type { Field, FieldFacts, Reading } from '../page/facts.ts';
import type { DetailFill, DetailOffers } from '../worker/client.ts';
import { detailsOf } from './naming.ts';
import { isReachable, together } from './reach.ts';
import { type Asked, detailValue } from './values.ts';

/** A card and an address are two choices. */
const topicOf = (kind: FieldKind): 'card' | 'address' => (kind.startsWith('card-') ? 'card' : 'address');

/** Every field of a form for a card or an address that a person can get to see. */
function planOf(form: ClassifiedForm, { facts, fields, forms }: Reading, ours: Element | null): DetailTarget[] {
  const targets: DetailTarget[] = [];
  const counted = new Map<FieldKind, number>();
  for (const [position, kind] of form.kinds) {
    if (!kind.includes('-')) continue;
    const at = counted.get(kind) ?? 0;
    counted.set(kind, at + 1);
    const field = fields[position] as Field | undefined;
    const fact = facts.fields[position];
    const scope = forms[facts.forms.findIndex((one) => one.fields.includes(position))];
    if (!field || !scope || !fact?.visible || fact.clear || fact.decoy || !fact.editable) continue;
    if (!isReachable(field, ours)) continue;
    targets.push({
      ...{ field: field as HTMLInputElement, kind, type: field.type, empty: fact.empty, at, scope },
      called: form.called?.get(position) ?? '',
    });
  }
  return targets;
}

/** Numbers of cards and lines come in several fields; any other kind that comes again begins another address. */
const isRepeated = (kind: FieldKind): boolean => /^card-number$/.test(kind);

function groupOf(targets: readonly DetailTarget[], chosen: Element): DetailTarget[] {
  const pressed = targets.find(({ field }) => field === chosen);
  if (!pressed) return [];
  const topic = topicOf(pressed.kind);
  const all = together(
    targets.filter(
      ({ kind, called, scope }) => topicOf(kind) === topic && called === pressed.called && scope === pressed.scope,
    ),
    chosen,
  );
  const at = all.indexOf(pressed);
  const seen = new Set<FieldKind>([pressed.kind]);
  const takes = ({ kind }: DetailTarget): boolean => {
    if (seen.has(kind) && !isRepeated(kind)) return false;
    seen.add(kind);
    return true;
  };
  const before = all.slice(0, at).reverse();
  const after = all.slice(at + 1);
  const isNext = (target: DetailTarget): boolean => !takes(target);
  const forth = after.findIndex(isNext);
  const back = before.findIndex(isNext);
  return [
    ...before.slice(0, back < 0 ? undefined : back).reverse(),
    pressed,
    ...after.slice(0, forth < 0 ? undefined : forth),
  ];
}

const inSight: DetailFilling['inSight'] = (targets, asked, active, ours) => {
  const seen = targets.filter(({ field }) => isInView(field, ours));
  const topics = new Set(seen.map(({ kind }) => topicOf(kind)));
  const of = seen.filter(({ kind }) => topicOf(kind) === asked);
  const { field } = of.find((one) => one.field === active) ?? of.find(({ empty }) => empty) ?? of[0] ?? {};
  return { topics: [...topics].join(' '), field };
};

/** As the field asks now: a page may fill its list anew. */
function askedOf(target: Target, group: readonly Target[], field: Field, fact: FieldFacts | undefined): Asked {
  const select = field.localName === 'select' ? (field as HTMLSelectElement) : null;
  const alike = group.filter(({ kind }) => kind === target.kind);
  const before = alike.slice(0, alike.indexOf(target));
  return {
    kind: target.kind as DetailKind,
    words: `${(field as HTMLInputElement).placeholder ?? ''} ${fact?.label ?? ''} ${fact?.near ?? ''}`.toLowerCase(),
    maxLength: (field as HTMLInputElement).maxLength ?? -1,
    options: select ? [...select.options].map(({ value, text }) => ({ value, text })) : null,
    isLong: field.localName === 'textarea',
    language: field.ownerDocument.documentElement.lang,
    beside: new Set(group.map(({ kind }) => kind as DetailKind)),
    part: { of: alike.length, from: before.reduce((sum, { field: one }) => sum + Math.max(0, one.maxLength), 0) },
  };
}

/** The country first: lists of states, and codes of telephones, follow from it. */
const first = ({ target: { kind } }: FillStep): number => (kind === 'address-country' ? 0 : 1);

function stepsOf(group: readonly DetailTarget[], { facts, fields }: Reading, details: DetailFill): FillStep[] {
  const steps = group.map((target): FillStep => {
    const fact = facts.fields[fields.indexOf(target.field)];
    const valueIn = (field: Field): string | null => detailValue(askedOf(target, group, field, fact), details);
    return { target, value: valueIn(target.field) ?? '', valueIn };
  });
  return steps
    .filter(({ target, value, valueIn }) => value !== '' || valueIn?.(target.field) === null)
    .sort((a, b) => first(a) - first(b));
}

function rowsOf(offers: Extract<DetailOffers, { state: 'ready' }>, kind: FieldKind, strings: Strings): MenuRow[] {
  if (topicOf(kind) === 'card') {
    const rows = offers.cards.map(({ id, title, ending, about }): MenuRow => {
      const name = ending === '' ? title : say(strings, 'cardEnding', { digits: ending });
      const detail = [ending === '' ? '' : title, about].filter(Boolean).join(' · ');
      return { title: name, detail, icon: 'card', choice: { does: 'details', id, name } };
    });
    return rows.length > 0 ? rows : [{ title: strings.addCard, icon: 'card', choice: { does: 'add', what: 'card' } }];
  }
  const rows = offers.addresses.map(
    ({ id, title, about }): MenuRow => ({
      ...{ title, detail: about, icon: 'home', choice: { does: 'details', id, name: title } },
    }),
  );
  return rows.length > 0
    ? rows
    : [{ title: strings.addAddress, icon: 'home', choice: { does: 'add', what: 'address' } }];
}

export const detailFilling: DetailFilling = {
  names: detailsOf,
  plan: planOf,
  group: groupOf,
  inSight,
  steps: stepsOf,
  rows: rowsOf,
};
