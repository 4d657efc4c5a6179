// Identities for sites and the mail that comes to them: real gateway, real SMTP.
import { randomBytes } from 'node:crypto';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { ascii, concat } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { siteOf } from '#logins/site.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { sealBlob } from '#protocol/blob/blob.ts';
import { sealMail } from '#protocol/mail/mask.ts';
import type { RunningServices } from '#services/main.ts';
import { Bench, MASK_DOMAIN } from '#services/testing/services.ts';
import { hostedBytes } from '#wire/blob.ts';
import { mail as mailFormat } from '#wire/mail.ts';
import { receive } from '../incoming/receive.ts';
import { completeMail } from '../incoming/receive-mail.ts';
import { MOVE_WITHIN_MS } from '../leaving/address-holders.ts';
import { leaveService } from '../leaving/leave-service.ts';
import { replaceMailboxes, showMailboxes } from '../leaving/replace-mailboxes.ts';
import { addSite } from '../logins/change.ts';
import { login, loginKind } from '../records/login.ts';
import { type Mask, maskKind, mask as maskRecord } from '../records/mask.ts';
import { moveKind } from '../records/move.ts';
import { relationshipKind } from '../records/relationship.ts';
import { renewedKind } from '../records/renewed.ts';
import { addressKind, serviceTask, serviceTaskKind } from '../records/transit.ts';
import { block, unblock } from '../relationships/block.ts';
import { end } from '../relationships/end.ts';
import { conversationsOf } from '../show/conversations.ts';
import { mailLink, readMailAttachment } from '../show/mail.ts';
import { showRelationship } from '../show/relationship.ts';
import { showThread } from '../show/thread.ts';
import { noteCodeMissed, noteCodeUsed, waitingCode } from '../sites/codes.ts';
import { createSiteIdentity, fillFor, identitiesAt } from '../sites/sites.ts';
import { STRICT, transact } from '../store/transaction.ts';
import { setMaskActive } from './mask-registration.ts';

const SITE = siteOf('https://shop.example/join') as NonNullable<ReturnType<typeof siteOf>>;
const HINTS = { password: {}, ownUsername: false };
const HERE = ['v=spf1 ip4:127.0.0.1 -all'];
const ZONE = {
  ...Object.fromEntries(['shop', 'shop-mail', 'spam', 'small', 'mailer'].map((name) => [`${name}.example`, HERE])),
  '_dmarc.strict.example': ['v=DMARC1; p=reject'],
  // Public suffixes, under which anybody may have a name, with a policy and without.
  'uk.com': HERE,
  '_dmarc.uk.com': ['v=DMARC1; p=none'],
  'eu.org': HERE,
};

const bench = new Bench();
let running: RunningServices;
let alex: TestDevice;
beforeAll(async () => {
  useProvider(await loadSodium());
  running = await bench.start({ mail: { smtpPort: 0, domain: MASK_DOMAIN, dns: ZONE } });
});
afterAll(() => bench.end());
beforeEach(async () => {
  alex = await person([running.origin]);
});

async function create(who = alex, site = SITE): Promise<string> {
  const made = await createSiteIdentity(await who.app(), site, nodeEntropy(16), HINTS);
  if (!made.ok) throw new Error(made.reason);
  return made.id;
}
const maskOf = async (id: string): Promise<Mask> => {
  const [known] = await (await alex.app()).store.read([maskRecord(id)]);
  return known as Mask;
};
/** How many records of each kind an identity for a site is kept in. */
const kept = async () =>
  (await Promise.all([loginKind, maskKind, relationshipKind].map((kind) => alex.records<unknown>(kind)))).map(
    ({ length }) => length,
  );
/** @returns the gateway's code */
async function mail(to: string, message: SendMailOptions = {}): Promise<number> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: running.smtpPort, ignoreTLS: true });
  try {
    await transport.sendMail({ from: 'Shop <hi@shop.example>', subject: 'Hello', text: 'Welcome', ...message, to });
    return 250;
  } catch (error) {
    return (error as { responseCode?: number }).responseCode ?? 0;
  } finally {
    transport.close();
  }
}
const subjects = async (id: string) =>
  (await alex.thread(id)).flatMap(({ content }) => (content.kind === 'mail' ? [content.value.subject] : []));
const arrives = (id: string, subject: string) => until([alex], async () => (await subjects(id)).includes(subject));
const quiet = () => until([alex], async () => (await alex.records(serviceTaskKind)).length === 0);

