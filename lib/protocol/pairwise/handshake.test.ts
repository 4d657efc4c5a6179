// PQXDH between an invitation and its acceptor: both ends agree, each of its parts counts, and nothing that was changed
// agrees.
import { assert, integer, property } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concat } from '#bytes/bytes.ts';
import { hkdfSha256, sha256 } from '#crypto/hash.ts';
import { createAgreeKeyPair, createKemKeyPair } from '#crypto/keys.ts';
import { noble } from '#crypto/noble.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { type Handshake, handshake } from '#wire/handshake.ts';
import { identity } from '#wire/identity.ts';
import { scripted } from '../vectors/scripted.ts';
import { openFirstEnvelope, openMessage, sealEnvelope } from './envelope.ts';
import { acceptHandshake, answerHandshake } from './handshake.ts';
import { createIdentity } from './identity.ts';
import { createInvitation, verifyInvitation } from './invitation.ts';
import { startAcceptor, startInviter } from './ratchet.ts';

beforeAll(async () => useProvider(await loadSodium()));
afterAll(() => useProvider(noble));

const terms = { presentation: { name: '', pronouns: '' }, services: [], createdAt: 0, expiryDay: 9 };

function invite(seed = 0) {
  const entropy = scripted(`inviter ${seed}`).draw;
  const host = createIdentity(entropy);
  const made = createInvitation(host, terms, entropy);
  return { host, made, ...verifyInvitation(made.encoded, 0), secrets: { secrets: host.secrets, ...made.secrets } };
}

function meet(seed = 0) {
  const inviting = invite(seed);
  const accepting = scripted(`acceptor ${seed}`);
  const acceptor = createIdentity(accepting.draw);
  const draws = accepting.lengths.length;
  const accepted = acceptHandshake(inviting.invitation, inviting.digest, acceptor, accepting.draw);
  return { ...inviting, acceptor, ...accepted, drawn: accepting.lengths.slice(draws) };
}

test('both ends agree, for any keys', () => {
  assert(
    property(integer(), (seed) => {
      const { handshake: sent, shared, secrets, drawn } = meet(seed);
      expect(answerHandshake(handshake.decode(handshake.encode(sent)), secrets)).toEqual(shared);
      expect(drawn).toEqual([32, 32]);
    }),
    { numRuns: 20 },
  );
});

test('the secret is the one the specification writes down', () => {
  const { host, made, acceptor, handshake: sent, shared, digest } = meet();
  const { x25519, mlkem768 } = noble;
  const info = new TextEncoder().encode('Nucleus_CURVE25519_SHA-256_ML-KEM-768/1');
  const material = concat(
    new Uint8Array(32).fill(0xff),
    x25519.shared(made.secrets.prekey.secretKey, acceptor.identity.agree),
    x25519.shared(host.secrets.agreeSecret, sent.ephemeral),
    x25519.shared(made.secrets.prekey.secretKey, sent.ephemeral),
    mlkem768.decapsulate(mlkem768.keyPair(made.secrets.kemSeed).secretKey, sent.kemCiphertext),
  );
  expect(shared.secret).toEqual(hkdfSha256(material, new Uint8Array(32), info, 32));
  expect(shared.associatedData).toEqual(sha256(concat(info, digest, identity.encode(acceptor.identity))));
});

describe('nothing agrees', () => {
  const places: [string, (h: Handshake, at: (bytes: Uint8Array) => Uint8Array) => Handshake][] = [
    ['invitation', (h, at) => ({ ...h, invitation: at(h.invitation) })],
    ['acceptor.sign', (h, at) => ({ ...h, acceptor: { ...h.acceptor, sign: at(h.acceptor.sign) } })],
    ['acceptor.agree', (h, at) => ({ ...h, acceptor: { ...h.acceptor, agree: at(h.acceptor.agree) } })],
    ['acceptor.binding', (h, at) => ({ ...h, acceptor: { ...h.acceptor, binding: at(h.acceptor.binding) } })],
    ['ephemeral', (h, at) => ({ ...h, ephemeral: at(h.ephemeral) })],
    ['kemCiphertext', (h, at) => ({ ...h, kemCiphertext: at(h.kemCiphertext) })],
  ];

  test.each(places)('once %s was changed anywhere', (name, change) => {
    const { handshake: sent, shared, secrets } = meet();
    assert(
      property(integer({ min: 0, max: 8 * 1088 - 1 }), (bit) => {
        const answered = answerHandshake(
          change(sent, (bytes) => {
            const at = bit % (bytes.length * 8);
            return bytes.with(at >> 3, (bytes[at >> 3] as number) ^ (1 << (at & 7)));
          }),
          secrets,
        );
        if (name.startsWith('acceptor')) expect(answered).toBeNull();
        // X25519 ignores the top bit of a public key; the envelope that carries it is authenticated as bytes.
        else if (!(name === 'ephemeral' && bit % 256 === 255)) expect(answered).not.toEqual(shared);
      }),
      { numRuns: 40 },
    );
  });

  test('if any one secret of the inviter is another', () => {
    const { handshake: sent, shared, secrets } = meet();
    const entropy = scripted('elsewhere').draw;
    const others = [
      { ...secrets, secrets: createIdentity(entropy).secrets },
      { ...secrets, prekey: createAgreeKeyPair(entropy) },
      { ...secrets, kemSeed: createKemKeyPair(entropy).seed },
    ];
    for (const other of others) expect(answerHandshake(sent, other)?.secret).not.toEqual(shared.secret);
  });

  test("if the acceptor holds another person's invitation", () => {
    const other = invite(99);
    const { handshake: sent } = meet();
    const answered = answerHandshake(sent, other.secrets);
    expect(answered?.secret).not.toEqual(meet().shared.secret);
  });
});

