// What scripts in pages say of log-ins that a person typed there, and what the person is asked of them. A part of the
// content channel (contract.ts).
import * as v from 'valibot';
import { method, nothing, type OkOrReason } from '../call/contract.ts';
import { id } from '../call/schemas.ts';

const name = v.pipe(v.string(), v.maxLength(320));
const password = v.pipe(v.string(), v.maxLength(1024));
/** Tells a form by its fields (lib/autofill/saving/typed-form.ts). */
const form = v.pipe(v.string(), v.maxLength(200));
const around = v.exactOptional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(300))), v.maxLength(16)));

/** `name`: by which the person knows the log-in; it may be empty. `locked`: what it is cannot be told yet. */
export interface KeepQuestion {
  id: string;
  is: 'new' | 'changed' | 'locked';
  site: string;
  name: string;
  form: string;
}

export const keeping = {
  /**
   * A form was sent with a password that the person typed. `filled`: that they did not type, so that it counts for a
   * new password alone that waits for the site's word. `around` as in `fill`.
   */
  typed: method<{ id: string } | null>()(
    v.object({
      username: name,
      email: name,
      password: v.pipe(password, v.minLength(1)),
      former: password,
      purpose: v.picklist(['login', 'signup', 'change']),
      form,
      title: v.pipe(v.string(), v.maxLength(100)),
      filled: v.exactOptional(v.literal(true)),
      around,
    }),
  ),
  /** A form was sent with a name alone: the next page asks for its password. */
  typedName: method<null>()(v.object({ name, around })),
  /**
   * What became of a form that stayed in its page: it went as after a success, or the site did not take it. `unclear`:
   * one for another password stands though the site answered, and nothing is marked as wrong.
   */
  typedEnded: method<null>()(v.object({ id, accepted: v.boolean(), unclear: v.exactOptional(v.literal(true)) })),
  /**
   * What to ask the person in this page. `forms`: those with a password that it shows now. `refuses`: it marks
   * something as wrong.
   */
  toKeep: method<KeepQuestion | null>()(
    v.object({ forms: v.pipe(v.array(form), v.maxLength(20)), refuses: v.exactOptional(v.boolean()) }),
  ),
  /** The person's press. `is`: what they were asked. */
  keepTyped: method<OkOrReason<object>>()(v.object({ id, is: v.picklist(['new', 'changed']) })),
  notNow: method<null>()(v.object({ id })),
  /** *Never here*. */
  neverKeep: method<null>()(nothing),
  /** Takes `neverKeep` back, while the person still sees that it was done. */
  askAgain: method<null>()(nothing),
} as const;
export type KeepingContract = typeof keeping;
