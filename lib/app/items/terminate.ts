// They end the relationship, or say that another acceptor used their invitation.
import { relationship } from '../records/relationship.ts';
import type { ItemRules, Items } from './item.ts';

export const terminateItem: ItemRules<Items['terminate']> = {
  apply(transaction, { id, now }, { reason }) {
    const before = transaction.require(relationship(id));
    if (before.standing === 'ended') return null;
    transaction.put(relationship(id), { ...before, standing: 'ended' });
    return { event: { kind: 'ended', at: now, detail: reason }, isNews: true };
  },
};