describe('an identity', () => {
  test('is of one site, and fills no other', async () => {
    const id = await create();
    const app = await alex.app();
    expect(await fillFor(app, id, SITE)).toMatchObject({ email: expect.stringMatching(/@masks\.example$/) });
    const other = siteOf('https://evil.example/') as typeof SITE;
    expect(await fillFor(app, id, other)).toBeNull();
    expect((await identitiesAt(app, SITE)).map((one) => one.id)).toEqual([id]);
  });

  test('takes another name where one is taken, and leaves nothing of the first', async () => {
    const names: string[] = [];
    alex.meddle = async (name, _, request, goOn) => {
      if (name !== 'createMask') return goOn();
      names.push(request.localPart);
      if (names.length < 3) throw new Fault('refused', 'conflict', 'taken');
      return goOn();
    };
    const id = await create();
    expect(new Set(names).size).toBe(3);
    expect((await maskOf(id)).address).toBe(`${names[2]}@${MASK_DOMAIN}`);
    expect(await kept()).toEqual([1, 1, 1]);
  });

  test('is asked of a second gateway where the first does not answer', async () => {
    const second = await bench.start();
    alex = await person([running.origin, second.origin]);
    alex.meddle = async (name, origin, _, goOn) => {
      if (name === 'createMask' && origin === running.origin) throw new Fault('unavailable', 'no-answer', 'away');
      return goOn();
    };
    expect((await maskOf(await create())).gateway.origin).toBe(second.origin);
  });

  test('is not made where no gateway answers, and nothing is left', async () => {
    alex.meddle = async (name, _, __, goOn) => {
      if (name === 'createMask') throw new Fault('unavailable', 'no-answer', 'away');
      return goOn();
    };
    const made = await createSiteIdentity(await alex.app(), SITE, nodeEntropy(16), HINTS);
    expect(made).toEqual({ ok: false, reason: 'unreachable' });
    expect(await kept()).toEqual([0, 0, 0]);
  });

  test('does not wait for a service that is away while another will do', async () => {
    alex = await person([running.origin, 'http://127.0.0.1:1']);
    alex.calls.length = 0;
    await create();
    expect(alex.calls.filter((call) => call.includes('127.0.0.1:1'))).toEqual([]);
  });

  test('whose making was killed half-way is taken back', async () => {
    alex.meddle = (name, _, __, goOn) => (name === 'createMask' ? new Promise(() => {}) : goOn());
    void createSiteIdentity(await alex.app(), SITE, nodeEntropy(16), HINTS);
    await until([], async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return alex.calls.some((call) => call.startsWith('createMask'));
    });
    alex.meddle = null;
    alex.restart();
    expect(await kept()).toEqual([1, 1, 1]);
    await (await alex.vault()).courier.keepUp();
    expect(await kept()).toEqual([1, 1, 1]);
    alex.aheadMs = 2 * 3_600_000;
    await (await alex.vault()).courier.keepUp();
    expect(await kept()).toEqual([0, 0, 0]);
  });
});

describe('an identity of which a site knows', () => {
  /** One of its records is taken away: as it would be had it never been made. */
  async function without(which: typeof login | typeof maskRecord) {
    const id = await create();
    const app = await alex.app();
    const { address } = await maskOf(id);
    const [known] = await app.store.read([login(id)]);
    await transact(app.store, [], (transaction) => transaction.remove<unknown>(which(id)));
    const displayName = (await alex.known(id)).mine.name;
    return { id, app, address, displayName, password: known?.password };
  }
  const goes = async (id: string) => {
    await end(await alex.app(), id);
    await quiet();
    expect([await kept(), await identitiesAt(await alex.app(), SITE)]).toEqual([[0, 0, 0], []]);
  };

  test('a mask alone gets its mail, fills its address in, and goes with its mask', async () => {
    const { id, app, address, displayName } = await without(login);
    expect(await identitiesAt(app, SITE)).toMatchObject([{ id, login: null, mask: { address } }]);
    expect(await fillFor(app, id, SITE)).toEqual({ email: address, username: '', password: '', displayName });
    expect(await showRelationship(app.store, id)).toMatchObject({ login: null, mask: { address, active: true } });
    await mail(address, { subject: 'news' });
    await arrives(id, 'news');
    await goes(id);
    expect(await mail(address)).toBe(550);
  });

  test('a log-in alone fills its name in, and goes', async () => {
    const { id, app, address, displayName, password } = await without(maskRecord);
    expect(await identitiesAt(app, SITE)).toMatchObject([{ id, login: { password }, mask: null }]);
    expect(await fillFor(app, id, SITE)).toEqual({ email: address, username: address, password, displayName });
    expect(await showRelationship(app.store, id)).toMatchObject({ login: { username: address }, mask: null });
    expect(await waitingCode(app, id)).toBeNull();
    expect(await setMaskActive(app, id, true)).toEqual({ ok: true });
    await goes(id);
  });
});

