// An invitation that an older program wrote is read as it was meant: its flag, whether it was tried again, becomes a
// count.
import { expect, test } from 'vitest';
import { invitationKind } from './invitation.ts';

test('an invitation that somebody had tried again was refused once', () => {
  const invitation = {
    state: 'used' as const,
    label: 'Blair',
    mine: { name: 'Alex', pronouns: '' },
    bundle: new Uint8Array(9),
    locator: new Uint8Array(8),
    hosted: true,
    secrets: { signSeed: new Uint8Array(32).fill(1), agreeSecret: new Uint8Array(32).fill(2) },
    identity: { sign: new Uint8Array(32).fill(3), agree: new Uint8Array(32).fill(4), binding: new Uint8Array(64) },
    prekeySecret: new Uint8Array(32).fill(5),
    prekeyPublic: new Uint8Array(32).fill(6),
    kemSeed: new Uint8Array(64).fill(7),
    envelopeKey: new Uint8Array(32).fill(8),
    addresses: { seed: new Uint8Array(32).fill(9), next: 1 },
    createdAt: 10,
    expiryDay: 11,
    acceptor: new Uint8Array(32).fill(12),
    relationship: new Uint8Array(16).fill(13),
  };
  // A boolean and the count have the same place and length: 0 or 1.
  for (const refusals of [0, 1]) {
    const written = invitationKind.format.encode({ ...invitation, refusals });
    expect(invitationKind.upgrades[1]?.(written)).toEqual({ ...invitation, refusals });
  }
});
