// How couriers read a fault of the transport.
import { Fault } from '#bytes/fault.ts';
import { MAX_RETRY_AFTER_MS } from './backoff.ts';

/** The service understood and said no for good: asking the same again is useless. */
export function isFinal(fault: Fault): boolean {
  return (
    fault.blame === 'refused' &&
    !['rate-limited', 'unavailable', 'bad-gateway', 'token-wanted', 'no-room', 'unauthorised'].includes(fault.code)
  );
}

/** Milliseconds that the service asked us to wait; 0 if it did not say. */
export function retryAfterMs(fault: Fault): number {
  const seconds = (fault as Fault & { retryAfterSeconds?: number }).retryAfterSeconds;
  return seconds === undefined ? 0 : Math.min(seconds * 1000, MAX_RETRY_AFTER_MS);
}

/** Rethrows an error that is not a Fault: it is a bug and must not be mistaken for weather. */
export function asFault(error: unknown): Fault {
  if (error instanceof Fault && error.blame !== 'bug') return error;
  throw error;
}