describe('mail', () => {
  test('arrives, small or large, once, and says who vouches for it', async () => {
    const id = await create();
    const { address: mask } = await maskOf(id);
    await mail(mask, { subject: 'small' });
    await mail(mask, { subject: 'large', attachments: [{ filename: 'a.bin', content: randomBytes(60_000) }] });
    await arrives(id, 'small');
    await arrives(id, 'large');
    await alex.settle();
    expect((await subjects(id)).sort()).toEqual(['large', 'small']);
    const [first] = (await alex.thread(id)).filter(({ content }) => content.kind === 'mail');
    expect(first?.content).toMatchObject({ value: { authentic: true, leakedFrom: null } });
    expect(alex.arrivals.filter(({ kind }) => kind === 'mail').length).toBe(2);
  });

  test('gives out what is attached to it, as it was sent', async () => {
    const id = await create();
    const { address: mask } = await maskOf(id);
    const [first, second] = [randomBytes(300), randomBytes(60_000)];
    await mail(mask, {
      subject: 'two files',
      attachments: [
        { filename: 'a.bin', content: first },
        { filename: '../b.bin', content: second },
      ],
    });
    await arrives(id, 'two files');
    const [entry] = (await alex.thread(id)).filter(({ content }) => content.kind === 'mail');
    const message = encodeHex(entry?.id ?? new Uint8Array(0));
    const read = async (index: number) => readMailAttachment(await alex.app(), { relationship: id, message, index });
    expect(Buffer.from((await read(0))?.content ?? [])).toEqual(first);
    const other = await read(1);
    expect(Buffer.from(other?.content ?? [])).toEqual(second);
    expect(other?.name).toBe('_b.bin');
    expect(await read(2)).toBeNull();
  });

  test('whose blob is gone, or is another, says that it is lost', async () => {
    const id = await create();
    const { address: mask } = await maskOf(id);
    for (const lie of [new Fault('refused', 'not-found', 'gone'), randomBytes(70_000)]) {
      alex.meddle = async (name, _, __, goOn) => {
        if (name !== 'fetchBlobPart') return goOn();
        if (lie instanceof Fault) throw lie;
        return new Uint8Array(lie);
      };
      await mail(mask, { attachments: [{ filename: 'a.bin', content: randomBytes(60_000) }] });
      const before = (await alex.said(id)).filter((line) => line === 'lost').length;
      await until([alex], async () => (await alex.said(id)).filter((line) => line === 'lost').length > before);
    }
    expect(await alex.records(serviceTaskKind)).toEqual([]);
  });

  test('of before a gateway said for whom it judged is read from its blob, too, and is nobody’s', async () => {
    const id = await create();
    alex.meddle = async (name, _, __, goOn) => {
      if (name === 'fetchBlobPart' || name === 'fetchBlobDigests') throw new Fault('unavailable', 'no-answer', 'away');
      return goOn();
    };
    await mail((await maskOf(id)).address, { attachments: [{ filename: 'a.bin', content: randomBytes(60_000) }] });
    await until([alex], async () => (await alex.records(serviceTaskKind)).length === 1);
    const task = (await alex.records(serviceTaskKind))[0]?.value.task;
    if (task?.kind !== 'fetchMail') throw new Error('no mail is to be fetched');
    const whole = ascii('From: Shop <hi@shop.example>\r\nSubject: Your code\r\n\r\nYour code is 493817\r\n');
    const finding = { spf: 'pass', dkim: 'pass', dmarc: 'pass', domain: 'shop.example', author: '' } as const;
    const now = { receivedAt: Date.now(), from: '', to: '', authentication: finding, message: whole };
    const encoded = mailFormat.encode(now);
    // Version 1 had no author: two bytes of length, behind the domain, and another version.
    const at = 2 + 6 + 2 + 2 + 3 + 2 + 'shop.example'.length;
    const before = concat(encoded.slice(0, at), encoded.slice(at + 2)).with(1, 1);
    const { reference, parts } = sealBlob(before, { origin: running.origin, expiryDay: 30_000 }, nodeEntropy);
    await completeMail(await alex.app(), id, task.value.sequence, reference, parts);
    const landed = (await alex.thread(id)).map(({ content }) => content).find(({ kind }) => kind === 'mail');
    expect(landed).toMatchObject({ value: { subject: 'Your code', authentic: false, mailer: null } });
    expect(await waitingCode(await alex.app(), id)).toBeNull();
  });

  test('whose gateway names more than a mail can be is lost, and nothing of it is fetched', async () => {
    const id = await create();
    alex.meddle = async (name, _, __, goOn) => {
      // Away until the service task has been made larger than any mail.
      if (name === 'fetchBlobPart' || name === 'fetchBlobDigests') throw new Fault('unavailable', 'no-answer', 'away');
      return goOn();
    };
    await mail((await maskOf(id)).address, { attachments: [{ filename: 'a.bin', content: randomBytes(60_000) }] });
    await until([alex], async () => (await alex.records(serviceTaskKind)).length === 1);
    const [waiting] = await alex.records(serviceTaskKind);
    const task = waiting?.value.task;
    if (waiting === undefined || task?.kind !== 'fetchMail') throw new Error('no mail is to be fetched');
    const reference = { ...task.value.reference, byteCount: hostedBytes(64 * 1024 ** 2) };
    const larger = { ...task, value: { ...task.value, reference } };
    await transact(
      (await alex.app()).store,
      [],
      (transaction) => transaction.put(serviceTask(waiting.id), { ...waiting.value, notBeforeAt: 0, task: larger }),
      STRICT,
    );
    alex.calls.splice(0);
    await until([alex], async () => (await alex.said(id)).includes('lost'));
    expect(alex.calls.filter((call) => call.startsWith('fetchBlob'))).toEqual([]);
    expect(await alex.records(serviceTaskKind)).toEqual([]);
  });

  test('from somebody else than the site is marked as a leak, once per somebody', async () => {
    const id = await create();
    const { address: mask } = await maskOf(id);
    for (const subject of ['buy', 'buy more']) await mail(mask, { from: 'x@spam.example', subject });
    await arrives(id, 'buy');
    await arrives(id, 'buy more');
    expect((await alex.known(id)).history.filter(({ kind }) => kind === 'mask-leaked')).toMatchObject([
      { detail: 'spam.example' },
    ]);
  });

  test('from a further domain of the same account is no leak, and its code and link are offered on both', async () => {
    const id = await create();
    const other = siteOf('https://shop-mail.example') as typeof SITE;
    const { address } = await maskOf(id);
    const from = 'team@shop-mail.example';
    const text =
      'Your verification code is 493817. Confirm: https://shop-mail.example/confirm?token=abcdefghij0123456789';
    await mail(address, { from, subject: 'before', text: text.replace('shop-mail.example', 'shop.example') });
    await arrives(id, 'before');
    const leaks = async () => (await alex.known(id)).history.filter(({ kind }) => kind === 'mask-leaked').length;
    expect([await leaks(), await waitingCode(await alex.app(), id)]).toEqual([1, null]);
    /** As the thread and the list show the mail that came before. */
    const shown = async () => {
      const { store } = await alex.app();
      const thread = await showThread(store, { relationship: id, before: null, limit: 9 });
      const [came] = thread?.messages.filter(({ type }) => type === 'mail') ?? [];
      const [row] = await conversationsOf(store, [id]);
      const opens = came?.type === 'mail' ? await mailLink(store, id, came.id) : null;
      return [came?.type === 'mail' && came.leakedFrom, row?.sign, opens !== null];
    };
    expect(await shown()).toEqual(['shop-mail.example', 'unsure', false]);
    await addSite(await alex.app(), id, other);
    expect(await shown()).toEqual([null, null, true]);
    expect(await waitingCode(await alex.app(), id)).toMatchObject({ code: '493817' });
    for (const at of [SITE, other]) expect(await identitiesAt(await alex.app(), at, null)).toMatchObject([{ id }]);
    expect(await fillFor(await alex.app(), id, other, { pageUrl: 'https://www.shop-mail.example/' })).not.toBeNull();
    await mail(address, { from, subject: 'Your code', text });
    await arrives(id, 'Your code');
    const link = { host: 'shop-mail.example' };
    expect([await leaks(), await waitingCode(await alex.app(), id)]).toMatchObject([1, { code: '493817', link }]);
    await mail(address, { from: 'x@spam.example', subject: 'buy' });
    await arrives(id, 'buy');
    expect(await leaks()).toBe(2);
    await end(await alex.app(), id);
    expect(await identitiesAt(await alex.app(), other)).toEqual([]);
  });

  test('from a domain under which anybody may have a name is a leak, and brings no code, unless it is the site itself', async () => {
    const code = { subject: 'Your code', text: 'Your verification code is 493817' };
    const offered: Record<string, boolean> = {};
    const leaks: Record<string, string | null> = {};
    for (const site of ['https://shop.example/', 'https://alex.uk.com/', 'https://uk.com/', 'https://eu.org/'])
      for (const from of ['uk.com', 'eu.org']) {
        const id = await create(alex, siteOf(site) as typeof SITE);
        await mail((await maskOf(id)).address, { ...code, from: `x@${from}` });
        await arrives(id, 'Your code');
        const came = `${from} at ${site}`;
        offered[came] = (await waitingCode(await alex.app(), id)) !== null;
        leaks[came] = (await alex.known(id)).history.find(({ kind }) => kind === 'mask-leaked')?.detail ?? null;
      }
    expect(offered).toEqual({
      'uk.com at https://shop.example/': false,
      'eu.org at https://shop.example/': false,
      'uk.com at https://alex.uk.com/': false,
      'eu.org at https://alex.uk.com/': false,
      'uk.com at https://uk.com/': true,
      'eu.org at https://uk.com/': false,
      'uk.com at https://eu.org/': false,
      'eu.org at https://eu.org/': true,
    });
    expect(leaks).toEqual(
      Object.fromEntries(
        Object.entries(offered).map(([came, isOffered]) => [came, isOffered ? null : came.split(' at ')[0]]),
      ),
    );
  });

  test('brings a code while it is fresh', async () => {
    const id = await create();
    await mail((await maskOf(id)).address, { subject: 'Your code', text: 'Your verification code is 493817' });
    await arrives(id, 'Your code');
    expect(await waitingCode(await alex.app(), id)).toMatchObject({ code: '493817' });
    alex.aheadMs = 16 * 60_000;
    expect(await waitingCode(await alex.app(), id)).toBeNull();
  });

  test('brings a code until it is used, and then what comes after it', async () => {
    const id = await create();
    const { address: mask } = await maskOf(id);
    const app = await alex.app();
    await mail(mask, { subject: 'First', text: 'Your verification code is 493817' });
    await arrives(id, 'First');
    await mail(mask, { subject: 'Second', text: 'Your verification code is 615243' });
    await arrives(id, 'Second');
    const second = await waitingCode(app, id);
    expect(second).toMatchObject({ code: '615243' });
    expect(await noteCodeUsed(app, id, 'ab'.repeat(16))).toBe(false);
    expect(await waitingCode(app, id)).toEqual(second);
    expect(await noteCodeUsed(app, id, second?.message as string)).toBe(true);
    // Nor is the one before it good any more.
    expect(await waitingCode(app, id)).toBeNull();
    await mail(mask, { subject: 'Third', text: 'Your verification code is 208466' });
    await arrives(id, 'Third');
    expect(await waitingCode(app, id)).toMatchObject({ code: '208466' });
  });

  test('brings a code again that counted as used and got into no field, and none from before it', async () => {
    const id = await create();
    const { address: mask } = await maskOf(id);
    const app = await alex.app();
    const brought = async (subject: string, digits: string) => {
      await mail(mask, { subject, text: `Your verification code is ${digits}` });
      await arrives(id, subject);
      return (await waitingCode(app, id))?.message as string;
    };
    const first = await brought('First', '493817');
    const second = await brought('Second', '615243');
    await noteCodeUsed(app, id, second);
    expect(await noteCodeMissed(app, id, 'ab'.repeat(16))).toBe(false);
    // It was not the one that was handed out last.
    expect(await noteCodeMissed(app, id, first)).toBe(true);
    expect(await waitingCode(app, id)).toBeNull();
    expect(await noteCodeMissed(app, id, second)).toBe(true);
    expect(await waitingCode(app, id)).toMatchObject({ code: '615243' });
    await noteCodeUsed(app, id, second);
    const third = await brought('Third', '208466');
    await noteCodeUsed(app, id, third);
    await noteCodeMissed(app, id, second);
    expect(await waitingCode(app, id)).toBeNull();
  });

  test('brings a number that no word calls a code to a page that waits for one of its length', async () => {
    const id = await create();
    await mail((await maskOf(id)).address, { subject: 'Tere', text: 'Sinu salasõna lehele on 739201.' });
    await arrives(id, 'Tere');
    const app = await alex.app();
    expect(await waitingCode(app, id)).toBeNull();
    expect(await waitingCode(app, id, 6)).toMatchObject({ code: '739201' });
    expect(await waitingCode(app, id, 5)).toBeNull();
    alex.aheadMs = 16 * 60_000;
    expect(await waitingCode(app, id, 6)).toBeNull();
  });

  test('that is no mail is dropped, and what follows arrives', async () => {
    const id = await create();
    let forged = false;
    alex.meddle = async (name, _, __, goOn) => {
      const answer = await goOn();
      if (name !== 'getMailbox' || answer.items.length === 0 || forged) return answer;
      forged = true;
      const [item] = answer.items;
      return { ...answer, items: [{ ...item, envelope: nodeEntropy(4096) }], remaining: answer.items.length };
    };
    await mail((await maskOf(id)).address, { subject: 'swallowed' });
    await until([alex], () => forged);
    await mail((await maskOf(id)).address, { subject: 'after' });
    await arrives(id, 'after');
    expect(alex.reports).toEqual([]);
  });
});

