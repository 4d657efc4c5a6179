// What the form in the page in front asks of a new identity, for the popup: as the menu in that page goes by it.
import * as v from 'valibot';
import type { FormHints } from '#app/sites/prepare-identity.ts';
import { passwordHints } from '../call/schemas.ts';
import type { WorkerContext } from '../call/worker-context.ts';

/** A page that stands still answers never, and a password can be drawn without it. */
const LONGEST_MS = 1500;

const NOTHING: FormHints = { password: {}, ownUsername: false };

const told = v.pipe(
  v.string(),
  v.maxLength(10_000),
  v.parseJson(),
  v.object({ password: passwordHints, ownUsername: v.boolean() }),
);

export async function askDemands(
  { tabs, pause }: Pick<WorkerContext, 'tabs' | 'pause'>,
  tabId: number,
): Promise<FormHints> {
  const answer = await Promise.race([tabs.demands(tabId), pause(LONGEST_MS).then(() => null)]);
  const read = v.safeParse(told, answer);
  return read.success ? read.output : NOTHING;
}
