// The glimpse as the side panel reads it, of the browser, since the worker may be dead (lib/rpc/page/glimpse.ts).
import { GLIMPSE } from '#app/device/glimpse.ts';
import { USED_AT } from '#app/device/left-alone.ts';
import { decodeGlimpse, type Glimpse } from '#rpc/page/glimpse.ts';
import { heldBytes } from '../volatile.ts';
import { glimpseAnswer } from './early.ts';

/** null: there is none to be shown. Never rejects. */
export async function readGlimpse(): Promise<Glimpse | null> {
  try {
    const { [GLIMPSE]: left, [USED_AT]: usedAt } = await glimpseAnswer();
    return decodeGlimpse(heldBytes(left), typeof usedAt === 'number' ? usedAt : null, Date.now());
  } catch {
    return null;
  }
}
