// Requests that do not name the installation. Firefox says each installation's own address in `Origin` (each CORS
// request, POST and WebSocket; measured with 153, with host permissions and without): by it, services could link all
// that one person does. So a sandboxed frame asks there (`Origin: null`). Chromium says one id for all installations. A
// request that fails here fails: never ask directly instead.
import { browser } from 'wxt/browser';
import type { PushSocket } from '../../http/push.ts';
import { type CarriedInit, type FromFrame, READY, type ToFrame } from './line-message.ts';

/** The ways to reach services. */
export interface Line {
  readonly fetch: typeof fetch;
  readonly WebSocket: new (url: string) => PushSocket;
}

/** The page in the frame: made by the build for Firefox, served only to ourselves. */
const PAGE = '/line.html';

export function openLine(): Line {
  if (!import.meta.env.FIREFOX) return { fetch: (...request) => fetch(...request), WebSocket };
  return openNamelessLine(browser.runtime.getURL(PAGE as never));
}

type Heard = (said: FromFrame) => void;

/** @param pageUrl of a page of ours that calls `serveLine` */
export function openNamelessLine(pageUrl: string): Line {
  const heard = new Map<number, Heard>();
  let lastId = 0;
  let port: Promise<MessagePort> | null = null;
  /** One frame for all: another one would not get connections of its own (measured in both browsers). */
  const tell = async (said: ToFrame): Promise<void> => {
    port ??= frameAt(pageUrl, ({ data }) => heard.get(data.id)?.(data));
    (await port).postMessage(said);
  };

  async function nameless(url: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
    const { signal } = init;
    signal?.throwIfAborted();
    const id = ++lastId;
    const answer = new Promise<Response>((resolve, reject) => {
      heard.set(id, (said) => {
        if (said.kind === 'answer') resolve(responseOf(said));
        else reject(new TypeError('the request failed'));
      });
      signal?.addEventListener('abort', () => {
        reject(signal.reason);
        void tell({ kind: 'abort', id });
      });
    }).finally(() => heard.delete(id));
    await Promise.all([tell({ kind: 'fetch', id, url: String(url), init: carried(init) }), answer]);
    return answer;
  }

  class NamelessSocket extends EventTarget {
    readonly #id = ++lastId;
    /** Whatever is set here: the frame asks for no other. */
    binaryType: BinaryType = 'arraybuffer';

    constructor(url: string) {
      super();
      heard.set(this.#id, (said) => {
        if (said.kind === 'open') this.dispatchEvent(new Event('open'));
        if (said.kind === 'message') this.dispatchEvent(new MessageEvent('message', { data: said.data }));
        if (said.kind !== 'closed') return;
        heard.delete(this.#id);
        this.dispatchEvent(new CloseEvent('close', { code: said.code }));
      });
      void tell({ kind: 'socket', id: this.#id, url });
    }

    send(data: string): void {
      void tell({ kind: 'send', id: this.#id, data });
    }

    close(): void {
      void tell({ kind: 'close', id: this.#id });
    }
  }

  return { fetch: nameless, WebSocket: NamelessSocket as unknown as Line['WebSocket'] };
}

/** Puts the page into a frame without our origin. @returns the port to it */
function frameAt(pageUrl: string, onMessage: (event: MessageEvent<FromFrame>) => void): Promise<MessagePort> {
  const frame = document.createElement('iframe');
  // Nothing but scripts is allowed, above all not the same origin.
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.src = pageUrl;
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', onMessage);
  port1.start();
  const connected = new Promise<MessagePort>((resolve) => {
    const life = new AbortController();
    const ready = ({ source, data }: MessageEvent): void => {
      if (source === null || source !== frame.contentWindow || data !== READY) return;
      life.abort();
      frame.contentWindow.postMessage(null, '*', [port2]);
      resolve(port1);
    };
    addEventListener('message', ready, { signal: life.signal });
  });
  document.documentElement.append(frame);
  return connected;
}

function carried({ method, redirect, credentials, cache, referrerPolicy, headers, body }: RequestInit): CarriedInit {
  return {
    ...Object.fromEntries(
      Object.entries({ method, redirect, credentials, cache, referrerPolicy }).filter(
        ([, value]) => value !== undefined,
      ),
    ),
    headers: [...new Headers(headers)],
    ...(body === undefined || body === null ? {} : { body: body as Uint8Array<ArrayBuffer> }),
  };
}

const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

function responseOf({ status, headers, body }: Extract<FromFrame, { kind: 'answer' }>): Response {
  // A status of 0 cannot be made otherwise.
  if (status === 0) return Response.error();
  return new Response(WITHOUT_BODY.has(status) ? null : body, { status, headers });
}
