// Invitations: signed whole, good for a time, found in any text that a person pastes, hosted so that the host learns
// nothing.
import { assert, constantFrom, integer, property, string, tuple } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Fault } from '#bytes/fault.ts';
import { noble } from '#crypto/noble.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { DELIVERY_ADDRESS_BYTES } from '#wire/address.ts';
import { INVITATION_PATH } from '#wire/endpoints.ts';
import { invitation } from '#wire/invitation.ts';
import { DAY_MS } from '../base/day.ts';
import { sealBlob } from '../blob/blob.ts';
import { scripted } from '../vectors/scripted.ts';
import { createIdentity } from './identity.ts';
import {
  bundleText,
  createInvitation,
  invitationLink,
  openBundle,
  readInvitationText,
  sealBundle,
  verifyInvitation,
} from './invitation.ts';

beforeAll(async () => useProvider(await loadSodium()));
afterAll(() => useProvider(noble));

const grant = {
  service: { origin: 'https://receiving.example', key: new Uint8Array(32) },
  addresses: [new Uint8Array(DELIVERY_ADDRESS_BYTES)],
};

function make(name = 'Blair', services = [grant]) {
  const script = scripted(`invitation ${name.length}`);
  const mine = createIdentity(script.draw);
  const before = script.lengths.length;
  const made = createInvitation(
    mine,
    { presentation: { name, pronouns: '' }, services, createdAt: 5, expiryDay: 14 },
    script.draw,
  );
  return { ...made, mine, drawn: script.lengths.slice(before) };
}

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof Fault) return `${error.blame} ${error.code}`;
    throw error;
  }
  return 'none';
};

test('is verified as it was made', () => {
  const { encoded, digest, mine, drawn, secrets } = make();
  const verified = verifyInvitation(encoded, 0);
  expect(verified.digest).toEqual(digest);
  expect(verified.invitation).toMatchObject({
    inviter: mine.identity,
    presentation: { name: 'Blair' },
    services: [grant],
    expiryDay: 14,
  });
  expect(verified.invitation.envelopeKey).toEqual(secrets.envelopeKey);
  expect(drawn.reduce((sum, bytes) => sum + bytes, 0)).toBe(128);
});

test('no byte of it can be changed', () => {
  const { encoded } = make();
  for (let at = 0; at < encoded.length; at++) {
    const changed = encoded.with(at, (encoded[at] as number) ^ 0x41);
    expect(codeOf(() => verifyInvitation(changed, 0))).toMatch(
      /^(malformed format-|untrusted invitation-(identity|signature))/,
    );
  }
});

test('signed by another identity, or with a key bound to another, it is untrusted', () => {
  const { encoded } = make();
  const other = createIdentity(scripted('other').draw);
  const decoded = invitation.decode(encoded);
  const swapped = invitation.encode({ ...decoded, inviter: other.identity });
  expect(codeOf(() => verifyInvitation(swapped, 0))).toBe('untrusted invitation-signature');
  const unbound = invitation.encode({ ...decoded, inviter: { ...decoded.inviter, agree: other.identity.agree } });
  expect(codeOf(() => verifyInvitation(unbound, 0))).toBe('untrusted invitation-identity');
});

test('is good through its day, and a day longer for clocks that are wrong', () => {
  const { encoded } = make();
  expect(codeOf(() => verifyInvitation(encoded, 16 * DAY_MS - 1))).toBe('none');
  expect(codeOf(() => verifyInvitation(encoded, 16 * DAY_MS))).toBe('refused invitation-expired');
});

describe('hosted', () => {
  const locate = (encoded: Uint8Array) => {
    const { key, hosted, digest } = sealBundle(encoded, scripted('bundle').draw);
    return { hosted, locator: { origin: 'https://sending.example', blob: new Uint8Array(16), key, digest } };
  };

  test('it opens with its locator only, and has the size of the smallest blob for any content', () => {
    const { encoded } = make();
    const { hosted, locator } = locate(encoded);
    expect(openBundle(hosted, locator)).toEqual(encoded);
    const small = sealBlob(new Uint8Array(1), { origin: '', expiryDay: 1 }, scripted('blob').draw).parts[0]?.length;
    const largest = make(
      'é'.repeat(64),
      Array.from({ length: 4 }, () => ({ ...grant, addresses: Array(8).fill(grant.addresses[0]) })),
    );
    expect([hosted.length, locate(largest.encoded).hosted.length]).toEqual([small, small]);
    const broken = 'untrusted invitation-bundle';
    expect(codeOf(() => openBundle(hosted.with(99, (hosted[99] as number) ^ 1), locator))).toBe(broken);
    expect(codeOf(() => openBundle(hosted.slice(1), locator))).toBe(broken);
    expect(codeOf(() => openBundle(hosted, { ...locator, key: new Uint8Array(32) }))).toBe(broken);
    expect(codeOf(() => openBundle(hosted, { ...locator, digest: new Uint8Array(32) }))).toBe(broken);
  });
});

describe('what a person pastes', () => {
  const { encoded, digest } = make();
  const locator = {
    origin: 'https://sending.example',
    blob: new Uint8Array(16).fill(3),
    key: new Uint8Array(32).fill(4),
    digest,
  };
  const link = invitationLink('https://sending.example', INVITATION_PATH, locator);

  /** A text as mail programs change it: lines broken at a width, quoted. */
  const mailed = (text: string, width: number, quote: string) =>
    text.replace(new RegExp(`(.{${width}})`, 'g'), `$1\r\n${quote}`);
  const words = string({ unit: 'binary', maxLength: 60 });
  const breaks = tuple(integer({ min: 40, max: 100 }), constantFrom('', '> ', '> > ', '   '));

  test('holds the bundle, among other words, in broken and quoted lines', () => {
    assert(
      property(words, words, breaks, (before, after, [width, quote]) => {
        const text = `${before} ${mailed(bundleText(encoded), width, quote)}\n\n${after}`;
        expect(readInvitationText(text)).toEqual({ bundle: encoded });
      }),
    );
  });

  test('or the locator, likewise', () => {
    assert(
      property(words, words, breaks, (before, after, [width, quote]) => {
        expect(readInvitationText(`${before} #1 ${mailed(link, width, quote)} ${after}`)).toEqual({ locator });
      }),
    );
    expect(readInvitationText(`Here: ${link} Regards, Blair`)).toEqual({ locator });
    expect(link.length).toBeLessThan(300);
  });

  test('or neither', () => {
    for (const text of [
      '',
      'hello',
      '#',
      'https://example.com/#section',
      'nucleus-invitation:',
      `${link.slice(0, -3)}`,
    ]) {
      expect(readInvitationText(text)).toBeNull();
    }
    assert(
      property(string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(readInvitationText(text)).toBeNull();
      }),
    );
  });

  test('a damaged bundle is given on, so that its fault can be told', () => {
    const read = readInvitationText(bundleText(encoded.slice(0, 900)));
    if (read === null || !('bundle' in read)) throw new Error('no bundle');
    expect(codeOf(() => verifyInvitation(read.bundle, 0))).toBe('malformed format-malformed');
    const later = readInvitationText(`${bundleText(encoded.with(1, 2))}\n`);
    expect(codeOf(() => verifyInvitation((later as { bundle: Uint8Array }).bundle, 0))).toBe(
      'malformed format-version',
    );
  });

  test('a megabyte of marks is read through once', () => {
    expect(readInvitationText('nucleus-invitation:#'.repeat(50_000))).toBeNull();
  });
});
