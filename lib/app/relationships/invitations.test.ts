// Inviting and accepting: every way in which it does not work says why, and one invitation makes one relationship.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { encodeBase64url } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acceptAs, acquaint, invitationOf, person, TestDevice, until } from '#e2e/harness/devices.ts';
import { DAY_MS, dayOf } from '#protocol/base/day.ts';
import { createIdentity } from '#protocol/pairwise/identity.ts';
import { bundleText, createInvitation, invitationLink } from '#protocol/pairwise/invitation.ts';
import { Bench } from '#services/testing/services.ts';
import { DELIVERY_ADDRESS_BYTES } from '#wire/address.ts';
import { invitation as bundle, invitationLocator } from '#wire/invitation.ts';
import type { AddressGrant } from '#wire/message.ts';
import { takePage } from '../incoming/fetch-mailbox.ts';
import { accepted, acceptedKind, invitationRecord, MAX_REFUSALS } from '../records/invitation.ts';
import { messageKind, messageNumberKind } from '../records/message.ts';
import { proton } from '../records/proton.ts';
import { relationshipKind } from '../records/relationship.ts';
import { newService, servicesInUse } from '../records/service.ts';
import { outboxKind, seenKind, serviceTaskKind } from '../records/transit.ts';
import { changeSettings } from '../services/settings.ts';
import { factsOf } from '../services/snapshot.ts';
import { transact } from '../store/transaction.ts';
import { acceptInvitation, previewInvitation } from './accept.ts';
import { block, unblock } from './block.ts';
import { end } from './end.ts';
import { invite, withdrawInvitation } from './invite.ts';
import { retryMessage, sendText } from './send.ts';

const bench = new Bench();
let origins: string[] = [];
let alex: TestDevice;
let blair: TestDevice;
beforeAll(async () => {
  useProvider(await loadSodium());
  origins = [(await bench.start()).origin, (await bench.start()).origin];
  alex = await person(origins);
  blair = await person(origins);
});
afterAll(() => bench.end());

const preview = async (who: TestDevice, text: string) => {
  const shown = await previewInvitation(await who.app(), text, 'Someone');
  return shown.ok ? 'fine' : shown.reason;
};
const linkOf = async (id: string) => {
  const [known] = await (await alex.app()).store.read([invitationRecord(id)]);
  const locator = invitationLocator.decode(known?.locator as Uint8Array);
  return { link: invitationLink(locator.origin, '/invitation', locator), locator };
};
/** An invitation that a stranger signed with a program of their own. */
function forge(presentation: { name: string; pronouns: string }, services: AddressGrant[], now = Date.now()): string {
  const terms = { presentation, services, createdAt: now, expiryDay: dayOf(now) + 3 };
  return bundleText(createInvitation(createIdentity(nodeEntropy), terms, nodeEntropy).encoded);
}

