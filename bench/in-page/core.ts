// Two ends of one conversation in memory, for the extension's worker: states decoded and encoded for every message at
// both ends, secrets offered and answered as they fall due. Bundled and run in the worker's global scope (worker.ts).
import { browserEntropy } from '#adapters/browser/entropy.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { noble } from '#crypto/noble.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { decrypt, encrypt } from '#protocol/pairwise/ratchet.ts';
import { answerOffer, dueOffer, takeAnswer } from '#protocol/pairwise/ratchet-secret.ts';
import { type RatchetState, ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import { introduce } from '#protocol/vectors/party.ts';

const PLAINTEXT = new Uint8Array(1024).fill(0x61);
const POOL_BYTES = 65_536;

/** One pool for many small draws. */
function pooled(): Entropy {
  let pool = browserEntropy(POOL_BYTES);
  let at = 0;
  return (byteCount) => {
    if (at + byteCount > POOL_BYTES) {
      pool = browserEntropy(POOL_BYTES);
      at = 0;
    }
    at += byteCount;
    return pool.slice(at - byteCount, at);
  };
}

/** @returns messages per second */
export async function speak(
  provider: 'sodium' | 'noble',
  kind: 'one-way' | 'ping-pong',
  times: number,
): Promise<number> {
  useProvider(provider === 'sodium' ? await loadSodium() : noble);
  const entropy = pooled();
  const pair = introduce(entropy, entropy);
  if (pair.acceptor.receive(pair.inviter.say('reply')) !== 'opened') throw new Error('the reply is not read');
  const store: [Uint8Array, Uint8Array] = [pair.acceptor.encoded, pair.inviter.encoded];
  const load = (end: 0 | 1): RatchetState => ratchetState.decode(store[end]);
  const save = (end: 0 | 1, state: RatchetState): void => {
    store[end] = ratchetState.encode(state);
  };
  const startedAt = performance.now();
  for (let turn = 0; turn < times; turn++) {
    const from = kind === 'ping-pong' && turn % 2 === 1 ? 1 : 0;
    const to = from === 0 ? 1 : 0;
    const sent = encrypt(load(from), PLAINTEXT, entropy);
    save(from, sent.state);
    const read = decrypt(load(to), sent.message, () => null, entropy);
    if (read.outcome !== 'decrypted' || read.plaintext.length !== PLAINTEXT.length)
      throw new Error('something else was read');
    save(to, read.state);
    if (kind === 'one-way') continue;
    const due = dueOffer(load(from), entropy);
    if (due === null) continue;
    const answered = answerOffer(load(to), due.offer, entropy);
    if (answered === null) throw new Error('the offer is not answered');
    save(to, answered.state);
    save(from, takeAnswer(due.state, answered.answer));
  }
  return (1000 * times) / (performance.now() - startedAt);
}
