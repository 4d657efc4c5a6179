// The core against its peers: shaking hands (everything from fresh identities to the first message read), one-way and
// ping-pong messages of 1 KiB, the state loaded, saved and serialised for every message at both ends. Ours has header
// encryption and post-quantum secrets.
import { randomFillSync } from 'node:crypto';
import type { Entropy } from '#bytes/entropy.ts';
import { noble } from '#crypto/noble.ts';
import { type Provider, useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { decrypt, encrypt } from '#protocol/pairwise/ratchet.ts';
import { answerOffer, dueOffer, takeAnswer } from '#protocol/pairwise/ratchet-secret.ts';
import { type RatchetState, ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import { introduce, type Party } from '#protocol/vectors/party.ts';
import type { Opened } from './part.ts';
import { loadLibsignal } from './peers/libsignal.ts';
import { loadOlm } from './peers/olm.ts';
import { type Contestant, compete, type Row, speed } from './row.ts';

const PLAINTEXT = new Uint8Array(1024).fill(0x61);

/** One pool for many small draws, as any program does that calls the system for its randomness. */
function pooled(): Entropy {
  const pool = new Uint8Array(65_536);
  let at = pool.length;
  return (byteCount) => {
    if (at + byteCount > pool.length) {
      randomFillSync(pool);
      at = 0;
    }
    at += byteCount;
    return pool.slice(at - byteCount, at);
  };
}
const entropy = pooled();

/** Both ends of a conversation: states as bytes in a store, secrets offered and answered as they fall due. */
class Ours {
  readonly #store = new Map<number, Uint8Array>();
  /** Of the application: whether a secret may be due is known once an end has stepped. */
  readonly #secrets: boolean;

  constructor({ acceptor, inviter }: { acceptor: Party; inviter: Party }, secrets: boolean) {
    this.#store.set(0, acceptor.encoded);
    this.#store.set(1, inviter.encoded);
    this.#secrets = secrets;
  }

  #load(end: 0 | 1): RatchetState {
    return ratchetState.decode(this.#store.get(end) as Uint8Array);
  }

  #save(end: 0 | 1, state: RatchetState): void {
    this.#store.set(end, ratchetState.encode(state));
  }

  say(from: 0 | 1): void {
    const to = from === 0 ? 1 : 0;
    const sent = encrypt(this.#load(from), PLAINTEXT, entropy);
    this.#save(from, sent.state);
    const read = decrypt(this.#load(to), sent.message, () => null, entropy);
    if (read.outcome !== 'decrypted' || read.plaintext.length !== PLAINTEXT.length)
      throw new Error('ours read something else');
    this.#save(to, read.state);
    if (this.#secrets) this.#mix(from, to);
  }

  /**
   * Offer and answer cost what they cost; the two messages that carry them are counted as messages in the envelope row
   * only.
   */
  #mix(from: 0 | 1, to: 0 | 1): void {
    const due = dueOffer(this.#load(from), entropy);
    if (due === null) return;
    const answered = answerOffer(this.#load(to), due.offer, entropy);
    if (answered === null) throw new Error('the offer is not answered');
    this.#save(to, answered.state);
    this.#save(from, takeAnswer(due.state, answered.answer));
  }
}

/** Through envelopes: message bodies, padding to 4 KiB, everything that crosses the network. */
function envelopes(pair: { acceptor: Party; inviter: Party }, from: 0 | 1): void {
  const ends = [pair.acceptor, pair.inviter] as const;
  const [mine, theirs] = from === 0 ? ends : [ends[1], ends[0]];
  for (const envelope of [mine.say('a'.repeat(1024)), ...mine.control()]) {
    if (theirs.receive(envelope) !== 'opened') throw new Error('ours read something else');
  }
  mine.read.length = 0;
  theirs.read.length = 0;
}

/** A pair past the first reply, so that no envelope is a first one. */
function begun(): { acceptor: Party; inviter: Party } {
  const pair = introduce(entropy, entropy);
  if (pair.acceptor.receive(pair.inviter.say('reply')) !== 'opened') throw new Error('the reply is not read');
  return pair;
}

type Kind =
  | 'handshake'
  | 'one-way 1 KiB'
  | 'ping-pong 1 KiB'
  | 'one-way in envelopes of 4 KiB'
  | 'ping-pong in envelopes of 4 KiB';

function contestant(kind: Kind, chosen: Provider, times: number): Contestant {
  const name = chosen.name;
  const withProvider = (run: (times: number) => void) => (count: number) => {
    useProvider(chosen);
    run(count);
  };
  const repeat = (work: (turn: number) => void) => (count: number) => {
    for (let turn = 0; turn < count; turn++) work(turn);
  };
  const end = (turn: number): 0 | 1 => (kind.startsWith('ping-pong') && turn % 2 === 1 ? 1 : 0);
  if (kind === 'handshake') return { name, times, run: withProvider(repeat(() => void introduce(entropy, entropy))) };
  useProvider(chosen);
  const pair = begun();
  if (kind.includes('envelopes'))
    return { name, times, run: withProvider(repeat((turn) => envelopes(pair, end(turn)))) };
  const ours = new Ours(pair, kind.startsWith('ping-pong'));
  return { name, times, run: withProvider(repeat((turn) => ours.say(end(turn)))) };
}

export async function core(): Promise<Row[]> {
  const sodium = await loadSodium();
  const peers = (await Promise.all([loadLibsignal(), loadOlm()])).filter((peer) => peer !== null);
  const rows: Row[] = [];
  // Enough of each that compiled code is measured, and fewer of the slow.
  const kinds: [Kind, number, number, number][] = [
    ['handshake', 25, 4, 7],
    ['one-way 1 KiB', 2000, 600, 7],
    ['ping-pong 1 KiB', 400, 40, 7],
    ['one-way in envelopes of 4 KiB', 800, 300, 5],
    ['ping-pong in envelopes of 4 KiB', 300, 20, 5],
  ];
  for (const [kind, times, nobleTimes, rounds] of kinds) {
    const theirs: Contestant[] = [];
    for (const { name, begin } of peers) {
      if (kind === 'handshake') {
        const run = async (count: number) => {
          for (let turn = 0; turn < count; turn++) await begin(PLAINTEXT);
        };
        theirs.push({ name, times, run });
        continue;
      }
      const conversation = await begin(PLAINTEXT);
      await conversation.say(1);
      const run = async (count: number) => {
        for (let turn = 0; turn < count; turn++)
          await conversation.say(kind.startsWith('ping-pong') && turn % 2 === 1 ? 1 : 0);
      };
      theirs.push({ name, times, run });
    }
    const unit = kind === 'handshake' ? 'handshakes per CPU second' : 'messages per CPU second';
    const ours = [contestant(kind, sodium, times), contestant(kind, noble, nobleTimes)];
    rows.push(...(await compete(kind, unit, ours, theirs, rounds)));
  }
  useProvider(noble);
  return rows;
}

/** The handshake alone, to be measured in turns with another build; libsignal beside it in each turn. */
export async function openHandshake(): Promise<Opened> {
  const ours = contestant('handshake', await loadSodium(), 25);
  const peer = await loadLibsignal();
  const theirs = async (times: number) => {
    for (let turn = 0; turn < times; turn++) await peer?.begin(PLAINTEXT);
  };
  const turn = async () => {
    const mine = await speed(ours);
    const row = { name: `handshake (${ours.name})`, unit: 'handshakes per CPU second', value: mine };
    if (peer === null) return [row];
    const other = await speed({ name: peer.name, times: 25, run: theirs });
    return [
      row,
      { name: `handshake (${ours.name}) over ${peer.name}`, unit: 'times per CPU second', value: mine / other },
    ];
  };
  return { turn, close: async () => {} };
}
