// The ratchet at its bounds: how far it looks ahead, which keys it keeps and for how long, its draws, and that it never
// changes its arguments.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concat, equal } from '#bytes/bytes.ts';
import { hkdfExpand, hkdfExtract } from '#crypto/hash.ts';
import { createAgreeKeyPair } from '#crypto/keys.ts';
import { noble } from '#crypto/noble.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { introduce, nameOf } from '../vectors/party.ts';
import { type Scripted, scripted } from '../vectors/scripted.ts';
import {
  decrypt,
  encrypt,
  forgetSkipped,
  MAX_JUMP,
  RATCHET_OVERHEAD,
  receivedUpTo,
  startAcceptor,
  startInviter,
} from './ratchet.ts';
import { answerOffer, dueOffer, OFFER_INTERVAL, takeAnswer } from './ratchet-secret.ts';
import { MAX_SKIPPED_CHAINS, type RatchetState, ratchetState } from './ratchet-state.ts';
import { MAX_SKIP } from './skipped-keys.ts';

beforeAll(async () => useProvider(await loadSodium()));
afterAll(() => useProvider(noble));

/** An end without envelopes around it: short messages, quick to make by the thousand. */
class End {
  state: RatchetState;
  readonly entropy: Scripted;
  readonly keys = new Map<string, Uint8Array>();

  constructor(state: RatchetState, entropy: Scripted) {
    this.state = state;
    this.entropy = entropy;
  }

  write(text = ''): Uint8Array {
    const { state, message } = encrypt(this.state, new TextEncoder().encode(text), this.entropy.draw);
    this.state = state;
    return message;
  }

  read(message: Uint8Array): string {
    const opened = decrypt(this.state, message, (name) => this.keys.get(nameOf(name)) ?? null, this.entropy.draw);
    if (opened.outcome !== 'decrypted') return opened.outcome;
    for (const { key, ...name } of opened.keep) this.keys.set(nameOf(name), key);
    for (const name of opened.forget) this.keys.delete(nameOf(name));
    this.state = ratchetState.decode(ratchetState.encode(opened.state));
    return `"${new TextDecoder().decode(opened.plaintext)}"`;
  }
}

function pair(): { a: End; b: End } {
  const shared = { secret: new Uint8Array(32).fill(1), associatedData: new Uint8Array(32).fill(2) };
  const [ofA, ofB] = [scripted('a'), scripted('b')];
  const prekey = createAgreeKeyPair(ofB.draw);
  return {
    a: new End(startAcceptor(shared, prekey.publicKey, ofA.draw), ofA),
    b: new End(startInviter(shared, prekey), ofB),
  };
}

function talking(): { a: End; b: End } {
  const { a, b } = pair();
  b.read(a.write());
  a.read(b.write());
  return { a, b };
}

test('an inviter cannot send before it has received, and says whose mistake that is', () => {
  expect(() => pair().b.write()).toThrow(expect.objectContaining({ blame: 'bug', code: 'ratchet-cannot-send' }));
});

test('draws are 32 bytes to encrypt, 32 for a step, none otherwise', () => {
  const { a, b } = pair();
  const before = [a.entropy.lengths.length, b.entropy.lengths.length] as const;
  const [one, two] = [a.write('1'), a.write('2')];
  expect(a.entropy.lengths.slice(before[0])).toEqual([32, 32]);
  b.read(two);
  b.read(one);
  expect(b.entropy.lengths.slice(before[1])).toEqual([32]);
  expect(b.read(new Uint8Array(200))).toBe('unreadable');
  expect(b.entropy.lengths.length).toBe(before[1] + 1);
});

test('a message is the sealed header, the plaintext and a tag: 100 bytes more', () => {
  expect(pair().a.write('seven b').length).toBe(7 + RATCHET_OVERHEAD);
  expect(RATCHET_OVERHEAD).toBe(100);
  expect(pair().b.read(new Uint8Array(RATCHET_OVERHEAD - 1))).toBe('unreadable');
});

test('neither ratchet nor attempt changes the state or the message it is given', () => {
  const { a, b } = talking();
  const message = a.write('x');
  const frozen = [ratchetState.encode(b.state), message.slice()];
  const spoilt = message.with(message.length - 1, (message.at(-1) as number) ^ 1);
  for (const given of [spoilt, message]) decrypt(b.state, given, () => null, scripted('other').draw);
  expect([ratchetState.encode(b.state), message]).toEqual(frozen);
});

