// Addresses of theirs with a long validity, for when every other one has expired.
import { dayOf } from '#protocol/base/day.ts';
import { mergeLongTerm } from '../reach/their-addresses.ts';
import { proton } from '../records/proton.ts';
import type { ItemRules, Items } from './item.ts';

export const longTermItem: ItemRules<Items['longTerm']> = {
  apply(transaction, { id, now }, grants) {
    const known = transaction.require(proton(id));
    transaction.put(proton(id), { ...known, longTerm: mergeLongTerm(known, grants, dayOf(now)) });
    return null;
  },
};