describe('a site whose mail goes out through a mailer', () => {
  const by = (mailer: string, subject: string, digits: string, from = 'Shop <hi@small.example>') => ({
    from,
    subject,
    text: `Your verification code is ${digits} https://shop.example/confirm?token=${'a'.repeat(20)}`,
    envelope: { from: `bounce@${mailer}`, to: [] as string[] },
  });
  const small = siteOf('https://small.example/') as typeof SITE;
  async function joined() {
    const made = await createSiteIdentity(await alex.app(), small, nodeEntropy(16), HINTS);
    if (!made.ok) throw new Error(made.reason);
    const { address: mask } = await maskOf(made.id);
    const sends = async (message: ReturnType<typeof by>) => {
      await mail(mask, { ...message, envelope: { ...message.envelope, to: [mask] } });
      await arrives(made.id, message.subject);
    };
    return { id: made.id, sends, waiting: async () => waitingCode(await alex.app(), made.id) };
  }

  test('may bring codes by whoever wrote first after the form was filled, and never its links', async () => {
    const { id, sends, waiting } = await joined();
    await fillFor(await alex.app(), id, small);
    await sends(by('mailer.example', 'welcome', '111111'));
    // The first mail makes the mailer known; later ones may offer.
    expect(await waiting()).toBeNull();
    await sends(by('mailer.example', 'code', '222222'));
    expect(await waiting()).toMatchObject({ code: '222222', link: null, mailer: 'mailer.example' });
    await sends(by('spam.example', 'other', '333333'));
    expect(await waiting()).toMatchObject({ code: '222222' });
    // A mail for which the site itself vouches comes first, however old.
    await sends(by('small.example', 'own', '444444'));
    await sends(by('mailer.example', 'code again', '555555'));
    expect(await waiting()).toMatchObject({ code: '444444', mailer: null });
  });

  test('brings none before a form was filled, or long after', async () => {
    const { id, sends, waiting } = await joined();
    await sends(by('spam.example', 'one', '111111'));
    await sends(by('spam.example', 'two', '222222'));
    alex.aheadMs = -11 * 60_000;
    await fillFor(await alex.app(), id, small);
    alex.aheadMs = 0;
    await sends(by('spam.example', 'three', '333333'));
    await sends(by('spam.example', 'four', '444444'));
    expect([await waiting(), (await maskOf(id)).mailer]).toEqual([null, '']);
  });

  test('brings none in the name of a domain that says no', async () => {
    const { id, sends, waiting } = await joined();
    await fillFor(await alex.app(), id, small);
    await sends(by('mailer.example', 'welcome', '111111'));
    await sends(by('mailer.example', 'forged', '222222', 'Bank <hi@strict.example>'));
    expect(await waiting()).toBeNull();
  });
});

