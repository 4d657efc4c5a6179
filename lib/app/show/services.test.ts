// Views of items from services: invitations with their links, mails opened whole, and how delivery stands.
import { describe, expect, test } from 'vitest';
import { mailParser } from '#adapters/mail/postal-mime.ts';
import { createMemoryDisk, MemoryLife } from '#adapters/memory/disk.ts';
import { openMemoryStore } from '#adapters/memory/store.ts';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { createSignKeyPair } from '#crypto/keys.ts';
import { dayOf, endOfDay } from '#protocol/base/day.ts';
import { createIdentity } from '#protocol/pairwise/identity.ts';
import { createInvitation, readInvitationText } from '#protocol/pairwise/invitation.ts';
import { signDescriptor } from '#protocol/service/descriptor.ts';
import { DELIVERY_ADDRESS_BYTES } from '#wire/address.ts';
import { invitationLocator } from '#wire/invitation.ts';
import { mail as mailFormat } from '#wire/mail.ts';
import type { Role } from '#wire/service.ts';
import { append, newRelationship } from '../conversation/conversation.ts';
import { type InvitationRecord, invitationRecord } from '../records/invitation.ts';
import { RECORD_KINDS } from '../records/kinds.ts';
import { mailRecord } from '../records/message.ts';
import { recent, relationship } from '../records/relationship.ts';
import { newService, service, servicesInUse } from '../records/service.ts';
import { outboxItem } from '../records/transit.ts';
import { vaultKey } from '../store/sealing.ts';
import { put, type Store } from '../store/store.ts';
import { STRICT, transact } from '../store/transaction.ts';
import { ServiceHealth, showConnection } from './connection.ts';
import { showInvitation, showInvitations } from './invitations.ts';
import { mailLink, showMail } from './mail.ts';

const openVault = (): Promise<Store> =>
  openMemoryStore({
    life: new MemoryLife({ disk: createMemoryDisk() }),
    kinds: RECORD_KINDS,
    vaultKey: vaultKey(new Uint8Array(32).fill(7)),
    entropy: nodeEntropy,
  });

const NOW = 1_800_000_000_000;