describe('messages that did not come', () => {
  test(`are read up to ${MAX_SKIP - 1} places behind the newest, and their keys then deleted`, () => {
    const { a, b } = talking();
    const sent = Array.from({ length: MAX_SKIP + 2 }, (_, n) => a.write(String(n)));
    // 0 and 1 stay away; the last but one makes 1 the farthest kept, the last pushes it out.
    for (const message of sent.slice(2, -1)) b.read(message);
    expect([...b.keys.keys()]).toEqual([`${b.state.receiving.id}/1`]);
    expect(b.read(sent[0] as Uint8Array)).toBe('spent');
    const branch = new End(b.state, scripted('branch'));
    for (const [name, key] of b.keys) branch.keys.set(name, key);
    expect(branch.read(sent[1] as Uint8Array)).toBe('"1"');
    expect(branch.keys.size).toBe(0);
    expect(b.read(sent.at(-1) as Uint8Array)).toBe(`"${MAX_SKIP + 1}"`);
    expect(b.keys.size).toBe(0);
    expect(b.read(sent[1] as Uint8Array)).toBe('spent');
    expect(b.state.receiving.kept.length).toBe(0);
  });

  test('come in any order within the window, each once', () => {
    const { a, b } = talking();
    const sent = Array.from({ length: MAX_SKIP }, (_, n) => a.write(String(n)));
    for (const [n, message] of [...sent.entries()].reverse()) expect(b.read(message)).toBe(`"${n}"`);
    expect(b.keys.size).toBe(0);
    for (const message of sent) expect(b.read(message)).toBe('spent');
  });

  test(`may be ${MAX_JUMP} in a row, and more if the next step passes over them: the conversation outlives them`, () => {
    const { a, b } = talking();
    expect(b.read(a.write('begins the chain'))).toBe('"begins the chain"');
    for (let n = 0; n < MAX_JUMP; n++) a.write();
    const reachable = a.write('reachable');
    const far = a.write('far');
    const patient = new End(b.state, scripted('patient'));
    expect(patient.read(reachable)).toBe('"reachable"');
    expect(patient.keys.size).toBe(MAX_SKIP - 1);
    expect(b.read(far)).toBe('unreadable');
    expect(a.read(b.write('still here'))).toBe('"still here"');
    expect(b.read(a.write('so am I'))).toBe('"so am I"');
    expect(b.keys.size).toBe(0);
  });

  test(`lose their keys with their chain when ${MAX_SKIPPED_CHAINS} later chains have lost some too`, () => {
    const { a, b } = talking();
    const lost: Uint8Array[] = [];
    for (let chain = 0; chain < MAX_SKIPPED_CHAINS + 2; chain++) {
      lost.push(a.write(`lost ${chain}`));
      expect(b.read(a.write('arrives'))).toBe('"arrives"');
      a.read(b.write());
    }
    b.read(a.write());
    expect(b.state.skipped.length).toBe(MAX_SKIPPED_CHAINS);
    expect(b.keys.size).toBe(MAX_SKIPPED_CHAINS);
    expect(lost.map((message) => b.read(message))).toEqual(
      lost.map((_, chain) => (chain < 2 ? 'unreadable' : `"lost ${chain}"`)),
    );
    expect(b.keys.size).toBe(0);
    expect(b.state.skipped).toEqual([]);
  });

  test('are forgotten by time, if the caller says from when', () => {
    const { a, b } = talking();
    const early = a.write('early');
    b.read(a.write());
    a.read(b.write());
    const late = [a.write('late 0'), a.write('late 1')];
    b.read(a.write());
    const mark = receivedUpTo(b.state);
    const newest = a.write('newest');
    b.read(a.write());
    expect(b.keys.size).toBe(4);
    const { state, forget } = forgetSkipped(b.state, mark);
    expect(forget.length).toBe(3);
    for (const name of forget) expect(b.keys.delete(nameOf(name))).toBe(true);
    b.state = ratchetState.decode(ratchetState.encode(state));
    expect([early, ...late].map((message) => b.read(message))).toEqual(['unreadable', 'spent', 'spent']);
    expect(b.read(newest)).toBe('"newest"');
    expect(forgetSkipped(b.state, receivedUpTo(b.state)).forget).toEqual([]);
  });

  test('ask for their key by name, and are read once the caller has looked', () => {
    const { a, b } = talking();
    const early = a.write('early');
    const opened = decrypt(b.state, a.write('later'), () => null, b.entropy.draw);
    if (opened.outcome !== 'decrypted') throw new Error(opened.outcome);
    const [kept] = opened.keep;
    const asked = decrypt(opened.state, early, () => undefined, b.entropy.draw);
    expect(asked).toEqual({ outcome: 'need', skipped: { chain: kept?.chain, number: kept?.number } });
    expect(decrypt(opened.state, early, () => kept?.key, b.entropy.draw).outcome).toBe('decrypted');
    // A record that is gone although the state names it: nothing to read with, nothing to throw about.
    expect(decrypt(opened.state, early, () => null, b.entropy.draw).outcome).toBe('spent');
  });
});