/** A mask whose mails the test seals, as the gateway would, and lays into the mailbox, as a service could. */
async function bringing() {
  let mailKey = new Uint8Array(0);
  let address = new Uint8Array(0);
  alex.meddle = async (name, _, request, goOn) => {
    if (name === 'createMask') mailKey = request.mailKey;
    if (name === 'createMask' || name === 'renewMask') [address] = request.grant.addresses;
    return goOn();
  };
  const id = await create();
  const { address: mask } = await maskOf(id);
  const seal = (receivedAt: number, subject: string, to = `You <${mask.toUpperCase()}>`) => {
    const authentication = {
      spf: 'pass',
      dkim: 'pass',
      dmarc: 'pass',
      domain: 'shop.example',
      author: 'shop.example',
    } as const;
    const words = 'Your verification code is 493817, or confirm at https://shop.example/confirm?t=0123456789abcdef';
    const message = `From: hi@shop.example\r\nTo: ${to}\r\nSubject: ${subject}\r\n\r\n${words}\r\n`;
    const content = { receivedAt, from: '', to: '', authentication, message: new TextEncoder().encode(message) };
    return sealMail(mailKey, content, { origin: running.origin, expiryDay: 1 }, nodeEntropy).envelope;
  };
  const bring = async (envelope: Uint8Array) =>
    (await receive(await alex.app(), [{ address, envelope }])).outcomes.map((one) => one?.outcome);
  return { id, seal, bring };
}

