// The inside of the sandboxed frame through which Firefox's background page asks services (nameless-line.ts says why).
// Its origin is opaque: it reaches no storage and no extension API, and it knows only what its parent hands in over one
// port.
import { type FromFrame, READY, type ToFrame } from './line-message.ts';

type Asked<Kind extends ToFrame['kind']> = Extract<ToFrame, { kind: Kind }>;

/** Serves the first port that the parent hands in. */
export function serveLine(): void {
  const life = new AbortController();
  addEventListener(
    'message',
    ({ source, ports: [port] }) => {
      if (source !== parent || port === undefined) return;
      life.abort();
      serve(port);
    },
    { signal: life.signal },
  );
  parent.postMessage(READY, '*');
}

function serve(port: MessagePort): void {
  const requests = new Map<number, AbortController>();
  const sockets = new Map<number, WebSocket>();
  const tell = (said: FromFrame, transfer: Transferable[] = []): void => port.postMessage(said, transfer);

  async function ask({ id, url, init }: Asked<'fetch'>): Promise<void> {
    const life = new AbortController();
    requests.set(id, life);
    try {
      const { status, headers, body } = await fetch(url, { ...init, signal: life.signal });
      tell({ kind: 'answer', id, status, headers: [...headers], body }, body === null ? [] : [body]);
    } catch {
      requests.delete(id);
      tell({ kind: 'failed', id });
    }
  }

  function dial({ id, url }: Asked<'socket'>): void {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    sockets.set(id, socket);
    socket.addEventListener('open', () => tell({ kind: 'open', id }));
    socket.addEventListener('message', ({ data }) => tell({ kind: 'message', id, data }));
    socket.addEventListener('close', ({ code }) => {
      sockets.delete(id);
      tell({ kind: 'closed', id, code });
    });
  }

  port.addEventListener('message', ({ data }: MessageEvent<ToFrame>) => {
    switch (data.kind) {
      case 'fetch':
        return void ask(data);
      case 'abort':
        requests.get(data.id)?.abort();
        return void requests.delete(data.id);
      case 'socket':
        return dial(data);
      case 'send':
        return sockets.get(data.id)?.send(data.data);
      case 'close':
        return sockets.get(data.id)?.close();
    }
  });
  port.start();
}
