// Their addresses from now on: all of their services, with fresh addresses at each.
import { dayOf } from '#protocol/base/day.ts';
import { mergeGrants } from '../reach/their-addresses.ts';
import { proton } from '../records/proton.ts';
import type { ItemRules, Items } from './item.ts';

export const addressesItem: ItemRules<Items['addresses']> = {
  isOutdatedWhenLate: true,
  apply(transaction, { id, now }, grants) {
    const known = transaction.require(proton(id));
    // These answer my request, if I made one, or serve as well.
    const owes = grants.length > 0 ? { ...known.owes, request: false } : known.owes;
    transaction.put(proton(id), { ...known, ...mergeGrants(known, grants, dayOf(now)), owes });
    return null;
  },
};