describe('a mail that somebody brings again', () => {
  test('is the same mail, as long as its address may bring it', async () => {
    const { id, seal, bring } = await bringing();
    const envelope = seal(alex.now(), 'once');
    expect(await bring(envelope)).toEqual(['taken']);
    for (const days of [1, 39, 41, 60, 99]) {
      alex.aheadMs = days * DAY_MS;
      await (await alex.vault()).courier.keepUp();
      expect([days, await bring(envelope)]).toEqual([days, ['repeated']]);
    }
    expect(await subjects(id)).toEqual(['once']);
  });

  test('is no new mail where it is older than the address, and what is known of it was forgotten', async () => {
    const { id, seal, bring } = await bringing();
    expect(await bring(seal(alex.now() - 150 * DAY_MS, 'long ago'))).toEqual(['repeated']);
    // A gateway whose clock is a little behind is believed.
    expect(await bring(seal(alex.now() - DAY_MS, 'yesterday'))).toEqual(['taken']);
    expect(await subjects(id)).toEqual(['yesterday']);
  });

  test('or late, offers no code: it is as old as the gateway says', async () => {
    const { id, seal, bring } = await bringing();
    const code = async () => (await waitingCode(await alex.app(), id))?.code ?? null;
    expect(await bring(seal(alex.now() - 16 * 60_000, 'late'))).toEqual(['taken']);
    expect(await code()).toBeNull();
    expect(await bring(seal(alex.now() + 16 * 60_000, 'of tomorrow'))).toEqual(['taken']);
    expect(await code()).toBeNull();
    expect(await bring(seal(alex.now() + 10 * 60_000, 'a little ahead'))).toEqual(['taken']);
    expect(await code()).toBe('493817');
    // What was ahead when it came is old when its time comes.
    alex.aheadMs = 16 * 60_000;
    expect(await code()).toBeNull();
    expect(await bring(seal(alex.now() - 60_000, 'in time'))).toEqual(['taken']);
    expect(await code()).toBe('493817');
  });
});

