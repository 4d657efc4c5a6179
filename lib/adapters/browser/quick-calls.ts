// A page's calls that are answered at once, on a port that is kept: a message of its own (`runtime.sendMessage`) opens
// a channel through the browser and closes it again, which takes longer than the answer. A message wakes a worker and
// keeps it awake until it has answered; a port does neither, so calls that may take long go as messages.
import type { browser } from 'wxt/browser';
import type { Ask } from '#rpc/call/client.ts';
import { CALLS_PORT, type Call, type CallAnswer } from '#rpc/call/contract.ts';
import type { PageContract } from '#rpc/page/contract.ts';

/** On the way of a text, from the key to the other's screen. Asked twice they do no more than asked once. */
const QUICK: ReadonlySet<string> = new Set<keyof PageContract>(['send', 'thread']);

/** As much of the browser's interface as is used here. */
export interface CallsRuntime {
  sendMessage(call: Call): Promise<unknown>;
  connect(options: { readonly name: string }): CallsPort;
}
export type CallsPort = Pick<
  Parameters<Parameters<typeof browser.runtime.onConnect.addListener>[0]>[0],
  'postMessage' | 'onMessage' | 'onDisconnect'
>;

/** What a page says on the port, and what it hears: it counts its calls. */
export interface NumberedCall {
  readonly number: number;
  readonly call: unknown;
}
interface NumberedAnswer {
  readonly number: number;
  readonly answer: CallAnswer;
}

/** Rejects, as `sendMessage` does, if no worker has answered. @param ended called when the port was cut */
function openCalls(port: CallsPort, ended: () => void): Ask {
  const waiting = new Map<number, (answer: CallAnswer | null) => void>();
  let last = 0;
  port.onMessage.addListener((message: unknown) => {
    const { number, answer } = message as NumberedAnswer;
    waiting.get(number)?.(answer);
    waiting.delete(number);
  });
  port.onDisconnect.addListener(() => {
    ended();
    for (const tell of waiting.values()) tell(null);
  });
  return async (call) => {
    const number = ++last;
    const answered = new Promise<CallAnswer | null>((resolve) => waiting.set(number, resolve));
    port.postMessage({ number, call } satisfies NumberedCall);
    const answer = await answered;
    if (answer === null) throw new Error('the worker ended before it answered');
    return answer;
  };
}

export function createAsk(runtime: CallsRuntime): Ask {
  let calls: Ask | null = null;
  const byMessage = async (call: Call): Promise<unknown> => {
    const answer = await runtime.sendMessage(call);
    // There is a worker now: the next goes by the port.
    if (QUICK.has(call.method))
      calls ??= openCalls(runtime.connect({ name: CALLS_PORT }), () => {
        calls = null;
      });
    return answer;
  };
  return (call) => {
    if (calls === null || !QUICK.has(call.method)) return byMessage(call);
    // Cut off, it is asked of the next worker, which a message wakes.
    return calls(call).catch(() => {
      calls = null;
      return byMessage(call);
    });
  };
}