describe('what is wrong with an invitation is said', () => {
  test.each([
    ['nothing at all', '', 'malformed'],
    ['a link that is none', 'https://service.example/invitation#AAAA', 'malformed'],
  ])('%s', async (_, text, reason) => {
    expect(await preview(blair, text)).toBe(reason);
  });

  test('changed on the way', async () => {
    const { text } = await invitationOf(alex);
    const changed = `${text.slice(0, 300)}${text[300] === 'A' ? 'B' : 'A'}${text.slice(301)}`;
    expect(await preview(blair, changed)).toBe('untrusted');
  });

  test('of a later version', async () => {
    const encoded = bundle.encode(bundle.decode(await bundleBytes()));
    encoded[1] = 2;
    expect(await preview(blair, `nucleus-invitation:${encodeBase64url(encoded)}`)).toBe('newer-version');
  });

  test('in a link that leads to what runs on this machine, where no service of mine does: nothing there is asked', async () => {
    const asked: string[] = [];
    const server = createServer(({ url = '' }, response) => {
      asked.push(url);
      response.end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { id } = await invitationOf(alex);
    await alex.settle();
    const { locator } = await linkOf(id);
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const link = invitationLink(origin, '/invitation', { ...locator, origin });
    expect(await preview(blair, link)).not.toBe('fine');
    expect(asked).toHaveLength(1);
    const away = await person(origins);
    const app = await away.app();
    await transact(app.store, [servicesInUse], (transaction) =>
      transaction.put(servicesInUse, { services: ['https://one.example', 'https://two.example'].map(newService) }),
    );
    expect(await preview(away, link)).toBe('unreachable');
    expect(asked).toHaveLength(1);
    server.close();
  });

  test('my own, also when I ask for it by its link', async () => {
    const { id, text } = await invitationOf(alex);
    await alex.settle();
    expect(await preview(alex, text)).toBe('own');
    expect(await preview(alex, (await linkOf(id)).link)).toBe('own');
  });

  test('expired, whichever clock is wrong, but not for a day', async () => {
    const { text } = await invitationOf(alex);
    for (const [days, reason] of [
      [14, 'fine'],
      [17, 'expired'],
      [-1, 'fine'],
    ] as const) {
      blair.aheadMs = days * DAY_MS;
      expect([days, await preview(blair, text)]).toEqual([days, reason]);
    }
    blair.aheadMs = 0;
  });

  test('without an address that could take an answer', async () => {
    const [receiver] = (await factsOf(await alex.app())).receivers;
    const service = receiver?.service.name as AddressGrant['service'];
    const garbage = [nodeEntropy(DELIVERY_ADDRESS_BYTES)];
    for (const services of [[], [{ service, addresses: [] }], [{ service, addresses: garbage }]])
      expect(await preview(blair, forge({ name: 'X', pronouns: '' }, services))).toBe('expired');
  });

  test('not hosted any more, held by a service that is away, or by one that answers something else', async () => {
    const { id } = await invitationOf(alex);
    const { link, locator } = await linkOf(id);
    expect(
      await preview(
        blair,
        link.replace(
          encodeBase64url(invitationLocator.encode(locator)),
          encodeBase64url(invitationLocator.encode({ ...locator, blob: nodeEntropy(16) })),
        ),
      ),
    ).toBe('not-found');
    await alex.settle();
    expect(await preview(blair, link)).toBe('fine');
    const bent = encodeBase64url(invitationLocator.encode({ ...locator, digest: nodeEntropy(32) }));
    expect(await preview(blair, link.replace(/#.*/, `#${bent}`))).toBe('untrusted');
    blair.meddle = async (name, _, __, goOn) => {
      if (name === 'fetchBlobPart') throw new Fault('unavailable', 'no-answer', 'away');
      return goOn();
    };
    expect(await preview(blair, link)).toBe('unreachable');
    blair.meddle = async (name, _, __, goOn) => (name === 'fetchBlobPart' ? nodeEntropy(5000) : goOn());
    expect(await preview(blair, link)).toBe('untrusted');
    blair.meddle = null;
  });

  test('made with no service ever reached, it is not made, and nothing is accepted', async () => {
    const alone = new TestDevice(['http://127.0.0.1:1']);
    await alone.device.setUp('a lonely lantern thursday');
    expect(await invite(await alone.app(), { name: 'Al', label: '' })).toEqual({ ok: false, reason: 'unreachable' });
    const { text } = await invitationOf(alex);
    expect(await acceptInvitation(await alone.app(), text, 'Al')).toEqual({ ok: false, reason: 'unreachable' });
    expect(await alone.records(relationshipKind)).toEqual([]);
  });
});

async function bundleBytes(): Promise<Uint8Array> {
  const { id } = await invitationOf(alex);
  const [known] = await (await alex.app()).store.read([invitationRecord(id)]);
  return known?.bundle as Uint8Array;
}

test('a name that somebody gives themselves is one visible line before anybody sees it', async () => {
  const [receiver] = (await factsOf(await alex.app())).receivers;
  const { text } = await invitationOf(alex);
  const { services } = bundle.decode(await bundleBytes());
  expect(receiver).toBeDefined();
  expect(text).toContain('nucleus-invitation:');
  const hostile = forge({ name: '\u202eMum\n\u0007\u200b', pronouns: ' \u2066x' }, services);
  expect(await previewInvitation(await blair.app(), hostile, '')).toMatchObject({ name: 'Mum', pronouns: 'x' });
  const nameless = forge({ name: '\u3164\u200b', pronouns: '' }, services);
  const shown = await previewInvitation(await blair.app(), nameless, '');
  expect(shown.ok && shown.name).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
});

test('one that claims to be made in a time to come stands in the list where it was accepted', async () => {
  const { services } = bundle.decode(await bundleBytes());
  const id = await acceptAs(blair, forge({ name: 'Tomorrow', pronouns: '' }, services, Date.UTC(9999, 1)));
  expect((await blair.known(id)).lastAt).toBeLessThanOrEqual(blair.now());
  expect((await blair.thread(id)).every(({ sentAt }) => sentAt <= blair.now())).toBe(true);
});

test('two windows accept once, and whoever comes back later is told', async () => {
  const { text } = await invitationOf(alex);
  const [one, two] = await Promise.all([acceptAs(blair, text), acceptAs(blair, text)]);
  expect(one).toBe(two);
  expect(await preview(blair, text)).toBe('already-accepted');
  expect(
    (await blair.records(acceptedKind)).filter(({ value }) => Buffer.from(value.relationship).toString('hex') === one),
  ).toHaveLength(1);
});

describe('one invitation makes one relationship', () => {
  test('a second acceptor is told so, once, and the inviter is warned', async () => {
    const casey = await person(origins);
    const { id, text } = await invitationOf(alex);
    const blairs = await acceptAs(blair, text);
    const record = async () => (await (await alex.app()).store.read([invitationRecord(id)]))[0];
    await until([blair, alex], async () => (await record())?.state === 'used');
    const caseys = await acceptAs(casey, text, 'Casey');
    for (const line of ['hello', 'are you there', 'hm']) await casey.say(caseys, line);
    let taken = 0;
    let isAway = true;
    alex.meddle = async (name, _, __, goOn) => {
      if (name === 'submit' && isAway) throw new Fault('unavailable', 'no-answer', 'away');
      const answer = await goOn();
      if (name === 'getMailbox') taken += answer.items.length;
      return answer;
    };
    await until([casey, alex], async () => taken >= 4 && (await record())?.refusals === 1);
    const nobody = ({ value }: { value: { relationship: Uint8Array } }) =>
      value.relationship.every((byte) => byte === 0);
    expect((await alex.records(outboxKind)).filter(nobody)).toHaveLength(1);
    isAway = false;
    alex.aheadMs += 3_600_000;
    await until([casey, alex], async () => (await casey.known(caseys)).standing === 'ended');
    alex.meddle = null;
    alex.aheadMs = 0;
    for (let i = 0; i < 3; i++) for (const one of [casey, alex]) await one.settle();
    expect((await casey.said(caseys)).filter((line) => line === 'ended')).toHaveLength(1);
    expect(
      (await casey.thread(caseys)).find(({ content }) => content.kind === 'event' && content.value.kind === 'ended')
        ?.content,
    ).toMatchObject({ value: { detail: 'invitation-used' } });
    expect(await sendText(await casey.app(), caseys, 'still?', 'ab'.repeat(16))).toEqual({
      ok: false,
      reason: 'ended',
    });
    expect((await record())?.relationship).not.toBeNull();
    expect((await alex.records(relationshipKind)).filter(({ value }) => value.theirs.name === 'Casey')).toEqual([]);
    await until([blair, alex], async () => (await blair.known(blairs)).standing === 'active');
  });

  test('to whoever comes back as one stranger after the other, the inviter falls silent, and keeps nothing of them', async () => {
    const casey = await person(origins);
    const { id, text } = await invitationOf(alex);
    await withdrawInvitation(await alex.app(), id);
    const app = await casey.app();
    const record = async () => (await (await alex.app()).store.read([invitationRecord(id)]))[0];
    let taken = 0;
    let refusals = 0;
    alex.meddle = async (name, _, __, goOn) => {
      const answer = await goOn();
      if (name === 'getMailbox') taken += answer.items.length;
      if (name === 'submit') refusals++;
      return answer;
    };
    /** As a program of theirs could that forgets whom it was. */
    const comesAsAnother = async (): Promise<void> => {
      const before = taken;
      await acceptAs(casey, text, 'Casey');
      const known = await casey.records(acceptedKind);
      await transact(app.store, [], (transaction) => {
        for (const one of known) transaction.remove(accepted(one.id));
      });
      await until([casey, alex], () => taken > before);
    };
    for (let stranger = 0; stranger < MAX_REFUSALS; stranger++) await comesAsAnother();
    await until([casey, alex], () => refusals === MAX_REFUSALS);
    const seen = (await alex.records(seenKind)).length;
    for (let stranger = 0; stranger < 4; stranger++) await comesAsAnother();
    for (let turn = 0; turn < 3; turn++) await alex.settle();
    expect(refusals).toBe(MAX_REFUSALS);
    expect(await alex.records(seenKind)).toHaveLength(seen);
    expect((await record())?.refusals).toBe(MAX_REFUSALS);
    alex.meddle = null;
  });

  test('withdrawn, it makes none', async () => {
    const casey = await person(origins);
    const { id, text } = await invitationOf(alex);
    await withdrawInvitation(await alex.app(), id);
    const caseys = await acceptAs(casey, text, 'Casey');
    await until([casey, alex], async () => (await casey.known(caseys)).standing === 'ended');
    expect((await (await alex.app()).store.read([invitationRecord(id)]))[0]).toMatchObject({
      state: 'withdrawn',
      relationship: null,
    });
  });

  test('what its acceptor goes on to write before the answer is there is taken in together', async () => {
    const { text } = await invitationOf(alex, 'Blair goes on');
    const blairs = await acceptAs(blair, text);
    const lines = Array.from({ length: 12 }, (_, i) => `line ${i}`);
    for (const line of lines) await blair.say(blairs, line);
    await until([blair], async () => (await blair.records(outboxKind)).length === 0);
    const app = await alex.app();
    let writes = 0;
    const step: typeof app.store.step = (refs, compute, options) => {
      if (options?.durability === 'strict') writes++;
      return app.store.step(refs, compute, options);
    };
    const accesses = await (await alex.vault()).courier.accesses();
    const pages = () =>
      Promise.all(accesses.map(({ origin, session }) => app.transport.call('getMailbox', origin, null, { session })));
    const count = async () => (await pages()).reduce((sum, { items }) => sum + items.length, 0);
    await until([], async () => (await count()) > lines.length);
    for (const { items } of await pages()) await takePage({ ...app, store: { ...app.store, step } }, items);
    // One for the handshake with the first letter, one for all that repeat it, at each of two services at most.
    expect(writes).toBeLessThanOrEqual(4);
    const found = (await alex.records(relationshipKind)).at(-1)?.id ?? '';
    const said = (await alex.said(found)).filter((line) => line.startsWith('they: line'));
    // They came by two services.
    expect(said.toSorted()).toEqual(lines.map((line) => `they: ${line}`).toSorted());
  });

  test('its envelopes delivered again make nothing new', async () => {
    const { id, text } = await invitationOf(alex, 'Blair again');
    const before = (await alex.records(relationshipKind)).length;
    const pages: unknown[] = [];
    alex.meddle = async (name, _, __, goOn) => {
      const answer = await goOn();
      if (name === 'getMailbox') pages.push(answer);
      return answer;
    };
    await acceptAs(blair, text);
    const record = async () => (await (await alex.app()).store.read([invitationRecord(id)]))[0];
    await until([blair, alex], async () => (await record())?.state === 'used');
    const played = pages.filter((page) => (page as { items: unknown[] }).items.length > 0);
    alex.meddle = async (name, _, __, goOn) => (name === 'getMailbox' ? (played.shift() ?? goOn()) : goOn());
    while (played.length > 0) await alex.settle();
    alex.meddle = null;
    expect(await alex.records(relationshipKind)).toHaveLength(before + 1);
    expect((await record())?.refusals).toBe(0);
  });
});

describe('blocked, unblocked, ended', () => {
  test('who is blocked is not heard, and after that is heard again', async () => {
    const [alexs, blairs] = await acquaint(alex, blair);
    await block(await alex.app(), alexs);
    await until([alex], async () => (await alex.records(serviceTaskKind)).length === 0);
    let came = 0;
    alex.meddle = async (name, _, __, goOn) => {
      const answer = await goOn();
      if (name === 'getMailbox') came += answer.items.length;
      return answer;
    };
    await blair.say(blairs, 'can you hear me');
    await until([blair], async () => (await blair.delivery(blairs)).every((state) => state === 'sent'));
    for (let i = 0; i < 3; i++) for (const one of [blair, alex]) await one.settle();
    // Revoked, it does not even reach the mailbox.
    expect([came, await alex.said(alexs)]).toEqual([0, expect.not.arrayContaining(['they: can you hear me'])]);
    alex.meddle = null;
    await unblock(await alex.app(), alexs);
    const theirs = async () => (await (await blair.app()).store.read([proton(blairs)]))[0]?.grants;
    const before = await theirs();
    await until([alex, blair], async () => JSON.stringify(await theirs()) !== JSON.stringify(before));
    // They were told to forget the addresses that swallow messages, so every message that they write from now on
    // arrives.
    for (const line of ['one', 'two', 'three', 'four']) await blair.say(blairs, line);
    await until(
      [alex, blair],
      async () => (await alex.said(alexs)).filter((line) => line.startsWith('they: ')).length === 4,
    );
    expect((await alex.known(alexs)).standing).toBe('active');
  });

  test('who has ended it is not made active by being blocked and unblocked', async () => {
    const [alexs, blairs] = await acquaint(alex, blair);
    await end(await blair.app(), blairs);
    await until([alex, blair], async () => (await alex.known(alexs)).standing === 'ended');
    await block(await alex.app(), alexs);
    await unblock(await alex.app(), alexs);
    expect((await alex.known(alexs)).standing).toBe('ended');
  });

  test('ended, nothing of the conversation is left, and what still comes does no harm', async () => {
    const casey = await person(origins);
    const [alexs, caseys] = await acquaint(alex, casey);
    for (let i = 0; i < 30; i++) await casey.say(caseys, `line ${i}`);
    await until(
      [casey, alex],
      async () => (await alex.said(alexs)).filter((line) => line.startsWith('they: ')).length === 30,
    );
    const others = {
      messages: (await alex.records(messageKind)).length,
      numbers: (await alex.records(messageNumberKind)).length,
    };
    const own = (await alex.thread(alexs)).length;
    alex.reports.length = 0;
    await casey.say(caseys, 'one more');
    await (await casey.vault()).courier.send();
    await end(await alex.app(), alexs);
    await until([alex, casey], async () => (await casey.known(caseys)).standing === 'ended');
    await until([alex], async () => (await alex.records(serviceTaskKind)).length === 0);
    expect(await alex.records(messageKind)).toHaveLength(others.messages - own);
    expect(await alex.records(messageNumberKind)).toHaveLength(others.numbers - 30);
    await alex.settle();
    expect(alex.reports).toEqual([]);
  });

  test('a text that was given up goes out again when it can, and is shown once', async () => {
    const [alexs, blairs] = await acquaint(alex, blair);
    alex.meddle = async (name, _, __, goOn) => {
      if (name !== 'submit') return goOn();
      await goOn();
      throw new Fault('refused', 'malformed', 'it lies');
    };
    await alex.say(alexs, 'did you get this');
    await until([alex], async () => (await alex.delivery(alexs)).includes('failed'));
    alex.meddle = null;
    const [failed] = (await alex.thread(alexs)).filter(({ delivery }) => delivery === 'failed');
    await retryMessage(await alex.app(), alexs, Buffer.from(failed?.id as Uint8Array).toString('hex'));
    await until([alex, blair], async () => (await alex.delivery(alexs)).every((state) => state === 'received'));
    for (let i = 0; i < 3; i++) for (const one of [blair, alex]) await one.settle();
    expect((await blair.said(blairs)).filter((line) => line === 'they: did you get this')).toHaveLength(1);
  });
});

test('the acceptance, the first answer and a goodbye are never held back, whoever hides when they read', async () => {
  const hiding = await Promise.all([person(origins), person(origins)]);
  const [casey, drew] = hiding;
  const wishes = new Map<TestDevice, string[]>();
  for (const one of hiding) {
    await changeSettings(await one.app(), { automaticDelay: 'ten-minutes' });
    const said: string[] = [];
    wishes.set(one, said);
    one.meddle = async (name, _, request, goOn) => {
      if (name === 'submit') said.push(request.delay);
      return goOn();
    };
  }
  const [caseys] = await acquaint(casey, drew);
  expect(wishes.get(drew)?.[0]).toBe('none');
  expect(wishes.get(casey)?.[0]).toBe('none');
  const before = wishes.get(casey)?.length;
  await end(await casey.app(), caseys);
  await until([casey], async () => (await casey.records(outboxKind)).length === 0);
  expect(wishes.get(casey)?.slice(before)).toContain('none');
});