describe('invitations', () => {
  async function invited(given: Partial<InvitationRecord>, now: number) {
    const mine = createIdentity(nodeEntropy);
    const terms = {
      presentation: { name: 'Alex', pronouns: '' },
      services: [],
      createdAt: NOW,
      expiryDay: dayOf(NOW) + 14,
    };
    const { encoded, digest, secrets } = createInvitation(mine, terms, nodeEntropy);
    const locator = invitationLocator.encode({
      origin: 'https://a.example',
      blob: nodeEntropy(16),
      key: nodeEntropy(32),
      digest,
    });
    const known: InvitationRecord = {
      ...mine,
      state: 'open',
      label: 'Blair',
      mine: terms.presentation,
      bundle: encoded,
      locator,
      hosted: true,
      prekeySecret: secrets.prekey.secretKey,
      prekeyPublic: secrets.prekey.publicKey,
      kemSeed: secrets.kemSeed,
      envelopeKey: secrets.envelopeKey,
      addresses: { seed: new Uint8Array(32), next: 1 },
      createdAt: NOW,
      expiryDay: terms.expiryDay,
      acceptor: null,
      relationship: null,
      refusals: 0,
      ...given,
    };
    const store = await openVault();
    const id = 'cd'.repeat(16);
    await store.step([], () => ({ writes: [put(invitationRecord(id), known)], result: null }));
    const view = await showInvitation({ store, now: () => now }, id);
    expect(await showInvitations({ store, now: () => now })).toEqual([view]);
    return { view, known };
  }

  test('carry a link and a bundle that an acceptor reads, and no secret', async () => {
    const { view, known } = await invited({}, NOW);
    expect(view).toMatchObject({ name: 'Alex', label: 'Blair', state: 'open', relationship: null, triedAgain: false });
    expect(readInvitationText(view?.link ?? '')).toEqual({ locator: invitationLocator.decode(known.locator) });
    expect(readInvitationText(view?.bundle ?? '')).toEqual({ bundle: known.bundle });
    expect(view?.link).toMatch(/^https:\/\/a\.example\/invitation#/);
    for (const secret of [known.prekeySecret, known.kemSeed, known.secrets.signSeed])
      expect(JSON.stringify(view)).not.toContain(encodeHex(secret));
  });

  test('have no link before their bundle is hosted', async () => {
    expect((await invited({ hosted: false }, NOW)).view?.link).toBeNull();
  });

  test.each([
    ['open', 0, 'open'],
    ['open', 1, 'expired'],
    ['used', 1, 'used'],
    ['withdrawn', 1, 'withdrawn'],
  ] as const)('%s, with %i ms past the last day, show as %s', async (state, past, shown) => {
    expect((await invited({ state }, endOfDay(dayOf(NOW) + 14) - 1 + past)).view?.state).toBe(shown);
  });
});

describe('a mail', () => {
  const id = 'ab'.repeat(16);
  async function received(later: number) {
    const store = await openVault();
    const begun = newRelationship(
      {
        kind: 'site',
        standing: 'active',
        name: 'shop.example',
        theirs: { name: '', pronouns: '' },
        picture: new Uint8Array(16),
        mine: { name: 'Alex', pronouns: '' },
        minePicture: new Uint8Array(16),
        addresses: { seed: new Uint8Array(32), next: 0 },
      },
      1,
    );
    const content = {
      kind: 'mail' as const,
      value: {
        subject: 'Confirm',
        fromName: 'Shop',
        fromAddress: 'post@shop.example',
        preview: '',
        authentic: true,
        leakedFrom: null,
        mailer: null,
        code: null,
        link: 'https://shop.example/confirm?token=t',
        attachments: [],
      },
    };
    const whole = mailFormat.encode({
      receivedAt: 77,
      from: 'bounce@shop.example',
      to: 'quiet-otter@mask.example',
      authentication: { spf: 'pass', dkim: 'pass', dmarc: 'none', domain: 'shop.example', author: 'shop.example' },
      message: encodeUtf8(
        'From: Shop <post@shop.example>\r\nSubject: Confirm\r\nContent-Type: text/html\r\n\r\n<p onclick="x()">Hello</p>',
      ),
    });
    const messageId = nodeEntropy(16);
    await transact(store, [], (transaction) => {
      transaction.put(relationship(id), begun);
      const entry = { mine: false, clock: 1, sentAt: 1, receivedAt: 1, delivery: null, content };
      const sequence = append(transaction, id, { ...entry, id: messageId });
      transaction.put(mailRecord(id, sequence), { mail: whole });
      for (let i = 0; i < later; i++) append(transaction, id, { ...entry, id: nodeEntropy(16) });
      transaction.get(recent);
    });
    return { store, messageId: encodeHex(messageId) };
  }

  test.each([0, 63, 64, 200])('is opened whole with %i newer ones behind it', async (later) => {
    const { store, messageId } = await received(later);
    const view = await showMail({ store, mailParser }, { relationship: id, message: messageId });
    expect(view).toMatchObject({
      id: messageId,
      subject: 'Confirm',
      from: { name: 'Shop', address: 'post@shop.example' },
      to: 'quiet-otter@mask.example',
      receivedAt: 77,
      authentication: { spf: 'pass', dmarc: 'none' },
    });
    expect(view?.html).toContain('onclick');
    expect(await mailLink(store, id, messageId)).toBe('https://shop.example/confirm?token=t');
  });

  test('that is none is null', async () => {
    const { store } = await received(1);
    expect(await showMail({ store, mailParser }, { relationship: id, message: 'ee'.repeat(16) })).toBeNull();
    expect(
      await showMail({ store, mailParser }, { relationship: 'ee'.repeat(16), message: 'ee'.repeat(16) }),
    ).toBeNull();
  });
});

describe('the connection', () => {
  async function connected(roles: Role[]) {
    const store = await openVault();
    const { seed, publicKey } = createSignKeyPair(nodeEntropy);
    const name = { origin: 'https://a.example', key: publicKey };
    const statement = {
      name,
      issuedAt: 1,
      roles,
      protocolVersions: [1],
      generations: [],
      mailDomain: 'mask.example',
      maxBlobBytes: 0,
      retryHorizonDays: 1,
      tokenIssuers: [],
    };
    const known = { name, descriptor: signDescriptor(seed, statement), fetchedAt: 5, root: null, retired: false };
    const writes = [
      put(service(name.origin), known),
      put(servicesInUse, { services: [name.origin, 'https://b.example'].map(newService) }),
    ];
    await store.step([], () => ({ writes, result: null }));
    return store;
  }
  const statesOf = async (store: Store, health: ServiceHealth) =>
    (await showConnection(store, health, NOW)).services.map(({ state }) => state);

  test('says what each service last answered, and whether it tells of mail by itself', async () => {
    const store = await connected(['sending', 'receiving', 'issuer']);
    const health = new ServiceHealth();
    const first = await showConnection(store, health, NOW);
    expect(first.services).toMatchObject([
      {
        origin: 'https://a.example',
        roles: ['sending', 'receiving'],
        state: 'polling',
        answeredAt: 5,
        missedSince: null,
        mailDomain: 'mask.example',
        sends: true,
        receives: true,
      },
      { origin: 'https://b.example', roles: [], state: 'unreachable', answeredAt: null, mailDomain: null },
    ]);
    expect(first.services[0]?.fingerprint).toMatch(/^[0-9a-f]{32}$/);
    expect(first.services[1]?.fingerprint).toBeNull();
    expect(health.notePush('https://a.example', true, NOW)).toBe(true);
    expect(await statesOf(store, health)).toEqual(['connected', 'unreachable']);
    expect(health.note('https://a.example', 'refusing', 9)).toBe(true);
    expect(health.note('https://a.example', 'refusing', 10)).toBe(false);
    expect(await statesOf(store, health)).toEqual(['refusing', 'unreachable']);
    health.note('https://a.example', 'unreachable', 20);
    expect(await showConnection(store, health, NOW)).toMatchObject({
      online: false,
      services: [{ state: 'unreachable', answeredAt: 10 }, {}],
    });
  });

  test('misses a service that has not answered for days, and no other', async () => {
    const store = await connected(['sending', 'receiving']);
    const health = new ServiceHealth();
    const missed = async (now: number) =>
      (await showConnection(store, health, now)).services.map((one) => one.missedSince);
    const long = 5 + 3 * 86_400_000 + 1;
    // It has not been asked yet in this life of the worker.
    expect(await missed(long)).toEqual([null, null]);
    health.note('https://a.example', 'unreachable', long);
    expect(await missed(long - 1)).toEqual([null, null]);
    expect(await missed(long)).toEqual([5, null]);
    health.note('https://a.example', 'connected', long);
    expect(await missed(long)).toEqual([null, null]);
  });

  test('counts for what each service is used, and does not count one that is not who it was', async () => {
    const store = await connected(['sending', 'receiving']);
    const inUse = async (change: object) => {
      const services = [{ ...newService('https://a.example'), ...change }, newService('https://b.example')];
      await store.step([], () => ({ writes: [put(servicesInUse, { services })], result: null }));
      return (await showConnection(store, new ServiceHealth(), NOW)).inUse;
    };
    expect(await inUse({})).toEqual({ sending: 2, receiving: 2 });
    expect(await inUse({ sends: false })).toEqual({ sending: 1, receiving: 2 });
    expect(await inUse({ receives: 'leaving' })).toEqual({ sending: 2, receiving: 1 });
    expect(await inUse({ otherKeyAt: 1 })).toEqual({ sending: 1, receiving: 1 });
  });

  test('a service that holds no mailbox needs no push', async () => {
    expect(await statesOf(await connected(['sending']), new ServiceHealth())).toEqual(['connected', 'unreachable']);
  });

  test.each([
    [0, 0, 0],
    [3, 2, 3],
    [0, 5, 0],
  ])('counts %i written messages beside %i automatic ones as %i', async (written, automatic, shown) => {
    const store = await connected(['sending']);
    const item = (sequence: number) =>
      put(outboxItem(encodeHex(nodeEntropy(16))), {
        relationship: nodeEntropy(16),
        sequence,
        service: { origin: 'https://c.example', key: new Uint8Array(32) },
        address: new Uint8Array(DELIVERY_ADDRESS_BYTES),
        envelope: new Uint8Array(4096),
        sealed: null,
        dedupe: nodeEntropy(16),
        delay: 'none' as const,
        alternates: [],
        passages: [],
        createdAt: 1,
        tries: 0,
        notBeforeAt: 0,
      });
    const writes = [
      ...Array.from({ length: written }, (_, i) => item(i + 1)),
      ...Array.from({ length: automatic }, () => item(0)),
    ];
    await store.step([], () => ({ writes, result: null }), STRICT);
    expect((await showConnection(store, new ServiceHealth(), NOW)).waitingToSend).toBe(shown);
  });
});
