// Log-ins that could be safer, on a device and beside a service that answers about leaks as the real one does:
// findings, questions and when they are asked, answers that are kept, and findings that a person passes over.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLeakRange } from '#adapters/http/leak-range.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { person, type TestDevice } from '#e2e/harness/devices.ts';
import { type LeakService, startLeakService } from '#e2e/harness/others/leak-service.ts';
import { commonWordsText } from '#e2e/words/common-words.ts';
import { EMPTY_ENTRY, type VaultEntry } from '#logins/formats/entry.ts';
import { siteOf } from '#logins/site.ts';
import { loadQuirks } from '#logins/sites/quirks.ts';
import { leakQuestion } from '#logins/watch/leak-range.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { eventually } from '#services/testing/eventually.ts';
import { Bench, MASK_DOMAIN } from '#services/testing/services.ts';
import { tell } from '../conversation/conversation.ts';
import { deleteEntry, eraseEntry, restoreEntry } from '../logins/bin.ts';
import { addEntry, addSite, changeEntry } from '../logins/change.ts';
import { entryIdOf, importEntries } from '../logins/import.ts';
import { setMaskActive } from '../masks/mask-registration.ts';
import { ignoredFindingsKind, leakAnswerKind } from '../records/finding.ts';
import { login } from '../records/login.ts';
import { mask } from '../records/mask.ts';
import { changeGroup } from '../sites/site-choices.ts';
import { createSiteIdentity, identitiesAt } from '../sites/sites.ts';
import { transact } from '../store/transaction.ts';
import { ignoreFinding } from './ignore.ts';
import { LeakCheck } from './leak-check.ts';
import { useHttps } from './use-https.ts';
import { LoginWatch } from './watch.ts';

const HINTS = { ownUsername: false, password: {} } as const;
const LEAKED = { 'a leaked one': 4711, 'in the padding': 0 };
const bench = new Bench();
let words = '';
let service: LeakService;
let mailing = '';
let alex: TestDevice;
beforeAll(async () => {
  useProvider(await loadSodium());
  words = await commonWordsText();
  service = await startLeakService(LEAKED);
  ({ origin: mailing } = await bench.start({ mail: { smtpPort: 0, domain: MASK_DOMAIN, dns: {} } }));
});
afterAll(async () => {
  await service.close();
  await bench.end();
});
beforeEach(async () => {
  alex = await person([]);
});
afterEach(() => {
  service.misbehaves = null;
  service.before = async () => {};
  service.asked.length = 0;
});

const id = (of: number): string => of.toString(16).padStart(32, '0');
const entryOf = (host: string, password: string, more: Partial<VaultEntry> = {}): VaultEntry => ({
  ...EMPTY_ENTRY,
  ...{ title: host, username: 'alex', password, sites: [{ url: `https://${host}/`, match: 'domain' }] },
  ...more,
});
const STRONG = 'hGz7-tQw9-xNb4-Vs2k';

/** What one worker life knows. */
async function watching(device = alex) {
  const { app, signal } = await device.vault();
  const life = { rests: 0, pauses: [] as number[] };
  const rest = async () => void life.rests++;
  const watch = new LoginWatch({ app, signal, quirks: loadQuirks, commonWords: async () => words, rest });
  device.told = {
    ...{ arrived: () => {}, health: () => {}, sendAgainAt: () => {} },
    announce: (change) => {
      if (change.topic !== 'vault' && change.topic !== 'tidying') watch.note(change);
    },
  };
  const range = createLeakRange({ fetch, origin: service.origin, timeoutMs: 30_000 });
  const pause = async (milliseconds: number) => void life.pauses.push(milliseconds);
  const report = (error: unknown) => void device.reports.push(error);
  const leaks = new LeakCheck({ app, signal, watch, range, rest, pause, report });
  const said = async () => (await watch.look()).findings.map((one) => `${Number(`0x${one.id}`)} ${one.reason}`).sort();
  const ended = () => eventually(async () => !leaks.progress.running);
  return { app, watch, leaks, life, said, ended };
}

