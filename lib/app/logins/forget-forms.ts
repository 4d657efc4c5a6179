// What was typed into forms and not saved goes with what it was about.
import { formDrafts } from '../records/form-draft.ts';
import type { Transaction } from '../store/transaction.ts';

/** Forgets the text typed about a relationship or an entry, when that goes. */
export function forgetFormsOf(transaction: Transaction, id: string): void {
  const known = transaction.get(formDrafts);
  if (known === null) return;
  const drafts = known.drafts.filter(({ form }) => !form.endsWith(`:${id}`));
  if (drafts.length === 0) transaction.remove(formDrafts);
  else if (drafts.length < known.drafts.length) transaction.put(formDrafts, { drafts });
}
