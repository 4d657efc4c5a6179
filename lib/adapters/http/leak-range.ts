// The port to a service that knows leaked passwords, over fetch: Pwned Passwords, or what answers as it does. Nothing
// goes along but the five digits of the path and the wish for padding; the answer is bounded before it is a text.
import type { LeakRange } from '#app/watch/leak-check.ts';
import { Fault } from '#bytes/fault.ts';
import { decodeUtf8 } from '#bytes/utf8.ts';
import { MAX_RANGE_BYTES } from '#logins/watch/leak-range.ts';
import { readAnswerBody } from './body.ts';

export interface LeakRangeOptions {
  readonly fetch: typeof fetch;
  readonly origin: string;
  /** For the whole call, the reading of its answer included. */
  readonly timeoutMs: number;
}

export function createLeakRange({ fetch, origin, timeoutMs }: LeakRangeOptions): LeakRange {
  return {
    async ask(prefix) {
      if (!/^[0-9A-F]{5}$/.test(prefix)) throw new Fault('bug', 'prefix-malformed', 'five hex digits wanted');
      const body = await exchange(fetch, `${origin}/range/${prefix}`, timeoutMs);
      const text = body === 'too-large' ? null : decodeUtf8(body);
      if (text === null) throw new Fault('unavailable', 'nonsense', 'the answer is no range');
      return text;
    },
  };
}

async function exchange(ask: typeof fetch, url: string, timeoutMs: number): Promise<Uint8Array | 'too-large'> {
  try {
    const response = await ask(url, {
      headers: { 'Add-Padding': 'true' },
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status !== 200) throw new Error('an unexpected status');
    return await readAnswerBody(response, MAX_RANGE_BYTES);
  } catch (error) {
    throw new Fault('unavailable', 'no-answer', 'the service did not answer', error);
  }
}
