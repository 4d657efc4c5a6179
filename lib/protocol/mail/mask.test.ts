// Masks and their mail: requests hold only under the mask's own key and for one purpose, mail opens at its mask only,
// and every mail takes one of two envelope sizes.
import { readFileSync } from 'node:fs';
import { assert, integer, property } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeHex } from '#bytes/base64url.ts';
import { ascii } from '#bytes/bytes.ts';
import { hpkeSeal } from '#crypto/hpke.ts';
import { createSealKeyPair, createSignKeyPair, sealSecretKey } from '#crypto/keys.ts';
import { noble } from '#crypto/noble.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { type Mail, mail, maskRenewal, maskRequest, maskRetirement } from '#wire/mail.ts';
import { openBlob } from '../blob/blob.ts';
import { scripted } from '../vectors/scripted.ts';
import {
  openMail,
  sealMail,
  signMaskRenewal,
  signMaskRequest,
  signMaskRetirement,
  verifyMaskRenewal,
  verifyMaskRequest,
  verifyMaskRetirement,
} from './mask.ts';

/** Of a format that is no longer written, and may still be on its way. */
const MAIL_1 = JSON.parse(readFileSync(new URL('../vectors/mail-1.json', import.meta.url), 'utf8'));

beforeAll(async () => useProvider(await loadSodium()));
afterAll(() => useProvider(noble));

const script = scripted('masks');
const management = createSignKeyPair(script.draw);
const stranger = createSignKeyPair(script.draw);
const mailbox = createSealKeyPair(script.draw);
const grant = {
  service: { origin: 'https://receiving.example', key: new Uint8Array(32) },
  addresses: [new Uint8Array(155)],
};
const statement = { localPart: 'quiet-otter', managementKey: management.publicKey, mailKey: mailbox.publicKey, grant };

describe('what changes a mask', () => {
  test('holds under the management key, for what it says', () => {
    const request = maskRequest.decode(signMaskRequest(management.seed, statement, new Uint8Array([1])));
    expect(verifyMaskRequest(request)).toBe(true);
    // A token is spent by its bearer: it is not signed.
    expect(verifyMaskRequest({ ...request, token: new Uint8Array(0) })).toBe(true);
    expect(verifyMaskRequest({ ...request, localPart: 'other' })).toBe(false);
    expect(verifyMaskRequest({ ...request, managementKey: stranger.publicKey })).toBe(false);
    expect(verifyMaskRequest({ ...request, mailKey: new Uint8Array(1216) })).toBe(false);
    expect(verifyMaskRequest({ ...request, grant: { ...grant, addresses: [] } })).toBe(false);
    const renewal = maskRenewal.decode(
      signMaskRenewal(management.seed, { localPart: 'quiet-otter', madeAt: 5, grant }),
    );
    expect(verifyMaskRenewal(management.publicKey, renewal)).toBe(true);
    expect(verifyMaskRenewal(stranger.publicKey, renewal)).toBe(false);
    expect(verifyMaskRenewal(management.publicKey, { ...renewal, madeAt: 6 })).toBe(false);
    expect(verifyMaskRenewal(management.publicKey, { ...renewal, localPart: 'other' })).toBe(false);
    const retirement = maskRetirement.decode(
      signMaskRetirement(management.seed, { localPart: 'quiet-otter', madeAt: 5 }),
    );
    expect(verifyMaskRetirement(management.publicKey, retirement)).toBe(true);
    expect(verifyMaskRetirement(stranger.publicKey, retirement)).toBe(false);
    expect(verifyMaskRetirement(management.publicKey, { ...retirement, madeAt: 4 })).toBe(false);
  });

  test('a signature for one purpose does not hold for another', () => {
    const renewal = maskRenewal.decode(signMaskRenewal(management.seed, { localPart: 'a', madeAt: 5, grant }));
    expect(
      verifyMaskRetirement(management.publicKey, { localPart: 'a', madeAt: 5, signature: renewal.signature }),
    ).toBe(false);
  });
});

function letter(bytes: number): Mail {
  return {
    receivedAt: 1,
    from: 'shop@example.com',
    to: 'quiet-otter@mask.example',
    authentication: { spf: 'pass', dkim: 'pass', dmarc: 'pass', domain: 'example.com', author: 'example.com' },
    message: new Uint8Array(bytes).fill(65),
  };
}
const hosted = { origin: 'https://mail.example', expiryDay: 40 };
const overhead = mail.encode(letter(0)).length;

describe('a mail', () => {
  test('comes back from its envelope, or from the blob that the envelope names', () => {
    assert(
      property(integer({ min: 0, max: 40_000 }), (bytes) => {
        const sent = letter(bytes);
        const { envelope, blob } = sealMail(mailbox.publicKey, sent, hosted, script.draw);
        expect([4096, 16384]).toContain(envelope.length);
        const opened = openMail(mailbox.secretKey, envelope);
        if (opened === null) throw new Error('does not open');
        if ('mail' in opened) expect([opened.mail, blob]).toEqual([sent, null]);
        else {
          expect(opened.blob).toEqual(blob?.reference);
          expect(mail.decode(openBlob(opened.blob, blob?.parts ?? []))).toEqual(sent);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('sealed by a gateway of version 1, which does not say for whom it judged a mail, opens, and its author is empty', () => {
    const [draws] = MAIL_1.keyDraws;
    const { secretKey } = createSealKeyPair(() => decodeHex(draws as string) as Uint8Array);
    expect(openMail(secretKey, decodeHex(MAIL_1.envelope) as Uint8Array)).toEqual({
      mail: {
        receivedAt: 1_700_000_000_000,
        from: 'shop@example.com',
        to: 'quiet-otter@mask.example',
        authentication: { spf: 'pass', dkim: 'pass', dmarc: 'pass', domain: 'example.com', author: '' },
        message: ascii('Subject: Your code\r\n\r\n123456\r\n'),
      },
    });
  });

  test('takes the smallest place that holds it, to the byte', () => {
    const place = (bytes: number) => {
      const { envelope, blob } = sealMail(mailbox.publicKey, letter(bytes - overhead), hosted, script.draw);
      return blob === null ? envelope.length : 'blob';
    };
    // 1,136 bytes of HPKE, 2 of padding, 5 of the mail envelope's head.
    const [small, large] = [4096 - 1143, 16384 - 1143 - 3];
    expect([small, small + 1, large, large + 1].map(place)).toEqual([4096, 16384, 16384, 'blob']);
  });

  test('opens at no other mask, in no other size, and with no byte changed', () => {
    const { envelope } = sealMail(mailbox.publicKey, letter(100), hosted, script.draw);
    expect(openMail(createSealKeyPair(script.draw).secretKey, envelope)).toBeNull();
    expect(openMail(mailbox.secretKey, envelope.slice(0, 4095))).toBeNull();
    expect(openMail(mailbox.secretKey, new Uint8Array(4096))).toBeNull();
    for (let at = 0; at < envelope.length; at += 37) {
      expect(openMail(mailbox.secretKey, envelope.with(at, (envelope[at] as number) ^ 1))).toBeNull();
    }
  });

  test('that says nothing intelligible, though sealed to the mask, is null', () => {
    const info = new TextEncoder().encode('nucleus/mail/1');
    for (const fill of [0, 1, 255]) {
      const sealed = hpkeSeal(
        'xwing',
        mailbox.publicKey,
        info,
        new Uint8Array(0),
        new Uint8Array(4096 - 1136).fill(fill),
        script.draw,
      );
      expect(openMail(sealSecretKey(mailbox.secretKey), sealed)).toBeNull();
    }
  });
});
