// Node's fetch, as browsers do it: a connection that was kept from an earlier request may be closed by the server in
// the moment in which the next one uses it. A browser then asks again over a new connection; Node's own fails, which a
// client takes for a service that is away. Safe because every endpoint answers the same request twice with one effect.

/** A few kept connections may all be closed. A server that closes each new one is not worth more. */
const TRIES = 4;
const CLOSED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

const isClosed = (error: unknown): boolean => {
  const { cause } = error as { cause?: { code?: string } };
  return cause?.code !== undefined && CLOSED.has(cause.code);
};

export const fetchAgain: typeof fetch = async (input, init) => {
  for (let tries = 1; ; tries++) {
    try {
      return await fetch(input, init);
    } catch (error) {
      // A body that was read cannot be sent again.
      if (tries === TRIES || !isClosed(error) || init?.body instanceof ReadableStream) throw error;
    }
  }
};
