// Structured logs: one JSON line an event. By type an event's fields are numbers, booleans and codes of our own, so
// that no address, key, token, network address or content can get in. Faults are logged by code, never by text: texts
// of libraries may quote input.
import { Fault } from '#bytes/fault.ts';

export type Level = 'info' | 'warning' | 'error';
/** A literal of this program: `string` itself does not fit. */
type Code<T extends string> = string extends T ? never : T;

export interface Log {
  event<const Name extends string>(
    level: Level,
    name: Code<Name>,
    fields?: Readonly<Record<string, number | boolean>>,
  ): void;
  /** The code of a fault; of any other error its class and, if Node or SQLite gave one, its code. */
  fault<const Name extends string>(name: Code<Name>, error: unknown): void;
}

export function createLog(write: (line: string) => void, now: () => number): Log {
  const line = (level: Level, event: string, fields: Readonly<Record<string, number | boolean | string>>) =>
    write(JSON.stringify({ at: new Date(now()).toISOString(), level, event, ...fields }));
  return {
    event: (level, name, fields = {}) => line(level, name, fields),
    fault: (name, error) =>
      line(error instanceof Fault && error.blame !== 'bug' ? 'warning' : 'error', name, codes(error)),
  };
}

function codes(error: unknown): Record<string, string> {
  if (error instanceof Fault) {
    const under = error.cause === undefined ? {} : { cause: codes(error.cause).code ?? '' };
    return { blame: error.blame, code: error.code, ...under };
  }
  const code = (error as { code?: unknown } | null)?.code;
  const known = typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(code) ? code : '';
  return { blame: 'bug', code: known || (error instanceof Error ? error.constructor.name : 'not-an-error') };
}
