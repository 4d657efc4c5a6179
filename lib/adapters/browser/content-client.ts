// The in-page script's line to the worker. It is injected into every frame, so it carries nothing: no polyfill, no
// schema, types only. When the extension is updated or removed, the script that stays behind in a page can no longer
// reach a worker: it goes quiet, and the injected successor takes its place.

import type { MethodAnswer, MethodRequest } from '#rpc/call/contract.ts';
import type { ContentContract, ToContent } from '#rpc/content/contract.ts';

export interface ContentConnection {
  /** Whether the extension behind the script is still there; if it is not, the script has just been ended. */
  isAlive(): boolean;
  /** Rejects if there is no answer; the page sees nothing of it. */
  call<Method extends keyof ContentContract>(
    method: Method,
    request: MethodRequest<ContentContract[Method]>,
  ): Promise<MethodAnswer<ContentContract[Method]>>;
  /** The listener's answer goes to the worker; null: this frame has none, another may. */
  onWord(listener: (word: ToContent) => Promise<boolean | string> | null, signal: AbortSignal): void;
}

/** As much of both browsers' interface as is used here; it goes away with the extension it belongs to. */
interface Runtime {
  readonly id?: string;
  sendMessage(message: unknown): Promise<unknown>;
  readonly onMessage: { addListener(listener: Listener): void; removeListener(listener: Listener): void };
}
type Listener = (message: unknown, sender: { id?: string }, answer: (value: boolean | string) => void) => boolean;
interface Extension {
  readonly runtime?: Runtime;
  readonly i18n: { getMessage(name: string): string };
}
type World = {
  browser?: Extension;
  chrome?: Extension;
  nucleus?: { readonly alive: () => boolean; end: () => void };
  nucleusInvitation?: { readonly alive: () => boolean; end: () => void };
};

const world = globalThis as unknown as World;
const extension = (): Extension | undefined => world.browser ?? world.chrome;
const runtime = (): Runtime | undefined => extension()?.runtime;
/** A text of ours in the reader's language. */
export const localised = (name: string): string => extension()?.i18n.getMessage(name) ?? '';
const alive = (): boolean => {
  try {
    return runtime()?.id !== undefined;
  } catch {
    return false;
  }
};

/** The name that a living script has in the world of ours in a frame. */
type ScriptName = 'nucleus' | 'nucleusInvitation';

/**
 * Whether this frame is still to be taken: false if a living script of ours runs in it already (one that was
 * registered, and one that was injected into open tabs). One whose extension was updated under it is ended. Only our
 * own scripts share this world.
 */
export function claimFrame(name: ScriptName = 'nucleus'): boolean {
  if (world[name]?.alive()) return false;
  world[name]?.end();
  world[name] = { alive, end: () => {} };
  return true;
}

/** @param orphaned called once when the extension behind the script has gone: everything the script did must end */
export function connectContent(orphaned: () => void, name: ScriptName = 'nucleus'): ContentConnection {
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    orphaned();
  };
  const place = world[name];
  if (place) place.end = end;
  const isAlive = (): boolean => {
    if (!alive()) end();
    return !ended;
  };
  return {
    isAlive,
    async call(method, request) {
      try {
        const answer = (await runtime()?.sendMessage({ channel: 'content', method, request })) as
          | { ok: true; value: never }
          | { ok: false; code: string }
          | undefined;
        if (answer?.ok === true) return answer.value;
        throw new Error(answer?.code ?? 'gone');
      } finally {
        // "Extension context invalidated", however this browser says it.
        isAlive();
      }
    },
    onWord(listener, signal) {
      const onMessage = runtime()?.onMessage;
      const id = runtime()?.id;
      const hear: Listener = (message, sender, answer) => {
        const word = message as Partial<ToContent> | null;
        if (sender.id !== id || word?.nucleus === undefined) return false;
        const answered = listener(word as ToContent);
        void answered?.then(answer, () => answer(false));
        return answered !== null;
      };
      onMessage?.addListener(hear);
      signal.addEventListener('abort', () => {
        if (alive()) onMessage?.removeListener(hear);
      });
    },
  };
}