test('a header whose ratchet key is of low order is not followed', () => {
  const { a, b } = talking();
  const before = b.state;
  a.state = { ...a.state, dhPublic: new Uint8Array(32) };
  // The attacker here is the other party itself: only it can seal a header. Its next chain is made the way b would
  // follow it.
  a.read(b.write());
  a.state = { ...a.state, dhPublic: new Uint8Array(32) };
  expect(b.read(a.write('trap'))).toBe('unreadable');
  expect(b.state.receiving).toEqual(before.receiving);
});

describe('post-quantum secrets', () => {
  /** Talks in turns until `a` has an offer due. */
  function offered() {
    const { a, b } = talking();
    for (let turn = 0; turn <= OFFER_INTERVAL; turn++) {
      b.read(a.write());
      a.read(b.write());
    }
    const due = dueOffer(a.state, a.entropy.draw);
    if (due === null) throw new Error('no offer is due');
    a.state = due.state;
    return { a, b, offer: due.offer };
  }
  const turn = (from: End, to: End) => expect(to.read(from.write('turn'))).toBe('"turn"');

  test('the root key steps as the specification says, with the secret behind the agreement', () => {
    const { a, b, offer } = offered();
    const answered = answerOffer(b.state, offer, b.entropy.draw);
    if (answered === null) throw new Error('not answered');
    b.state = answered.state;
    const agreed = b.state.agreed?.secret as Uint8Array;
    a.state = takeAnswer(a.state, answered.answer);
    expect(a.state.agreed).toEqual(b.state.agreed);
    turn(a, b);
    const before = a.state.rootKey;
    const [theirs, entropy] = [b.state.dhPublic, scripted('step')];
    const stepped = new End(a.state, entropy);
    stepped.read(b.write());
    // KDF_RK twice, written out: HKDF(salt RK, ikm DH) and HKDF(salt RK, ikm DH ‖ secret).
    const kdf = (rk: Uint8Array, ikm: Uint8Array, info: string) =>
      hkdfExpand(hkdfExtract(ikm, rk), new TextEncoder().encode(info), 96);
    const received = kdf(before, noble.x25519.shared(a.state.dhSecret, theirs), 'nucleus/ratchet/root/1');
    const fresh = noble.x25519.shared(stepped.state.dhSecret, theirs);
    const sends = kdf(received.slice(0, 32), concat(fresh, agreed), 'nucleus/ratchet/root-mixed/1');
    expect(equal(stepped.state.rootKey, sends.slice(0, 32))).toBe(true);
    expect(stepped.state).toMatchObject({ mixed: 1, agreed: null, offer: null, steps: 0 });
    expect(stepped.state.sending.secret).toBe(1);
    turn(stepped, b);
    expect(b.state).toMatchObject({ mixed: 1, agreed: null, answer: null, steps: 0 });
  });

  test('offers and answers may be lost, repeated and late', () => {
    const { a, b, offer } = offered();
    // The offer is lost: nothing more is due before as many steps have passed, then the same key again.
    expect(dueOffer(a.state, a.entropy.draw)).toBeNull();
    for (let n = 0; n < OFFER_INTERVAL; n++) {
      turn(a, b);
      turn(b, a);
    }
    const again = dueOffer(a.state, a.entropy.draw);
    expect(again?.offer).toEqual(offer);
    a.state = again?.state as RatchetState;
    // Both copies arrive; both get one answer.
    const first = answerOffer(b.state, offer, b.entropy.draw);
    b.state = first?.state as RatchetState;
    const second = answerOffer(b.state, offer, b.entropy.draw);
    expect(second).toEqual(first);
    const answer = first?.answer ?? { number: 0, ciphertext: new Uint8Array() };
    a.state = takeAnswer(a.state, answer);
    const agreed = ratchetState.encode(a.state);
    expect(ratchetState.encode(takeAnswer(a.state, answer))).toEqual(agreed);
    turn(a, b);
    turn(b, a);
    turn(a, b);
    expect([a.state.mixed, b.state.mixed]).toEqual([1, 1]);
    // Copies that come after the secret was mixed change nothing.
    expect(answerOffer(b.state, offer, b.entropy.draw)).toBeNull();
    expect(takeAnswer(a.state, answer)).toBe(a.state);
    turn(b, a);
    turn(a, b);
  });

  test('an offer out of turn, of my own parity or with a key that is none is not answered', () => {
    const { a, b, offer } = offered();
    expect(answerOffer(a.state, offer, a.entropy.draw)).toBeNull();
    expect(answerOffer(b.state, { ...offer, number: 2 }, b.entropy.draw)).toBeNull();
    expect(answerOffer(b.state, { ...offer, number: 3 }, b.entropy.draw)).toBeNull();
    expect(answerOffer(b.state, { ...offer, key: new Uint8Array(1184).fill(0xff) }, b.entropy.draw)).toBeNull();
  });

  test('a header that names a secret not agreed, or mine to mix, is not followed', () => {
    const { a, b, offer } = offered();
    const claim = (secret: number) => {
      const liar = new End({ ...a.state, sending: { ...a.state.sending, secret } }, scripted('liar'));
      return new End(b.state, scripted('reader')).read(liar.write('trust me'));
    };
    turn(a, b);
    a.read(b.write());
    expect([0, 1, 2, 7].map(claim)).toEqual(['"trust me"', 'unreadable', 'unreadable', 'unreadable']);
    // b answers, so both hold secret 1; but it is a's to mix first.
    const answered = answerOffer(b.state, offer, b.entropy.draw);
    const ready = new End(
      takeAnswer(a.state, answered?.answer ?? { number: 0, ciphertext: new Uint8Array() }),
      scripted('ready'),
    );
    // One that takes itself for the offerer mixes it first, and rightly but for that.
    const eager = new End({ ...(answered?.state as RatchetState), offersOdd: 1 }, scripted('eager'));
    eager.read(ready.write());
    expect(eager.state.sending.secret).toBe(1);
    expect(ready.read(eager.write())).toBe('unreadable');
  });

  test('an answer to another number leaves the offer open', () => {
    const { a } = offered();
    expect(takeAnswer(a.state, { number: 3, ciphertext: new Uint8Array(1088) })).toBe(a.state);
  });

  test('a forged answer gives a secret that neither side knows, and no exception', () => {
    const { a } = offered();
    const forged = takeAnswer(a.state, { number: 1, ciphertext: new Uint8Array(1088) });
    expect(forged.agreed?.number).toBe(1);
    expect(forged.offer).toBeNull();
  });
});

test('the state at rest stays small: as large as it can be, it takes less than 4 KiB', () => {
  const key = new Uint8Array(32).fill(5);
  const kept = new Uint8Array(MAX_SKIP / 8).fill(1);
  const largest: RatchetState = {
    ...introduce(scripted('i').draw, scripted('a').draw).acceptor.state,
    theirs: key,
    receiving: { id: 1, chain: key, header: key, nextHeader: key, number: 5000, kept },
    skipped: Array.from({ length: MAX_SKIPPED_CHAINS }, (_, id) => ({ id, header: key, until: 5000, kept })),
    agreed: { number: 1, secret: key },
    offer: { number: 1, seed: new Uint8Array(64), step: 1 },
    answer: { number: 2, ciphertext: new Uint8Array(1088) },
  };
  expect(ratchetState.encode(largest).length).toBeLessThan(4096);
  expect(ratchetState.encode(introduce(scripted('i').draw, scripted('a').draw).inviter.state).length).toBeLessThan(512);
});