describe('looking', () => {
  test('finds what is wrong, and follows every change', async () => {
    const { app, watch, said } = await watching();
    await addEntry(app, id(1), entryOf('shop.example', 'Sommer2024!'));
    await addEntry(app, id(2), entryOf('bank.example', STRONG));
    await addEntry(app, id(3), entryOf('club.example', STRONG));
    expect(await said()).toEqual(['1 weak', '2 reused', '3 reused']);
    expect(await watch.look()).toMatchObject({ count: 3, urgent: 3 });
    await changeEntry(app, id(1), { password: `${STRONG}1` });
    await changeEntry(app, id(3), { sites: [{ url: 'http://club.example/', match: 'domain' }] });
    expect(await said()).toEqual(['2 reused', '3 plain-http', '3 reused']);
    await changeEntry(app, id(2), { password: '123456' });
    expect(await said()).toEqual(['2 weak', '3 plain-http']);
    await deleteEntry(app, id(2));
    expect(await said()).toEqual(['3 plain-http']);
    await restoreEntry(app, id(2));
    expect(await said()).toEqual(['2 weak', '3 plain-http']);
  });

  test('one password at sites that belong together is one, by the list that is carried along', async () => {
    const { app, said } = await watching();
    await addEntry(app, id(1), entryOf('www.3docean.net', STRONG));
    await addEntry(app, id(2), entryOf('codecanyon.net', STRONG));
    await addEntry(app, id(3), entryOf('localhost:3000', STRONG, { sites: [] }));
    expect(await said()).toEqual(['1 reused', '2 reused', '3 reused']);
    await deleteEntry(app, id(3));
    expect(await said()).toEqual([]);
  });

  test('a site that takes codes is named until one is kept', async () => {
    const { app, said } = await watching();
    await addEntry(app, id(1), entryOf('github.com', STRONG));
    expect(await said()).toEqual(['1 two-factor']);
    const code = { secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA-1', digits: 6, periodSeconds: 30 } as const;
    const oneTimes = [{ ...code, alphabet: 'decimal', issuer: '', account: '' } as const];
    await changeEntry(app, id(1), { oneTimes });
    expect(await said()).toEqual([]);
  });

  test('a thousand log-ins are read in turns, and nothing of it stands in the way', async () => {
    const { app, watch, life } = await watching();
    const entries = Array.from({ length: 1000 }, (_, at) => entryOf(`site-${at}.example`, `${STRONG}${at}`));
    await importEntries(app, { import: id(9), from: 'A manager', first: 0, entries });
    const before = life.rests;
    expect(await watch.look()).toMatchObject({ count: 1000, urgent: 0 });
    expect(life.rests - before).toBeGreaterThan(300);
    const again = life.rests;
    await changeEntry(app, entryIdOf(id(9), 500), { password: '123456' });
    expect(await watch.look()).toMatchObject({ urgent: 1 });
    expect(life.rests - again).toBeLessThan(100);
  });

  test('a mask that strangers wrote to is named while it is on', async () => {
    const blair = await person([mailing]);
    const { app, watch } = await watching(blair);
    const made = await createSiteIdentity(app, siteOf('https://shop.example') as string, new Uint8Array(16), HINTS);
    if (!made.ok) throw new Error(made.reason);
    expect((await watch.look()).findings).toEqual([]);
    const at = app.now();
    await transact(app.store, [], (transaction) =>
      tell(transaction, made.id, { kind: 'mask-leaked', at, detail: 'advertiser.example' }, false),
    );
    expect((await watch.look()).findings).toMatchObject([
      { id: made.id, reason: 'mask-leaked', names: ['advertiser.example'], since: at },
    ]);
    // It was the account's own all along, under another domain.
    await addSite(app, made.id, siteOf('https://news.advertiser.example') as string);
    expect((await watch.look()).findings).toEqual([]);
    await changeEntry(app, made.id, { sites: [] });
    expect((await watch.look()).findings).toMatchObject([{ reason: 'mask-leaked' }]);
    // Sites that the person says are one, as long as they say so.
    await changeGroup(app, 0, ['https://shop.example', 'https://advertiser.example']);
    expect((await watch.look()).findings).toEqual([]);
    await changeGroup(app, 0, []);
    expect((await watch.look()).findings).toMatchObject([{ reason: 'mask-leaked' }]);
    await setMaskActive(app, made.id, false);
    expect((await watch.look()).findings).toEqual([]);
  });
});

describe('leaks', () => {
  test('are not asked about before the person allows it, nor after they took it back', async () => {
    const { app, watch, leaks, ended } = await watching();
    await addEntry(app, id(1), entryOf('shop.example', 'a leaked one'));
    await watch.look();
    leaks.start('all');
    await ended();
    await leaks.allow(false);
    leaks.start('unasked');
    await ended();
    expect([service.asked, await alex.records(leakAnswerKind)]).toEqual([[], []]);
  });

  test('are asked about by five digits, with padding, once for a password, and the answer is kept', async () => {
    const { app, leaks, life, said, ended, watch } = await watching();
    await addEntry(app, id(1), entryOf('shop.example', 'a leaked one'));
    await addEntry(app, id(2), entryOf('bank.example', 'in the padding'));
    await addEntry(app, id(3), entryOf('club.example', STRONG));
    await addEntry(app, id(4), entryOf('club.example', STRONG, { username: 'blair' }));
    await addEntry(app, id(5), entryOf('none.example', ''));
    await leaks.allow(true);
    await ended();
    const prefixes = ['a leaked one', 'in the padding', STRONG].map((password) => leakQuestion(password).prefix);
    expect(service.asked.toSorted()).toEqual(prefixes.map((prefix) => `GET /range/${prefix} padded`).sort());
    expect(Object.keys(service.headers).filter((name) => /cookie|referer|authorization/.test(name))).toEqual([]);
    expect(life.pauses.every((pause) => pause >= 150 && pause < 300)).toBe(true);
    expect(leaks.progress).toEqual({ running: false, done: 4, total: 4, trouble: null });
    expect(await said()).toContain('1 leaked');
    expect((await said()).filter((one) => one.endsWith('leaked'))).toEqual(['1 leaked']);
    expect((await watch.look()).findings[0]).toMatchObject({ count: 4711 });
    // A fresh worker knows it, and asks nothing.
    const later = await watching();
    service.asked.length = 0;
    later.leaks.start('unasked');
    await later.ended();
    expect([service.asked, (await later.said()).includes('1 leaked')]).toEqual([[], true]);
  });

  test('are asked about again after a month, at a press, and of a changed password', async () => {
    const { app, leaks, ended, watch, said } = await watching();
    await addEntry(app, id(1), entryOf('shop.example', 'a leaked one'));
    await addEntry(app, id(2), entryOf('bank.example', STRONG));
    await leaks.allow(true);
    await ended();
    const asked = async (which: 'unasked' | 'all') => {
      service.asked.length = 0;
      leaks.start(which);
      await ended();
      return service.asked.length;
    };
    expect(await asked('unasked')).toBe(0);
    expect(await asked('all')).toBe(2);
    await changeEntry(app, id(1), { password: `${STRONG} and new` });
    expect(await said()).toEqual([]);
    expect(await asked('unasked')).toBe(1);
    alex.aheadMs = 29 * DAY_MS;
    expect(await asked('unasked')).toBe(0);
    alex.aheadMs = 31 * DAY_MS;
    expect(await asked('unasked')).toBe(2);
    expect((await watch.unasked(false)).ids).toEqual([]);
  });

  test.each<[string, 'no-answer' | 'nonsense', NonNullable<LeakService['misbehaves']>]>([
    ['refuses', 'no-answer', (response) => response.writeHead(429).end()],
    ['leads elsewhere', 'no-answer', (response) => response.writeHead(302, { location: '/' }).end()],
    ['breaks off', 'no-answer', (response) => response.writeHead(200).destroy()],
    ['answers with a page', 'nonsense', (response) => response.writeHead(200).end('<!doctype html>Sign in')],
    ['answers with nothing', 'nonsense', (response) => response.writeHead(200).end()],
    ['answers with bytes', 'nonsense', (response) => response.writeHead(200).end(Buffer.from([0xff, 0xfe]))],
    [
      'answers without an end',
      'nonsense',
      (response) => response.writeHead(200).end(`${'A'.repeat(35)}:1\r\n`.repeat(20_000)),
    ],
    [
      'says both about one password',
      'nonsense',
      (response) => {
        const { suffix } = leakQuestion('a leaked one');
        response.writeHead(200).end(`${suffix}:5\r\n${suffix}:0`);
      },
    ],
  ])('a service that %s marks nothing, and it is said', async (_, trouble, misbehaves) => {
    const { app, leaks, ended, said } = await watching();
    await addEntry(app, id(1), entryOf('shop.example', 'a leaked one'));
    await addEntry(app, id(2), entryOf('bank.example', 'in the padding'));
    service.misbehaves = misbehaves;
    await leaks.allow(true);
    await ended();
    expect(leaks.progress).toEqual({ running: false, done: 0, total: 2, trouble });
    expect([service.asked.length, await alex.records(leakAnswerKind)]).toEqual([1, []]);
    service.misbehaves = null;
    leaks.start('unasked');
    await ended();
    expect((await said()).filter((one) => one.endsWith('leaked'))).toEqual(['1 leaked']);
  });

  test('a stop, a lock or taking it back ends the asking, and an answer on its way is dropped', async () => {
    const { app, leaks } = await watching();
    for (let at = 1; at <= 5; at++) await addEntry(app, id(at), entryOf(`s${at}.example`, `a password ${at}`));
    for (const end of [
      async () => leaks.stop(),
      async () => leaks.allow(false),
      async () => alex.device.lock(),
    ] as const) {
      service.asked.length = 0;
      let answer = (): void => {};
      service.before = () =>
        new Promise((go) => {
          answer = go;
        });
      await leaks.allow(true);
      await eventually(async () => service.asked.length === 1);
      await end();
      answer();
      await eventually(async () => !leaks.progress.running);
      expect(service.asked).toHaveLength(1);
    }
    await alex.device.unlock('gravel lantern oboe thursday');
    expect(await alex.records(leakAnswerKind)).toEqual([]);
    expect(alex.reports).toEqual([]);
  });
});

describe('a finding', () => {
  test('that is ignored is no more, until something new comes, and can be taken up again', async () => {
    const { app, watch, said } = await watching();
    await addEntry(app, id(1), entryOf('shop.example', '123456'));
    alex.aheadMs = 1000;
    await ignoreFinding(app, id(1), 'weak', true);
    expect(await watch.look()).toMatchObject({ findings: [], urgent: 0, ignored: [{ id: id(1), reason: 'weak' }] });
    await ignoreFinding(app, id(1), 'weak', false);
    expect(await said()).toEqual(['1 weak']);
    await ignoreFinding(app, id(1), 'weak', true);
    alex.aheadMs = 2000;
    await changeEntry(app, id(1), { password: '1234567' });
    expect(await said()).toEqual(['1 weak']);
  });

  test('goes with its log-in, and nothing of it stays', async () => {
    const { app, leaks, ended } = await watching();
    await addEntry(app, id(1), entryOf('shop.example', '123456'));
    await ignoreFinding(app, id(1), 'weak', true);
    await ignoreFinding(app, id(2), 'weak', true);
    await leaks.allow(true);
    await ended();
    expect([(await alex.records(ignoredFindingsKind)).length, (await alex.records(leakAnswerKind)).length]).toEqual([
      1, 1,
    ]);
    await deleteEntry(app, id(1));
    await eraseEntry(app, id(1));
    expect([await alex.records(ignoredFindingsKind), await alex.records(leakAnswerKind)]).toEqual([[], []]);
  });

  test('of pages without https is mended: the log-in is offered on those with it alone, and there is a way back', async () => {
    const { app, said } = await watching();
    const sites = [
      'http://shop.example/log-in',
      'http://shop.example:80',
      'http://localhost:3000/',
      'https://b.example',
    ];
    await addEntry(app, id(1), entryOf('', STRONG, { sites: sites.map((url) => ({ url, match: 'domain' })) }));
    expect(await said()).toEqual(['1 plain-http']);
    expect(await useHttps(app, id(1))).toBe(true);
    expect(await said()).toEqual([]);
    const at = async (url: string) => (await identitiesAt(app, siteOf(url) as string)).length;
    expect([
      await at('http://shop.example'),
      await at('https://shop.example'),
      await at('http://localhost:3000'),
    ]).toEqual([0, 1, 1]);
    expect(await useHttps(app, id(1))).toBe(false);
    expect(await useHttps(app, id(2))).toBe(false);
  });

  test('of pages without https is mended for an identity, with its mask', async () => {
    const blair = await person([mailing]);
    const { app, watch } = await watching(blair);
    const open = siteOf('http://shop.example') as string;
    const made = await createSiteIdentity(app, open, new Uint8Array(16), HINTS);
    if (!made.ok) throw new Error(made.reason);
    expect((await watch.look()).findings).toMatchObject([{ reason: 'plain-http', names: ['shop.example'] }]);
    expect(await useHttps(app, made.id)).toBe(true);
    expect((await watch.look()).findings).toEqual([]);
    const [fills, held] = await app.store.read([login(made.id), mask(made.id)]);
    expect([fills?.site, held?.site]).toEqual(['shop.example', 'shop.example']);
    expect((await identitiesAt(app, open)).length).toBe(0);
    expect((await identitiesAt(app, 'shop.example')).map((one) => one.id)).toEqual([made.id]);
  });
});
