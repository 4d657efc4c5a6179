// Adding one-time codes: reading them off the page in front, finding the log-in that they belong to, keeping them.
import * as v from 'valibot';
import type { CodesAdded } from '#app/logins/one-time-codes.ts';
import type { CodePlacesView } from '#app/views/codes.ts';
import { method, nothing, type OkOrReason } from '../call/contract.ts';
import { id, oneTime } from '../call/schemas.ts';
import type { HeldView } from './held-page.ts';

const named = v.pipe(v.string(), v.maxLength(400));
const index = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9));

export const codes = {
  /** Takes a picture of the page in the tab, for the screen that reads codes. */
  holdPage: method<OkOrReason<object, 'no-access'>>()(v.object({ tabId: v.number() })),
  /** That picture, once. */
  heldPage: method<HeldView | null>()(nothing),
  /** Log-ins that a code may belong to, the likeliest first, or those of a search. `url`: the page it was seen on. */
  codePlaces: method<CodePlacesView>()(
    v.object({
      issuer: named,
      account: named,
      url: v.nullable(v.pipe(v.string(), v.maxLength(8192))),
      query: v.pipe(v.string(), v.maxLength(200)),
    }),
  ),
  addOneTimes: method<CodesAdded>()(
    v.object({ entry: id, oneTimes: v.pipe(v.array(oneTime), v.minLength(1), v.maxLength(10)) }),
  ),
  /** `issuer` and `account` as they are shown. */
  removeOneTime: method<OkOrReason<object, 'gone'>>()(v.object({ entry: id, index, issuer: named, account: named })),
} as const;
export type CodesContract = typeof codes;
