// Messages between the background page and its frame for requests, over a message port (nameless-line.ts,
// line-frame.ts). An id names one request or one socket.

/** The parts of a RequestInit that cross a port. */
export interface CarriedInit
  extends Pick<RequestInit, 'method' | 'redirect' | 'credentials' | 'cache' | 'referrerPolicy'> {
  readonly headers: [string, string][];
  readonly body?: Uint8Array<ArrayBuffer>;
}

export type ToFrame =
  | { readonly kind: 'fetch'; readonly id: number; readonly url: string; readonly init: CarriedInit }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'socket'; readonly id: number; readonly url: string }
  | { readonly kind: 'send'; readonly id: number; readonly data: string }
  | { readonly kind: 'close'; readonly id: number };

export type FromFrame =
  /** A status of 0 is a redirect; it is never followed. */
  | {
      readonly kind: 'answer';
      readonly id: number;
      readonly status: number;
      readonly headers: [string, string][];
      readonly body: ReadableStream<Uint8Array<ArrayBuffer>> | null;
    }
  | { readonly kind: 'failed'; readonly id: number }
  | { readonly kind: 'open'; readonly id: number }
  | { readonly kind: 'message'; readonly id: number; readonly data: unknown }
  | { readonly kind: 'closed'; readonly id: number; readonly code: number };

/** The frame's first word to its parent. */
export const READY = 'line-ready';
