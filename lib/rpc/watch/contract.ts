// What could be safer about log-ins: reasons and names, asking about leaks, findings to pass over, mending at
// a press. No password goes to a page.
import * as v from 'valibot';
import type { FindingView, WatchView } from '#app/views/watch.ts';
import { FINDING_REASONS } from '#logins/watch/findings.ts';
import { method, nothing } from '../call/contract.ts';
import { id } from '../call/schemas.ts';

const reason = v.picklist(FINDING_REASONS);
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));

export const loginWatch = {
  watch: method<WatchView>()(nothing),
  /** Of one reason; null: those that are passed over, of any. */
  findings: method<{ items: FindingView[]; total: number }>()(
    v.object({
      reason: v.nullable(reason),
      offset: count,
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
    }),
  ),
  /** The person allows that a service is asked which passwords were leaked, or takes that back. */
  allowLeakCheck: method<null>()(v.object({ allowed: v.boolean() })),
  /** `every`: also about those of which the answer is new. */
  checkLeaks: method<null>()(v.object({ every: v.boolean() })),
  stopLeakCheck: method<null>()(nothing),
  ignoreFinding: method<null>()(v.object({ entry: id, reason, ignored: v.boolean() })),
  /** `ok: false`: there is nothing (any more) to change. */
  useHttps: method<{ ok: boolean }>()(v.object({ entry: id })),
} as const;
export type WatchContract = typeof loginWatch;