describe('a mail of the site to another of its customers, sent on as it is', () => {
  test('is shown, and offers neither code nor link: they open the other’s account', async () => {
    const { id, seal, bring } = await bringing();
    const app = await alex.app();
    for (const to of ['mallory@elsewhere.example', 'Team: a@b.example, c@d.example;', '']) {
      expect(await bring(seal(alex.now(), `for ${to}`, to))).toEqual(['taken']);
      expect([to, await waitingCode(app, id), await waitingCode(app, id, 6)]).toEqual([to, null, null]);
    }
    const told = (await alex.thread(id)).flatMap(({ content }) => (content.kind === 'mail' ? content.value : []));
    expect(told.map(({ authentic, code, link }) => ({ authentic, code, link }))).toEqual(
      Array(3).fill({ authentic: true, code: null, link: null }),
    );
    expect(await bring(seal(alex.now(), 'for me'))).toEqual(['taken']);
    expect(await waitingCode(app, id)).toMatchObject({ code: '493817', link: { host: 'shop.example' } });
    const group = seal(alex.now(), 'for me among others', `a@b.example, ${(await maskOf(id)).address}`);
    expect(await bring(group)).toEqual(['taken']);
    expect(await waitingCode(app, id, 6)).toMatchObject({ code: '493817' });
  });
});

