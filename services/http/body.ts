// Reading a body within a limit, before anything looks into it: a declared length above the limit is refused unread, and a body of
// undeclared length is dropped at the byte that exceeds the limit. How long it may take is the listener's matter (listener.ts).

/** The bytes, or 'too-large'. */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array | 'too-large'> {
  const declared = request.headers.get('content-length');
  // Node's parser holds a sender to the length it declared, so within the limit the quick way is safe.
  if (declared !== null) return Number(declared) > maxBytes ? 'too-large' : new Uint8Array(await request.arrayBuffer());
  if (request.body === null) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) return 'too-large';
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
