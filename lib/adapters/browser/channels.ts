// The worker's ear: both channels on `runtime.onMessage`. A caller is known by its sender before anything of its
// message counts, and each kind of caller has its own table, so a content script cannot name a page method. Listeners
// are registered at once, at the start of the worker's script (a browser wakes a worker for those only); handlers may
// still be on their way.
import { browser } from 'wxt/browser';
import { CALLS_PORT, type CallAnswer, type Contract } from '#rpc/call/contract.ts';
import { type Report, refusal, type Served, serve } from '#rpc/call/server.ts';
import type { NumberedCall } from './quick-calls.ts';
import { type FromContent, type FromPage, fromContent, fromPage, type Self, type Sender } from './sender.ts';

type Eventually<T> = T | Promise<T>;

export interface Channels<P extends Contract, C extends Contract> {
  readonly page: Eventually<Served<P, FromPage>>;
  readonly content: Eventually<Served<C, FromContent>>;
  readonly report: Report;
  /** A page of ours begins: it woke the worker (glimpse/early.ts), and will ask. */
  opening?(): void;
  readonly signal?: AbortSignal;
}

/** Answers calls until the signal aborts. */
export function listen<P extends Contract, C extends Contract>(channels: Channels<P, C>): void {
  const self = thisExtension();
  const listener = (message: unknown, sender: Sender, respond: (answer: CallAnswer) => void): true | undefined =>
    hear(channels, message, sender, self, respond);
  const connect = (port: Port): void => {
    if (port.name === CALLS_PORT) answerOn(channels, port, self);
  };
  browser.runtime.onMessage.addListener(listener);
  browser.runtime.onConnect.addListener(connect);
  channels.signal?.addEventListener('abort', () => {
    browser.runtime.onMessage.removeListener(listener);
    browser.runtime.onConnect.removeListener(connect);
  });
}

/** @returns whether an answer will come */
export function hear<P extends Contract, C extends Contract>(
  channels: Channels<P, C>,
  message: unknown,
  sender: Sender,
  self: Self,
  respond: (answer: CallAnswer) => void,
): true | undefined {
  if (!isCall(message)) {
    if (fromPage(sender, self) !== null) channels.opening?.();
    return undefined;
  }
  void answerCall(channels, message, sender, self).then(respond);
  // The answer comes later, in both browsers.
  return true;
}

type Port = Parameters<Parameters<typeof browser.runtime.onConnect.addListener>[0]>[0];

export function thisExtension(): Self {
  return { id: browser.runtime.id, origin: browser.runtime.getURL('/').replace(/\/$/, '') };
}

/** Calls on a port (quick-calls.ts), of pages of ours only. */
export function answerOn<P extends Contract, C extends Contract>(
  channels: Channels<P, C>,
  port: Pick<Port, 'sender' | 'disconnect' | 'onMessage' | 'postMessage'>,
  self: Self,
): void {
  const sender = (port.sender ?? {}) as Sender;
  if (fromPage(sender, self) === null) return port.disconnect();
  port.onMessage.addListener((message: unknown) => {
    const { number, call } = (message ?? {}) as Partial<NumberedCall>;
    if (typeof number !== 'number' || !isCall(call)) return;
    void answerCall(channels, call, sender, self).then((answer) => {
      try {
        port.postMessage({ number, answer });
      } catch {
        // The page has gone meanwhile.
      }
    });
  });
}

interface RawCall {
  readonly channel: unknown;
  readonly method: unknown;
  readonly request: unknown;
}

/** Only messages that say to be calls are ours to answer: others may be meant for other listeners. */
export function isCall(message: unknown): message is RawCall {
  return (
    typeof message === 'object' &&
    message !== null &&
    Object.hasOwn(message, 'channel') &&
    Object.hasOwn(message, 'method')
  );
}

/** Never rejects. */
export async function answerCall<P extends Contract, C extends Contract>(
  channels: Channels<P, C>,
  { channel, method, request }: RawCall,
  sender: Sender,
  self: Self,
): Promise<CallAnswer> {
  try {
    if (channel === 'page') {
      const from = fromPage(sender, self);
      if (from !== null) return await serve(await channels.page, { method, request }, from, channels.report);
    }
    if (channel === 'content') {
      const from = fromContent(sender, self);
      if (from !== null) return await serve(await channels.content, { method, request }, from, channels.report);
    }
    return refusal('refused', 'caller-unknown');
  } catch (error) {
    // The handlers could not be made: the worker's start failed.
    channels.report({ method: 'start', blame: 'bug', code: 'start-failed', error });
    return refusal('bug', 'start-failed');
  }
}
