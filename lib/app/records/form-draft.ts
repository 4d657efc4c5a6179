// Unfinished input of forms: an invitation's names, another name for a correspondent, an entry that was not saved yet,
// with its secrets, which lie sealed like the entry's own. One record holds them all, so that nothing stays behind if a
// form is never opened again. Never a passphrase of ours or a recovery code.
import { list, struct, text, type ValueOf } from '#wire/format.ts';
import { NOWHERE, recordKind, singleton } from './record.ts';

/** The oldest goes when there are more. */
export const MAX_FORM_DRAFTS = 8;
/** Longer ones are not kept: more than the longest note that an entry holds. Each takes up to three bytes. */
export const MAX_FORM_LETTERS = 100_000;
/** Of all together. */
export const MAX_FORM_BYTES = 390 * 1024;

export const formDraftsKind = recordKind(
  'form-drafts',
  'own',
  1,
  400 * 1024,
  struct({ drafts: list(MAX_FORM_DRAFTS, struct({ form: text(80), text: text(3 * MAX_FORM_LETTERS) })) }),
  NOWHERE,
);
export type FormDrafts = ValueOf<typeof formDraftsKind.format>;
export const formDrafts = singleton(formDraftsKind);
