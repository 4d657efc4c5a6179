// Faults by blame and by what the caller can do about them. A fault's text is for engineers and may be logged: it never
// holds content, an address, a name or a key. The interface chooses the words for a person by `code`.

export type Blame =
  /** Bytes that are not of the format. Nothing helps but other bytes. */
  | 'malformed'
  /** Well-formed, but a signature, tag, digest or permission does not hold. */
  | 'untrusted'
  /** The other side understood and said no; asking the same again is useless. */
  | 'refused'
  /** There was no answer, or nonsense; asking again later is right. */
  | 'unavailable'
  /** The vault is locked; a person must unlock it. */
  | 'locked'
  /** Our own mistake. */
  | 'bug';

export class Fault extends Error {
  override readonly name = 'Fault';
  readonly blame: Blame;
  /** Stable, kebab-case, unique in the project: tests and the interface match on it. */
  readonly code: string;

  constructor(blame: Blame, code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.blame = blame;
    this.code = code;
  }
}

/**
 * What may be written down of an error that nobody expected: its kind and place, never its message, which may hold
 * content. null: a fault of another kind, as when locking ends the work under way; that is no failure.
 */
export function traceOf(error: unknown): string | null {
  if (error instanceof Fault && error.blame !== 'bug') return null;
  if (!(error instanceof Error)) return typeof error;
  const { name, message, stack = '' } = error;
  // Chromium's begins with the message, in as many lines as that has.
  const places = stack
    .replace(message, '')
    .split('\n')
    .filter((line) => PLACE.test(line));
  return [error instanceof Fault ? error.code : name, ...places.slice(0, 5)].join('\n');
}

/** A line of a stack: file, line and column, as both browsers write it. */
const PLACE = /:\d+:\d+\)?$/;
