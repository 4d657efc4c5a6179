// The name that they give themselves. A body has one; the last word counts, and is told once.
import { relationship } from '../records/relationship.ts';
import { cleanPresentation } from '../words/name.ts';
import type { ItemRules, Items } from './item.ts';

export const profileItem: ItemRules<Items['profile']> = {
  isLastWord: true,
  apply(transaction, { id, now }, told) {
    const theirs = cleanPresentation(told);
    const before = transaction.require(relationship(id));
    if (before.theirs.name === theirs.name && before.theirs.pronouns === theirs.pronouns) return null;
    // My name for them follows their own until I chose one.
    const name = before.name === before.theirs.name && theirs.name !== '' ? theirs.name : before.name;
    transaction.put(relationship(id), { ...before, theirs, name });
    if (before.theirs.name === '' || before.theirs.name === theirs.name) return null;
    return { event: { kind: 'name-changed', at: now, detail: before.theirs.name }, isNews: false };
  },
};
