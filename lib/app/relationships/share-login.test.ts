// A log-in that is shared: a copy in the other's conversation, kept as an entry of theirs at a press, beside what they
// have and never in its place; its secrets stand in no list, notice or search.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { utf8Length } from '#bytes/utf8.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { anyEntry } from '#logins/formats/entry.testkit.ts';
import { EMPTY_ENTRY, type VaultEntry } from '#logins/formats/entry.ts';
import { siteOf } from '#logins/site.ts';
import { Bench } from '#services/testing/services.ts';
import { ITEM, MOST_SHARED_SITES, messageBody, SHARED_BYTES } from '#wire/message.ts';
import { TEXT_BYTES } from '#wire/sizes.ts';
import { contentOf, itemOf, previewOf, searchedIn, viewOf } from '../items/items.ts';
import { addEntry } from '../logins/change.ts';
import { entryIds, handOut } from '../logins/hand-out.ts';
import { secretOf } from '../logins/secret.ts';
import type { Message } from '../records/message.ts';
import { fillFor, identitiesAt } from '../sites/sites.ts';
import { block } from './block.ts';
import { keepSharedLogin, sharedClass, sharedCopy, sharedSecrets, shareLogin } from './share-login.ts';

const ENTRY = 'cd'.repeat(16);
const SHOP = siteOf('https://shop.example') as string;
const ORIGIN = { name: 'Shared by', value: 'Alex' };
const ALL = { note: true, oneTime: true };
const SECRETS = ['the password', 'the note', 'JBSWY3DPEHPK3PXP'];
const shop: VaultEntry = {
  ...EMPTY_ENTRY,
  ...{ title: 'The shop', username: 'alex', password: 'the password', note: 'the note' },
  sites: [
    { url: 'https://shop.example/log-in', match: 'domain' },
    { url: 'https://elsewhere.example/', match: 'never' },
  ],
  oneTimes: [
    {
      ...{ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA-1', digits: 6, periodSeconds: 30, alphabet: 'decimal' },
      ...{ issuer: 'Shop', account: 'alex' },
    },
  ],
};
const bench = new Bench();
let [alex, blair]: TestDevice[] = [];
let [alexs, blairs]: string[] = [];

beforeAll(async () => {
  useProvider(await loadSodium());
  const running = await bench.start();
  [alex, blair] = [await person([running.origin]), await person([running.origin])];
  [alexs, blairs] = await acquaint(alex, blair);
});
afterAll(() => bench.end());

const both = () => ({ alex: alex as TestDevice, blair: blair as TestDevice, alexs: alexs ?? '', blairs: blairs ?? '' });
const sharedIn = (thread: readonly Message[]) => thread.filter(({ content }) => content.kind === 'sharedLogin');

async function shares(nonce: string, parts = ALL): Promise<void> {
  const { alex, blair, alexs, blairs } = both();
  const before = sharedIn(await blair.thread(blairs)).length;
  const app = await alex.app();
  await addEntry(app, ENTRY, shop);
  const given = { entry: ENTRY, relationship: alexs, nonce, parts };
  expect(await shareLogin(app, given)).toEqual({ ok: true, message: nonce });
  expect(await shareLogin(app, given)).toEqual({ ok: true, message: nonce });
  await until([alex, blair], async () => sharedIn(await blair.thread(blairs)).length > before);
}

describe('between two people, a log-in', () => {
  test('comes once, is kept beside what was there, once, and only then is offered and filled', async () => {
    const { blair, blairs } = both();
    const app = await blair.app();
    await addEntry(app, 'ee'.repeat(16), { ...shop, password: 'mine', note: '' });
    const nonce = '01'.repeat(16);
    await shares(nonce);
    expect(sharedIn(await blair.thread(blairs))).toHaveLength(1);
    expect(await identitiesAt(app, SHOP)).toHaveLength(1);
    const kept = await keepSharedLogin(app, blairs, nonce, ORIGIN);
    expect(await keepSharedLogin(app, blairs, nonce, ORIGIN)).toEqual(kept);
    if (!kept.ok) throw new Error(kept.reason);
    expect(await entryIds(app)).toHaveLength(2);
    expect(await secretOf(app, 'ee'.repeat(16), 'password', 0)).toBe('mine');
    expect(await fillFor(app, kept.entry, SHOP)).toMatchObject({ username: 'alex', password: 'the password' });
    expect(await handOut(app, [kept.entry])).toMatchObject([
      { title: 'The shop', note: 'the note', oneTimes: shop.oneTimes, fields: [ORIGIN], sites: [shop.sites[0]] },
    ]);
  });

  test('goes without the parts that were not chosen, and tells its secrets when asked', async () => {
    const { blair, blairs } = both();
    const nonce = '02'.repeat(16);
    await shares(nonce, { note: false, oneTime: false });
    const app = await blair.app();
    expect(await sharedSecrets(app, blairs, nonce)).toEqual({ password: 'the password', note: '' });
    expect(await sharedSecrets(app, blairs, 'ff'.repeat(16))).toBeNull();
    expect(await keepSharedLogin(app, blairs, 'ff'.repeat(16), ORIGIN)).toEqual({ ok: false, reason: 'gone' });
  });

  test('has no secret in what lists, notices, the search and the thread are given', async () => {
    const { blair, blairs } = both();
    await shares('03'.repeat(16));
    const [{ content } = { content: null }, entry] = [...sharedIn(await blair.thread(blairs))]
      .slice(-1)
      .flatMap((one) => [one, one]);
    if (content === null || entry === undefined) throw new Error('nothing came');
    const beside = { progress: null, failure: null };
    const shown = JSON.stringify([
      previewOf(content),
      searchedIn(content),
      viewOf(entry, beside),
      itemOf(content)?.fallback,
    ]);
    for (const secret of SECRETS) expect(shown.includes(secret), secret).toBe(false);
    expect(shown).toContain('The shop');
  });

  test('is not sent to whom I blocked', async () => {
    const { alex, alexs } = both();
    await block(await alex.app(), alexs);
    const given = { entry: ENTRY, relationship: alexs, nonce: '04'.repeat(16), parts: ALL };
    expect(await shareLogin(await alex.app(), given)).toEqual({ ok: false, reason: 'blocked' });
  });
});

describe('a copy', () => {
  const whole = (login: Parameters<typeof contentOf<'sharedLogin'>>[0]['value']) => ({
    kind: 'sharedLogin' as const,
    value: login,
  });

  test('of any entry fits an envelope, and comes back from its bytes as it was', () => {
    fc.assert(
      fc.property(anyEntry(), fc.boolean(), fc.boolean(), (entry, note, oneTime) => {
        const copy = sharedCopy(entry, { note, oneTime });
        if (copy === null) return;
        const content = contentOf(whole(copy));
        if (content?.kind !== 'sharedLogin') throw new Error('no content');
        const item = itemOf(content);
        if (item === null) throw new Error('no item');
        const body = { id: new Uint8Array(16), clock: 1, sentAt: 1, items: [item] };
        expect(messageBody.decode(messageBody.encode(body)).items).toEqual([item]);
        expect(copy.password).toBe(entry.password);
      }),
    );
  });

  test('at its longest is no longer than the text of an envelope', () => {
    const oneTime = {
      ...shop.oneTimes[0],
      algorithm: 'SHA-1',
      alphabet: 'decimal',
      digits: 6,
      periodSeconds: 30,
    } as const;
    const copy = {
      ...{ title: 't'.repeat(SHARED_BYTES.title), username: 'u'.repeat(SHARED_BYTES.username) },
      ...{ password: 'p'.repeat(SHARED_BYTES.password), note: 'n'.repeat(SHARED_BYTES.note) },
      sites: Array.from({ length: MOST_SHARED_SITES }, () => 's'.repeat(SHARED_BYTES.site)),
      oneTimes: [
        {
          ...oneTime,
          secret: 'A'.repeat(SHARED_BYTES.secret),
          issuer: 'i'.repeat(SHARED_BYTES.name),
          account: 'a'.repeat(SHARED_BYTES.username),
        },
      ],
    };
    const content = { kind: 'sharedLogin', value: { login: copy, kept: null } } as const;
    const { fallback = '' } = itemOf(content) ?? {};
    const bytes = ITEM.sharedLogin.format.encode(copy).length + utf8Length(fallback);
    expect(bytes).toBeLessThanOrEqual(TEXT_BYTES.large);
    expect(sharedClass(content)).toBe('large');
  });

  test('with a password that is too long is refused and not cut', () => {
    const long = { ...shop, password: 'é'.repeat(600) };
    expect(sharedCopy(long, ALL)).toBeNull();
    expect(sharedCopy({ ...shop, username: 'u'.repeat(401) }, ALL)).toBeNull();
  });
});
