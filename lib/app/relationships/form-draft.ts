// Forms keep their text over a lock, a closed page and a closed browser: sealed in the vault, and given back when the
// form is opened again.
import { utf8Length, wellFormed } from '#bytes/utf8.ts';
import type { AppContext } from '../ports/ports.ts';
import { formDrafts, MAX_FORM_BYTES, MAX_FORM_DRAFTS, MAX_FORM_LETTERS } from '../records/form-draft.ts';
import type { Store } from '../store/store.ts';
import { transact } from '../store/transaction.ts';

/** null: nothing is kept of that form. */
export async function readFormDraft(store: Store, form: string): Promise<string | null> {
  const [known] = await store.read([formDrafts]);
  return known?.drafts.find((one) => one.form === form)?.text ?? null;
}

/** An empty text forgets it, and so does one that is too long: an old one in its place would mislead. */
export async function saveFormDraft(app: Pick<AppContext, 'store'>, form: string, typed: string): Promise<void> {
  const text = typed.length > MAX_FORM_LETTERS ? '' : wellFormed(typed);
  await transact(app.store, [formDrafts], (transaction) => {
    const others = (transaction.get(formDrafts)?.drafts ?? []).filter((one) => one.form !== form);
    const drafts = text === '' ? others : [...others, { form, text }].slice(-MAX_FORM_DRAFTS);
    while (bytesOf(drafts) > MAX_FORM_BYTES) drafts.shift();
    if (drafts.length === 0) transaction.remove(formDrafts);
    else transaction.put(formDrafts, { drafts });
  });
}

const bytesOf = (drafts: readonly { readonly text: string }[]): number =>
  drafts.reduce((sum, { text }) => sum + utf8Length(text), 0);
