// A new mask in the place of another: real gateway, real SMTP. Whatever is pressed in whatever order, and wherever the
// worker dies, mail comes where the record says, and a form gets an address that exists.
import fc from 'fast-check';
import nodemailer from 'nodemailer';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { siteOf } from '#logins/site.ts';
import type { RunningServices } from '#services/main.ts';
import { Bench, MASK_DOMAIN } from '#services/testing/services.ts';
import { setMaskActive } from '../masks/mask-registration.ts';
import { login } from '../records/login.ts';
import { type Mask, mask as maskRecord } from '../records/mask.ts';
import { serviceTaskKind } from '../records/transit.ts';
import { end } from '../relationships/end.ts';
import { showMail } from '../show/mail.ts';
import { showRelationship } from '../show/relationship.ts';
import { waitingCode } from './codes.ts';
import { makeNewMask, noteSiteHasNew } from './new-mask.ts';
import { createSiteIdentity, fillFor } from './sites.ts';

const SITE = siteOf('https://shop.example/join') as NonNullable<ReturnType<typeof siteOf>>;
const ZONE = { 'shop.example': ['v=spf1 ip4:127.0.0.1 -all'], 'spam.example': ['v=spf1 ip4:127.0.0.1 -all'] };

const bench = new Bench();
let running: RunningServices;
let alex: TestDevice;
let id = '';
beforeAll(async () => {
  useProvider(await loadSodium());
  running = await bench.start({ mail: { smtpPort: 0, domain: MASK_DOMAIN, dns: ZONE } });
});
afterAll(() => bench.end());
beforeEach(async () => {
  alex = await person([running.origin]);
  const made = await createSiteIdentity(await alex.app(), SITE, nodeEntropy(16), {
    password: {},
    ownUsername: false,
  });
  if (!made.ok) throw new Error(made.reason);
  id = made.id;
});

const held = async (): Promise<Mask> => {
  const [known] = await (await alex.app()).store.read([maskRecord(id)]);
  return known as Mask;
};
const makes = async () => makeNewMask(await alex.app(), id, (await held()).address);
const quiet = () => until([alex], async () => (await alex.records(serviceTaskKind)).length === 0);
/** @returns the gateway's code */
async function mail(to: string, subject: string, from = 'Shop <hi@shop.example>', text = 'Welcome'): Promise<number> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: running.smtpPort, ignoreTLS: true });
  try {
    await transport.sendMail({ from, subject, text, to });
    return 250;
  } catch (error) {
    return (error as { responseCode?: number }).responseCode ?? 0;
  } finally {
    transport.close();
  }
}
const mails = async () => (await alex.thread(id)).flatMap((one) => (one.content.kind === 'mail' ? [one] : []));
const arrives = (subject: string) =>
  until([alex], async () =>
    (await mails()).some(({ content }) => content.kind === 'mail' && content.value.subject === subject),
  );
const fills = async (former = false) => fillFor(await alex.app(), id, SITE, former ? { former } : {});
const leaks = async () =>
  ((await showRelationship((await alex.app()).store, id))?.history ?? []).filter(({ kind }) => kind === 'mask-leaked');

test('both take mail, each mail says to which it came, and a code of either is offered', async () => {
  const { address: old } = await held();
  const made = await makes();
  if (!made.ok) throw new Error(made.reason);
  expect(made.address).not.toBe(old);
  expect(await mail(old, 'To the old', undefined, 'Your verification code is 493817')).toBe(250);
  await arrives('To the old');
  const app = await alex.app();
  expect(await waitingCode(app, id)).toMatchObject({ code: '493817' });
  // A number that no word calls a code, for a page that waits for one of its length.
  expect(await mail(old, 'Tere', undefined, 'Sinu salasõna lehele on 739201.')).toBe(250);
  await arrives('Tere');
  expect(await waitingCode(app, id, 6)).toMatchObject({ code: '739201' });
  expect(await mail(made.address, 'To the new', undefined, 'Your verification code is 615243')).toBe(250);
  await arrives('To the new');
  expect(await waitingCode(app, id)).toMatchObject({ code: '615243' });
  const came = await Promise.all(
    (await mails()).map(async (one) => (await showMail(app, { relationship: id, message: encodeHex(one.id) }))?.to),
  );
  expect(came).toEqual([old, old, made.address]);
});

