// A line to a receiving service that says when mail waits (PUSH_PATH), and may bring one small item. It is held while
// the signal lives, and opened again after a jittered, growing pause. Missed mail lies in the mailbox: the service says
// how much at every opening. Runs in the worker, in a page (Firefox: an open view owns the line) and in Node.
import { encodeBase64url } from '#bytes/base64url.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { PUSH_PATH } from '#wire/endpoints.ts';
import { type Mailbox, mailbox, PUSH_FRAME_BYTES } from '#wire/transport.ts';

/**
 * An empty frame this often: traffic keeps a browser's worker alive (an idle one ends after 30 s) and lets TCP notice a
 * dead line, in minutes; until then the poll by alarm brings the mail.
 */
export const KEEP_ALIVE_MS = 20_000;
export const FIRST_PAUSE_MS = 1_000;
export const LONGEST_PAUSE_MS = 60_000;
/** The service's close code for a session that holds no more: another one must be made. */
const CLOSE_UNAUTHORISED = 4401;
const MAX_FRAME_CHARACTERS = 1024;

/** As much of a WebSocket as a line needs. */
export type PushSocket = Pick<WebSocket, 'addEventListener' | 'send' | 'close' | 'binaryType'>;

/** What a frame says. */
interface Told {
  /** How many items wait in the mailbox. */
  readonly waiting: number;
  /** All of them, if the service sent them along. */
  readonly brought: Mailbox | null;
}

export interface PushOptions {
  readonly WebSocket: new (url: string) => PushSocket;
  /** At every opening, and whenever more waits. */
  onTold(told: Told): void;
  /** Whether the line stands; told on change only. */
  onOpen?(open: boolean): void;
  /** Runs `run` after a while; the answer takes it back. */
  after(delayMs: number, run: () => void): () => void;
  readonly entropy: Entropy;
  readonly signal: AbortSignal;
}

/**
 * @param origin of the receiving service
 * @param session of scope `fetch`
 * @returns 'aborted' by the signal, or 'unauthorised': the session holds no more, open again with a new one
 */
export function openPush(
  origin: string,
  session: Uint8Array,
  options: PushOptions,
): Promise<'aborted' | 'unauthorised'> {
  const { signal, after, entropy } = options;
  const url = origin.replace(/^http/, 'ws') + PUSH_PATH;
  const hello = JSON.stringify({ session: encodeBase64url(session) });
  let failures = 0;

  return new Promise((resolve) => {
    let lifetime = new AbortController();
    let cancelPause = () => {};
    const end = (reason: 'aborted' | 'unauthorised') => {
      signal.removeEventListener('abort', abort);
      cancelPause();
      lifetime.abort();
      resolve(reason);
    };
    const abort = () => end('aborted');
    const dial = () => {
      lifetime = new AbortController();
      hold(new options.WebSocket(url), hello, options, lifetime.signal, {
        heard: () => {
          failures = 0;
        },
        closed: (code) => {
          lifetime.abort();
          if (code === CLOSE_UNAUTHORISED) return end('unauthorised');
          cancelPause = after(pauseMs(failures++, entropy), dial);
        },
      });
    };
    if (signal.aborted) return resolve('aborted');
    signal.addEventListener('abort', abort);
    dial();
  });
}

interface Line {
  heard(): void;
  /** Called once, unless the lifetime ends first. */
  closed(code: number): void;
}

/** One socket from its opening to its end. */
function hold(socket: PushSocket, hello: string, options: PushOptions, lifetime: AbortSignal, line: Line): void {
  let cancelBeat = () => {};
  const beat = () => {
    socket.send('{}');
    cancelBeat = options.after(KEEP_ALIVE_MS, beat);
  };
  let opened = false;
  socket.binaryType = 'arraybuffer';
  lifetime.addEventListener('abort', () => {
    cancelBeat();
    socket.close();
    if (opened) options.onOpen?.(false);
  });
  const listen = { signal: lifetime };
  socket.addEventListener(
    'open',
    () => {
      socket.send(hello);
      cancelBeat = options.after(KEEP_ALIVE_MS, beat);
    },
    listen,
  );
  socket.addEventListener(
    'message',
    ({ data }) => {
      const told = typeof data === 'string' ? decodeWaiting(data) : decodeBrought(data);
      if (told === null) return;
      line.heard();
      // Not before: a socket that opens may yet be refused.
      if (!opened) options.onOpen?.(true);
      opened = true;
      options.onTold(told);
    },
    listen,
  );
  socket.addEventListener('close', ({ code }) => line.closed(code), listen);
}

function decodeWaiting(frame: string): Told | null {
  if (frame.length > MAX_FRAME_CHARACTERS) return null;
  try {
    const waiting: unknown = JSON.parse(frame)?.waiting;
    const isCount = typeof waiting === 'number' && Number.isSafeInteger(waiting) && waiting >= 0;
    return isCount ? { waiting, brought: null } : null;
  } catch {
    return null;
  }
}

function decodeBrought(frame: unknown): Told | null {
  if (!(frame instanceof ArrayBuffer) || frame.byteLength > PUSH_FRAME_BYTES) return null;
  try {
    const brought = mailbox.decode(new Uint8Array(frame));
    return { waiting: brought.items.length + brought.remaining, brought };
  } catch {
    return null;
  }
}

/**
 * Half of the pause is certain, half is chance, so that the clients of a service that comes back do not come back at
 * once.
 */
export function pauseMs(failures: number, entropy: Entropy): number {
  const [high = 0, low = 0] = entropy(2);
  const longest = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures, 16), LONGEST_PAUSE_MS);
  return Math.round(longest * (0.5 + (high * 256 + low) / 0xffff / 2));
}
