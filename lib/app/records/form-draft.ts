// Unfinished input of forms: an invitation's names, an invitation that was pasted, another name for a correspondent.
// One record holds them all, so that nothing stays behind if a form is never opened again. Never a passphrase, a
// password or a recovery code.
import { list, struct, text, type ValueOf } from '#wire/format.ts';
import { NOWHERE, recordKind, singleton } from './record.ts';

/** The oldest goes when there are more. */
export const MAX_FORM_DRAFTS = 8;
/** Longer ones are not kept. Each character takes up to three bytes. */
export const MAX_FORM_LETTERS = 16_000;

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
