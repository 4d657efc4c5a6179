// A reset: who can make one, who can answer it, and what a changed byte does.
import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { equal } from '#bytes/bytes.ts';
import { SEAL_OVERHEAD } from '#crypto/xchacha.ts';
import { reset as resetFormat } from '#wire/reset.ts';
import { ENVELOPE_BYTES } from '#wire/sizes.ts';
import { scripted } from '../vectors/scripted.ts';
import { acceptHandshake, answerHandshake } from './handshake.ts';
import { createIdentity } from './identity.ts';
import { createInvitation, verifyInvitation } from './invitation.ts';
import {
  answerReset,
  classicResetKey,
  concludeReset,
  createReset,
  type Ends,
  openReset,
  resetKeyOf,
  sealReset,
} from './reset.ts';

const { draw } = scripted('resets');
const [anna, ben, eve] = [createIdentity(draw), createIdentity(draw), createIdentity(draw)];
const endsOf = (mine: typeof anna, other: typeof anna): Ends => ({ ...mine, theirs: other.identity });
const key = new Uint8Array(32).fill(7);
const terms = { clock: 1000, addresses: [], longTerm: [] };

test('both ends keep the same key of their first handshake, and find one without it', () => {
  const made = createInvitation(
    ben,
    { presentation: { name: '', pronouns: '' }, services: [], createdAt: 0, expiryDay: 1 },
    draw,
  );
  const { invitation, digest } = verifyInvitation(made.encoded, 0);
  const accepted = acceptHandshake(invitation, digest, anna, draw);
  const answered = answerHandshake(accepted.handshake, { secrets: ben.secrets, ...made.secrets });
  expect(resetKeyOf(accepted.shared)).toEqual(answered && resetKeyOf(answered));
  expect(classicResetKey(endsOf(anna, ben))).toEqual(classicResetKey(endsOf(ben, anna)));
  expect(classicResetKey(endsOf(anna, ben))).not.toEqual(classicResetKey(endsOf(anna, eve)));
});

test('it opens at the other end only, and only if the sender signed it for that end', () => {
  const made = createReset(endsOf(anna, ben), terms, draw);
  const envelope = sealReset(key, made.encoded, draw);
  expect(envelope.length).toBe(ENVELOPE_BYTES.small);
  expect(openReset(key, endsOf(ben, anna), envelope)).toMatchObject({ digest: made.digest, reset: { clock: 1000 } });
  const other = new Uint8Array(32).fill(8);
  expect(openReset(other, endsOf(ben, anna), envelope)).toBeNull();
  expect(openReset(key, endsOf(anna, ben), envelope)).toBeNull();
  expect(openReset(key, endsOf(eve, anna), envelope)).toBeNull();
  const posing = createReset({ ...endsOf(anna, ben), secrets: eve.secrets }, terms, draw);
  expect(openReset(key, endsOf(ben, anna), sealReset(key, posing.encoded, draw))).toBeNull();
});

test('no field of it can be changed, also not by who has the key', () => {
  const { encoded } = createReset(endsOf(anna, ben), terms, draw);
  assert(
    property(integer({ min: 0, max: encoded.length * 8 - 1 }), (bit) => {
      const spoilt = encoded.slice();
      spoilt[bit >> 3] = (spoilt[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(openReset(key, endsOf(ben, anna), sealReset(key, spoilt, draw))).toBeNull();
    }),
    { numRuns: 150 },
  );
});

test('whatever it brings, it fits the small envelope', () => {
  const grant = { service: { origin: 'o'.repeat(128), key }, address: new Uint8Array(155) };
  const { encoded } = createReset(
    endsOf(anna, ben),
    { clock: 1, addresses: [grant, grant], longTerm: [grant, grant] },
    draw,
  );
  expect(encoded.length).toBeLessThanOrEqual(ENVELOPE_BYTES.small - SEAL_OVERHEAD - 2);
  expect(openReset(key, endsOf(ben, anna), sealReset(key, encoded, draw))).not.toBeNull();
});

test('the ends agree, and nobody who lacks the reset key or an identity agrees with them', () => {
  const made = createReset(endsOf(anna, ben), terms, draw);
  const reset = resetFormat.decode(made.encoded);
  const mine = { ...made.secrets, digest: made.digest };
  const { shared, handshake } = answerReset(reset, made.digest, key, endsOf(ben, anna), draw);
  expect(concludeReset(handshake, mine, key, endsOf(anna, ben))).toEqual(shared);
  // A thief of the identity keys alone: another key, another secret.
  const thief = answerReset(reset, made.digest, new Uint8Array(32), endsOf(ben, anna), draw);
  const stolen = concludeReset(thief.handshake, mine, key, endsOf(anna, ben));
  expect(stolen !== null && equal(stolen.secret, thief.shared.secret)).toBe(false);
  // Another identity, or an answer to another reset.
  const eves = answerReset(reset, made.digest, key, endsOf(eve, anna), draw);
  expect(concludeReset(eves.handshake, mine, key, endsOf(anna, ben))).toBeNull();
  const other = { ...mine, digest: new Uint8Array(32) };
  expect(concludeReset(handshake, other, key, endsOf(anna, ben))).toBeNull();
});