/** RFC 7748: the order-8 points and their like; all give an all-zero result. */
const LOW_ORDER = [
  new Uint8Array(32),
  new Uint8Array(32).with(0, 1),
  Uint8Array.from(Buffer.from('e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800', 'hex')),
  Uint8Array.from(Buffer.from('5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157', 'hex')),
];

describe('keys that are none', () => {
  test.each(LOW_ORDER.map((point) => [Buffer.from(point).toString('hex').slice(0, 8), point] as const))(
    'points of low order (%s) are refused by both ends',
    (_, point) => {
      const { handshake: sent, secrets, invitation, digest, acceptor } = meet();
      expect(answerHandshake({ ...sent, ephemeral: point }, secrets)).toBeNull();
      const lowOrder = expect.objectContaining({ blame: 'untrusted', code: 'x25519-low-order' });
      const accept = (changed: object) =>
        acceptHandshake({ ...invitation, ...changed }, digest, acceptor, scripted('x').draw);
      expect(() => accept({ prekey: point })).toThrow(lowOrder);
      expect(() => accept({ inviter: { ...invitation.inviter, agree: point } })).toThrow(lowOrder);
    },
  );

  test('a KEM key whose coefficients are not reduced is refused', () => {
    const { invitation, digest, acceptor } = meet();
    const broken = { ...invitation, kemPrekey: new Uint8Array(1184).fill(0xff) };
    expect(() => acceptHandshake(broken, digest, acceptor, scripted('x').draw)).toThrow(
      expect.objectContaining({ blame: 'malformed', code: 'mlkem768-public-key' }),
    );
  });
});

test('two acceptors of one invitation share nothing, and each can be told by its identity', () => {
  const { invitation, digest, secrets, made } = invite();
  const envelope = (name: string) => {
    const entropy = scripted(name).draw;
    const accepted = acceptHandshake(invitation, digest, createIdentity(entropy), entropy);
    const state = startAcceptor(accepted.shared, invitation.prekey, entropy);
    const body = { id: new Uint8Array(16), clock: 1, sentAt: 0, items: [] };
    const opening = { handshake: accepted.handshake, envelopeKey: invitation.envelopeKey };
    return sealEnvelope(state, body, 'small', opening, entropy).envelope;
  };
  const opened = ['one', 'two'].map((name) => openFirstEnvelope(envelope(name), made.secrets.envelopeKey));
  const [one, two] = opened;
  if (!one || !two) throw new Error('not opened');
  expect(one.handshake.acceptor.sign).not.toEqual(two.handshake.acceptor.sign);
  const states = [one, two].map(({ handshake: sent }) => {
    const shared = answerHandshake(sent, secrets);
    if (shared === null) throw new Error('refused');
    return startInviter(shared, made.secrets.prekey);
  });
  const outcomes = states.map((state) =>
    [one, two].map(({ message }) => openMessage(state, message, () => null, scripted('r').draw).outcome),
  );
  expect(outcomes).toEqual([
    ['opened', 'unreadable'],
    ['unreadable', 'opened'],
  ]);
});

test('a handshake repeated by an eavesdropper gives them nothing: the identity in it is not theirs', () => {
  const { handshake: overheard, secrets, shared } = meet();
  const thief = createIdentity(scripted('thief').draw);
  const posing = answerHandshake({ ...overheard, acceptor: thief.identity }, secrets);
  expect(posing?.secret).not.toEqual(shared.secret);
  expect(posing?.associatedData).not.toEqual(shared.associatedData);
});
