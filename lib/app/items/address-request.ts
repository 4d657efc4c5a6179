// "My last address of yours expires soon": fresh ones are owed.
import { dayOf } from '#protocol/base/day.ts';
import { LONG_TERM_DAYS, proton } from '../records/proton.ts';
import type { ItemRules, Items } from './item.ts';

export const addressRequestItem: ItemRules<Items['addressRequest']> = {
  apply(transaction, { id, now }) {
    const known = transaction.require(proton(id));
    // Answered once a day at most: a well-behaved correspondent never asks more often.
    const answered = known.given.some(({ expiryDay }) => expiryDay >= dayOf(now) + LONG_TERM_DAYS);
    if (!answered) transaction.put(proton(id), { ...known, owes: { ...known.owes, addresses: true } });
    return null;
  },
};