test('the old one logs in until the person says that the site has the new one, and the user name follows', async () => {
  const { address: old } = await held();
  const made = await makes();
  if (!made.ok) throw new Error(made.reason);
  expect(await fills(true)).toMatchObject({ email: old, username: old });
  expect(await fills()).toMatchObject({ email: made.address, username: made.address });
  const app = await alex.app();
  expect((await app.store.read([login(id)]))[0]?.username).toBe(old);
  expect(await noteSiteHasNew(app, id)).toBe(true);
  for (const former of [true, false])
    expect(await fills(former)).toMatchObject({ email: made.address, username: made.address });
  expect((await app.store.read([login(id)]))[0]?.username).toBe(made.address);
});

test('a leak of the old one is none of the new one, which has leaks of its own', async () => {
  const { address: old } = await held();
  await mail(old, 'Deals', 'Spam <hi@spam.example>');
  await arrives('Deals');
  expect(await leaks()).toHaveLength(1);
  const made = await makes();
  if (!made.ok) throw new Error(made.reason);
  await mail(old, 'More deals', 'Spam <hi@spam.example>');
  await arrives('More deals');
  expect(await leaks()).toHaveLength(1);
  await mail(made.address, 'Deals for the new', 'Spam <hi@spam.example>');
  await arrives('Deals for the new');
  expect(await leaks()).toHaveLength(2);
});

test('asked for again by a page that saw nothing of it, it is the same; a third waits for the old one to go', async () => {
  const app = await alex.app();
  const { address: old } = await held();
  const made = await makes();
  expect(await makeNewMask(app, id, old)).toEqual(made);
  expect(await makes()).toEqual({ ok: false, reason: 'two' });
  await setMaskActive(app, id, false, 'second');
  // The site may still know it.
  expect(await makes()).toEqual({ ok: false, reason: 'two' });
  await noteSiteHasNew(app, id);
  const third = await makes();
  expect([third.ok, (await held()).second?.address]).toEqual([true, made.ok && made.address]);
});

test('pressed in two windows at once, both get the same one, and the gateway makes one', async () => {
  const app = await alex.app();
  const { address: old } = await held();
  let asked = 0;
  alex.meddle = async (name, _, __, goOn) => {
    if (name === 'createMask') asked++;
    return goOn();
  };
  const [one, other] = await Promise.all([makeNewMask(app, id, old), makeNewMask(app, id, old)]);
  expect([one.ok, other]).toEqual([true, one]);
  expect([asked, await alex.records(serviceTaskKind)]).toEqual([1, []]);
  expect((await held()).second).toMatchObject({ address: old, is: 'former' });
  // It failed for both, and is over.
  await setMaskActive(app, id, false, 'second');
  await noteSiteHasNew(app, id);
  alex.meddle = async (name, _, __, goOn) => {
    if (name === 'createMask') throw new Fault('unavailable', 'no-answer', 'away');
    return goOn();
  };
  const present = (await held()).address;
  const failed = { ok: false, reason: 'unreachable' };
  const both = await Promise.all([makeNewMask(app, id, present), makeNewMask(app, id, present)]);
  expect(both).toEqual([failed, failed]);
  alex.meddle = async (_, __, ___, goOn) => goOn();
  expect(await makeNewMask(app, id, present)).toMatchObject({ ok: true });
});

test('with the identity both end', async () => {
  const { address: old } = await held();
  const made = await makes();
  if (!made.ok) throw new Error(made.reason);
  await end(await alex.app(), id);
  await quiet();
  expect([await mail(old, 'a'), await mail(made.address, 'b')]).toEqual([550, 550]);
});

