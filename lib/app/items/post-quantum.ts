// A key to be answered, and the answer to one of mine: secrets that the ratchet mixes in, against a later quantum
// computer.
import { answerOffer, takeAnswer } from '#protocol/pairwise/ratchet-secret.ts';
import { ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import { proton } from '../records/proton.ts';
import type { ItemRules, Items } from './item.ts';

export const pqOfferItem: ItemRules<Items['pqOffer']> = {
  apply(transaction, { id }, offer) {
    const known = transaction.require(proton(id));
    const answered = answerOffer(ratchetState.decode(known.ratchet), offer, transaction.entropy);
    if (answered !== null) {
      const ratchet = ratchetState.encode(answered.state);
      transaction.put(proton(id), { ...known, ratchet, answer: answered.answer });
    }
    return null;
  },
};

export const pqAnswerItem: ItemRules<Items['pqAnswer']> = {
  apply(transaction, { id }, answer) {
    const known = transaction.require(proton(id));
    const ratchet = ratchetState.encode(takeAnswer(ratchetState.decode(known.ratchet), answer));
    transaction.put(proton(id), { ...known, ratchet });
    return null;
  },
};
