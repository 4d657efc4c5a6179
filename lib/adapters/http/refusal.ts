// A service's refusal: JSON `{"code", "retryAfterSeconds"?}` (endpoints.ts, REFUSALS). Only a code that this version
// knows counts as a refusal. Anything else is nonsense, which is worth asking again; a refusal mostly is not.
import { Fault } from '#bytes/fault.ts';
import { REASONS, REFUSALS, type RefusalCode, type RefusalReason } from '#wire/endpoints.ts';

export const MAX_REFUSAL_BYTES = 4096;
/** A service may not send a client away for longer than a day. */
const MAX_WAIT_SECONDS = 86_400;

export class ServiceRefused extends Fault {
  declare readonly code: RefusalCode;
  /** Whole seconds, at most a day; null: the service did not say. */
  readonly retryAfterSeconds: number | null;
  /** Undefined unless the service said one that this version knows. */
  readonly reason: RefusalReason | undefined;

  constructor(code: RefusalCode, retryAfterSeconds: number | null, reason?: RefusalReason) {
    super('refused', code, 'the service refused');
    this.retryAfterSeconds = retryAfterSeconds;
    this.reason = reason;
  }
}

/** The refusal in the body of an answer with that status; null: it is none. */
export function decodeRefusal(status: number, body: Uint8Array): ServiceRefused | null {
  const parsed = parseObject(body);
  if (parsed === null) return null;
  const { code, retryAfterSeconds, reason } = parsed;
  if (typeof code !== 'string' || !Object.hasOwn(REFUSALS, code) || REFUSALS[code as RefusalCode] !== status)
    return null;
  const wait =
    typeof retryAfterSeconds === 'number' && retryAfterSeconds >= 0
      ? Math.min(Math.ceil(retryAfterSeconds), MAX_WAIT_SECONDS)
      : null;
  return new ServiceRefused(
    code as RefusalCode,
    wait,
    REASONS.find((known) => known === reason),
  );
}

/** A JSON object, or null. */
export function parseObject(body: Uint8Array): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : null;
  } catch {
    return null;
  }
}