describe('a mask', () => {
  test('switched off refuses mail, and on again takes it, however the two overtake each other', async () => {
    const id = await create();
    const { address: mask } = await maskOf(id);
    await setMaskActive(await alex.app(), id, false);
    await quiet();
    expect(await mail(mask)).toBe(550);
    expect(await setMaskActive(await alex.app(), id, true)).toEqual({ ok: true });
    expect(await mail(mask, { subject: 'back' })).toBe(250);
    await arrives(id, 'back');

    // The retirement is still on its way when it is wanted again.
    let away = true;
    alex.meddle = async (name, _, __, goOn) => {
      if (name === 'retireMask' && away) throw new Fault('unavailable', 'no-answer', 'away');
      return goOn();
    };
    await setMaskActive(await alex.app(), id, false);
    await alex.settle();
    expect(await setMaskActive(await alex.app(), id, true)).toEqual({ ok: false, reason: 'unreachable' });
    away = false;
    expect(await setMaskActive(await alex.app(), id, true)).toEqual({ ok: true });
    alex.aheadMs = 3_600_000;
    await quiet();
    expect([await mail(mask, { subject: 'still back' }), (await maskOf(id)).state]).toEqual([250, 'active']);
  });

  test('of a site that is blocked takes nothing in, and after that everything', async () => {
    const id = await create();
    const { address: mask } = await maskOf(id);
    await block(await alex.app(), id);
    await quiet();
    await mail(mask, { subject: 'unwanted' });
    await unblock(await alex.app(), id);
    await quiet();
    await mail(mask, { subject: 'wanted' });
    await arrives(id, 'wanted');
    expect(await subjects(id)).toEqual(['wanted']);
  });

  describe('is renewed apart from all others: its gateway never sees two of mine on one connection', () => {
    let renewals: { mask: string; at: number }[] = [];
    const renewedMasks = () => new Set(renewals.map(({ mask }) => mask)).size;
    /** Between renewals of two masks. */
    const gaps = () =>
      renewals.flatMap(({ mask, at }, i) => {
        const before = renewals[i - 1];
        return before === undefined || before.mask === mask ? [] : [at - before.at];
      });
    const masks = async () => {
      const made = [await create(), await create(), await create()];
      renewals = [];
      alex.meddle = async (name, _, request, goOn) => {
        if (name === 'renewMask') renewals.push({ mask: request.localPart, at: alex.now() });
        return goOn();
      };
      return made;
    };
    /** Minute by minute until all are renewed. */
    const goOn = async (eachMinute: () => Promise<void>) => {
      while ((await alex.records(serviceTaskKind)).length > 0) {
        alex.aheadMs += 60_000;
        await eachMinute();
      }
    };

    test.each([
      ['in one life', () => alex.settle()],
      [
        'across restarts, which ask for all that waits',
        async () => {
          alex.restart();
          await (await alex.vault()).courier.sendNow();
        },
      ],
    ])('%s', async (_, eachMinute) => {
      const made = await masks();
      alex.aheadMs = 31 * DAY_MS;
      await (await alex.vault()).courier.keepUp();
      await goOn(eachMinute);
      expect(renewedMasks()).toBe(made.length);
      expect(Math.min(...gaps())).toBeGreaterThanOrEqual(20 * 60_000);
      alex.aheadMs += 2 * DAY_MS;
      await (await alex.vault()).courier.keepUp();
      expect(await alex.records(renewedKind)).toEqual([]);
    });

    test('also when mailboxes are replaced', async () => {
      const made = await masks();
      expect(await replaceMailboxes(await alex.app(), { aborted: false })).toBe(true);
      await goOn(() => alex.settle());
      expect(renewedMasks()).toBe(made.length);
      expect(Math.min(...gaps())).toBeGreaterThanOrEqual(20 * 60_000);
    });

    test('also when the service that receives for them is left', async () => {
      const second = await bench.start();
      alex = await person([running.origin, second.origin]);
      const made = await masks();
      expect(await leaveService(await alex.app(), second.origin)).toEqual({ ok: true });
      await alex.settle();
      const moving = async () => (await alex.records(moveKind)).filter(({ value }) => value.state !== 'moved');
      expect((await moving()).length).toBe(made.length);
      alex.aheadMs += MOVE_WITHIN_MS;
      await alex.settle();
      await goOn(() => alex.settle());
      expect([await moving(), renewedMasks()]).toEqual([[], made.length]);
      expect(Math.min(...gaps())).toBeGreaterThanOrEqual(20 * 60_000);
    });

    test('and after one that could not wait', async () => {
      const [blocked = ''] = await masks();
      alex.aheadMs = 31 * DAY_MS;
      await block(await alex.app(), blocked);
      await quiet();
      await unblock(await alex.app(), blocked);
      await quiet();
      expect(renewedMasks()).toBe(1);
      await (await alex.vault()).courier.keepUp();
      await goOn(() => alex.settle());
      expect(renewedMasks()).toBe(3);
      expect(Math.min(...gaps())).toBeGreaterThanOrEqual(20 * 60_000);
    });
  });

  test('has not moved to another mailbox when its gateway has a later renewal', async () => {
    await create();
    let answer: Fault | null = new Fault('refused', 'conflict', 'a later one is known');
    alex.meddle = async (name, _, __, goOn) => {
      if (name === 'renewMask' && answer !== null) throw answer;
      return goOn();
    };
    expect(await replaceMailboxes(await alex.app(), { aborted: false })).toBe(true);
    await quiet();
    const shown = async () => (await showMailboxes(await alex.app())).replacing;
    expect(await shown()).toMatchObject({ masks: { moved: 0, all: 1 } });
    answer = null;
    await (await alex.vault()).courier.keepUp();
    await until([alex], async () => (await shown()) === null);
  });

  test('is renewed before its addresses expire, and again where the gateway has a later renewal', async () => {
    const id = await create();
    const until_ = async () => (await maskOf(id)).expiryDay;
    const first = await until_();
    alex.aheadMs = 31 * DAY_MS;
    let answer: Fault | null = new Fault('refused', 'conflict', 'a later one is known');
    alex.meddle = async (name, _, __, goOn) => {
      if (name === 'renewMask' && answer !== null) throw answer;
      return goOn();
    };
    const keepUp = async () => {
      await (await alex.vault()).courier.keepUp();
      await alex.settle();
    };
    await keepUp();
    expect(await until_()).toBe(0);
    answer = null;
    await keepUp();
    expect(await until_()).toBe(first + 31);
    answer = new Fault('refused', 'not-found', 'there is no such mask');
    alex.aheadMs = 62 * DAY_MS;
    await keepUp();
    // The person sees that it takes no mail any more.
    expect((await maskOf(id)).state).toBe('retired');
  });

  test('is retired with its relationship', async () => {
    const id = await create();
    const { address: mask } = await maskOf(id);
    await end(await alex.app(), id);
    await quiet();
    expect(await mail(mask)).toBe(550);
    expect(await identitiesAt(await alex.app(), SITE)).toEqual([]);
    expect((await alex.records(addressKind)).length).toBeGreaterThan(0);
  });
});
