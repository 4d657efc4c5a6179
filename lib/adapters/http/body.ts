// Reading the body of an answer within a limit: a body declared too long is never read, and one that turns out too long
// is dropped at the first byte over. Nothing here looks into the bytes.

/** The whole body, or 'too-large'. @throws the connection's error */
export async function readAnswerBody(response: Response, maxBytes: number): Promise<Uint8Array | 'too-large'> {
  // A malformed length compares as NaN, so it decides nothing and the bytes are counted.
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) return drop(response);
  if (response.body === null) return new Uint8Array(0);
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > maxBytes) {
      await reader.cancel().catch(() => {});
      return 'too-large';
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

async function drop(response: Response): Promise<'too-large'> {
  await response.body?.cancel().catch(() => {});
  return 'too-large';
}