describe('where it does not come to be', () => {
  test('the old one is what it was, and no key of the other is kept', async () => {
    const before = await held();
    alex.meddle = async (name, _, __, goOn) => {
      if (name === 'createMask') throw new Fault('unavailable', 'no-answer', 'away');
      return goOn();
    };
    expect(await makes()).toEqual({ ok: false, reason: 'unreachable' });
    expect(await held()).toEqual(before);
  });

  test.each([
    ['the next press makes another', false],
    ['upkeep drops what is left, and the next press makes another', true],
  ])('killed at the gateway, the old one is filled; %s', async (_, keepsUp) => {
    const before = await held();
    let asked = '';
    alex.meddle = async (name, _, request, goOn) => {
      if (name !== 'createMask') return goOn();
      asked = request.localPart;
      return new Promise<never>(() => {});
    };
    void makes();
    await until([], async () => asked !== '');
    alex.meddle = async (_, __, ___, goOn) => goOn();
    alex.restart();
    expect((await held()).second).toMatchObject({ is: 'coming', state: 'pending' });
    expect(await fills()).toMatchObject({ email: before.address });
    expect(await fills(true)).toMatchObject({ email: before.address });
    if (keepsUp) {
      alex.aheadMs = 2 * 3_600_000;
      await (await alex.vault()).courier.keepUp();
      expect((await held()).second).toBeNull();
    }
    const made = await makes();
    expect([made.ok, (await held()).second]).toMatchObject([true, { address: before.address, is: 'former' }]);
  });
});

type Press = 'new' | 'told' | 'off' | 'on' | 'old-off' | 'old-on' | 'restart';
const presses: fc.Arbitrary<Press[]> = fc.array(
  fc.constantFrom<Press>('new', 'new', 'told', 'off', 'on', 'old-off', 'old-on', 'restart'),
  { minLength: 2, maxLength: 7 },
);

test('in whatever order it is pressed, mail comes to what is on and to nothing else, and forms get what the site knows', async () => {
  await fc.assert(
    fc.asyncProperty(presses, async (order) => {
      const own = await createSiteIdentity(await alex.app(), SITE, nodeEntropy(16), {
        password: {},
        ownUsername: false,
      });
      if (!own.ok) throw new Error(own.reason);
      id = own.id;
      const model = {
        present: { address: (await held()).address, on: true },
        former: null as null | { address: string; on: boolean; told: boolean },
      };
      for (const press of order) {
        const app = await alex.app();
        const { present, former } = model;
        if (press === 'new') {
          const made = await makes();
          const isFree = former === null || (!former.on && former.told);
          expect([press, made.ok]).toEqual([press, isFree]);
          if (!made.ok) continue;
          model.former = { ...present, told: false };
          model.present = { address: made.address, on: true };
        } else if (press === 'told') {
          expect(await noteSiteHasNew(app, id)).toBe(former !== null);
          if (former !== null) former.told = true;
        } else if (press === 'restart') alex.restart();
        else {
          const on = press.endsWith('on');
          const which = press.startsWith('old') ? former : present;
          expect(await setMaskActive(app, id, on, which === present ? 'present' : 'second')).toEqual({ ok: true });
          if (which !== null) which.on = on;
        }
      }
      await quiet();
      const { present, former } = model;
      expect(await fills()).toMatchObject({ email: present.address });
      const known = former !== null && !former.told ? former.address : present.address;
      expect(await fills(true)).toMatchObject({ email: known, username: known });
      for (const one of [present, ...(former === null ? [] : [former])]) {
        expect([one.address, await mail(one.address, `To ${one.address}`)]).toEqual([one.address, one.on ? 250 : 550]);
        if (one.on) await arrives(`To ${one.address}`);
      }
    }),
    { numRuns: 6 },
  );
});
