// Reading a body within a limit, before anything looks into it: a declared length above the limit is refused unread,
// and a body of undeclared length is dropped at the byte that exceeds the limit. How long it may take is the listener's
// matter (listener.ts).
import { concat } from '#bytes/bytes.ts';

/** The bytes, 'too-large', or 'broken-off' if the caller went away in the middle. */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array | 'too-large' | 'broken-off'> {
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) > maxBytes) return 'too-large';
  try {
    // Node's parser holds a sender to the length it declared, so within the limit the quick way is safe.
    return declared !== null ? new Uint8Array(await request.arrayBuffer()) : await readStream(request, maxBytes);
  } catch {
    return 'broken-off';
  }
}

async function readStream(request: Request, maxBytes: number): Promise<Uint8Array | 'too-large'> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) return 'too-large';
    chunks.push(chunk);
  }
  return concat(...chunks);
}
