// libolm compiled to WebAssembly: Olm, the classic double ratchet of Matrix without header encryption or anything
// post-quantum. Sessions are pickled after every operation and unpickled before it, as an application's database would
// have it.
import { loadPeer } from './install.ts';
import type { Conversation } from './libsignal.ts';

export async function loadOlm(): Promise<{ name: string; begin(plaintext: Uint8Array): Promise<Conversation> } | null> {
  const loaded = await loadPeer('@matrix-org/olm');
  if (loaded === null) return null;
  const olm = loaded.default;
  await olm.init();
  const key = 'k'.repeat(32);

  async function begin(plaintext: Uint8Array): Promise<Conversation> {
    const text = 'a'.repeat(plaintext.length);
    const [a, b] = [new olm.Account(), new olm.Account()];
    a.create();
    b.create();
    b.generate_one_time_keys(1);
    const identityA = JSON.parse(a.identity_keys()).curve25519;
    const identityB = JSON.parse(b.identity_keys()).curve25519;
    const [oneTimeKey] = Object.values(JSON.parse(b.one_time_keys()).curve25519);
    const [outbound, inbound] = [new olm.Session(), new olm.Session()];
    outbound.create_outbound(a, identityB, oneTimeKey);
    const first = outbound.encrypt(text);
    inbound.create_inbound_from(b, identityA, first.body);
    b.remove_one_time_keys(inbound);
    inbound.decrypt(first.type, first.body);
    const pickles: [string, string] = [outbound.pickle(key), inbound.pickle(key)];
    for (const one of [a, b, outbound, inbound]) one.free();

    function using<T>(end: 0 | 1, work: (session: any) => T): T {
      const session = new olm.Session();
      session.unpickle(key, pickles[end]);
      const result = work(session);
      pickles[end] = session.pickle(key);
      session.free();
      return result;
    }
    return {
      async say(from) {
        const { type, body } = using(from, (session) => session.encrypt(text));
        if (using(from === 0 ? 1 : 0, (session) => session.decrypt(type, body)).length !== text.length)
          throw new Error('olm read something else');
      },
    };
  }
  return { name: 'libolm (WASM)', begin };
}
