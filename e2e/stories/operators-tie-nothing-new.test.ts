// Two operators write down everything that one person's device does at their services, connection by connection, and
// lay it side by side. What they can tie together is what docs/threat-model.md says, sentence by sentence, and not one
// pair more.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Lines } from '#adapters/http/lines.ts';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { sameOperator } from '#app/operators/separation.ts';
import { transferKind } from '#app/records/attachment.ts';
import { service } from '#app/records/service.ts';
import { renewRoot } from '#app/services/roots.ts';
import { statementOf } from '#app/services/services.ts';
import { createSiteIdentity } from '#app/sites/sites.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { siteOf } from '#logins/site.ts';
import type { ServedRole } from '#services/process/config.ts';
import { Bench, MASK_DOMAIN } from '#services/testing/services.ts';
import { PUSH_PATH } from '#wire/endpoints.ts';
import { acquaint, invitationOf, person, type TestDevice, until } from '../harness/devices.ts';
import { type Eavesdropper, eavesdrop, type Overheard } from '../harness/eavesdropper.ts';
import { Ties } from '../harness/ties.ts';

/**
 * Pairs of requests that share a connection at services with an origin for each role, and the sentence that admits it.
 */
const ADMITTED: Readonly<Record<string, string>> = {
  'mailbox + mailbox':
    'A renewed root and the one before it are fetched over the same connections, so the service knows that both are of one owner.',
  'blob that is read + mailbox': "Through it a root's owner reads blobs: it sees from which host, how much and when",
  'submission + submission':
    'What is handed in over one connection is of one author: the service knows which messages, files and questions belong together, and not whose they are.',
  'hosted blob + submission': 'which messages, files and questions belong together',
  'hosted blob + hosted blob': 'which messages, files and questions belong together',
  'service asked about + submission': 'which messages, files and questions belong together',
  'hosted blob + service asked about': 'which messages, files and questions belong together',
  'mask + mask':
    'Masks that are made within minutes of each other come by one connection, so the gateway knows that they are of one person.',
};
/** The sentence that admits the further pairs of an operator that serves all roles at one origin. */
const AT_ONE_ORIGIN =
  'An operator that serves several roles at one origin sees them on one connection, and ties all of them: account, mailboxes, masks and messages of one person';

const model = readFileSync(new URL('../../docs/threat-model.md', import.meta.url), 'utf8').replace(/\s+/g, ' ');
const bench = new Bench();
let elsewhere = '';
const undo: (() => Promise<void>)[] = [];
beforeAll(async () => {
  useProvider(await loadSodium());
  // The services of the other person. No eavesdropper stands there.
  elsewhere = (await bench.start({ roles: ['sending', 'receiving'] })).origin;
});
afterAll(async () => {
  await bench.end();
  for (const step of undo.splice(0)) await step();
});

/** Push lines to all of one's mailboxes, as a worker holds them. */
async function listening(one: TestDevice): Promise<Set<string>> {
  const open = new Set<string>();
  const lines = new Lines({
    ...{ WebSocket, entropy: nodeEntropy },
    accesses: () => one.device.accesses(),
    refused: (access) => one.device.accessRefused(access),
    fetch: (origin, brought) => one.device.fetch(origin, brought),
    changed: (origin, isOpen) => void (isOpen && open.add(origin)),
    report: (error) => void one.reports.push(error),
  });
  undo.push(async () => lines.release());
  await lines.hold();
  return open;
}

/** A service with an eavesdropper in front of it. */
async function overheard(
  ear: Eavesdropper,
  roles: readonly ServedRole[],
  tokenIssuers: readonly string[],
): Promise<Eavesdropper> {
  const mail = roles.includes('mail') ? { mail: { smtpPort: 0, domain: MASK_DOMAIN } } : {};
  const { port } = await bench.start({ origin: ear.origin, roles, tokenIssuers, ...mail });
  ear.leadTo(port);
  undo.push(() => ear.close());
  return ear;
}

/**
 * A day of a person: sets up, meets a correspondent, talks, sends and gets a text too long for an envelope, signs up
 * twice, and has a root renewed.
 */
async function day(alex: TestDevice, receiving: string): Promise<void> {
  const blair = await person([elsewhere]);
  const [alexs, blairs] = await acquaint(alex, blair);
  for (const line of ['one', 'two', 'three']) await alex.say(alexs, line);
  await until([alex, blair], async () => (await blair.said(blairs)).includes('they: three'));
  const app = await alex.app();
  await invitationOf(alex);
  // Too long for an envelope: hosted, and read through one's own service.
  const long = 'a long story. '.repeat(2000);
  await alex.say(alexs, long);
  await blair.say(blairs, long);
  const reads = (one: TestDevice, id: string) => one.said(id).then((said) => said.includes('longText'));
  await until([alex, blair], async () => (await reads(alex, alexs)) && (await reads(blair, blairs)));
  await until([alex, blair], async () => (await alex.records(transferKind)).length === 0);
  for (const host of ['https://shop.example', 'https://forum.example']) {
    const made = await createSiteIdentity(app, siteOf(host) as string, nodeEntropy(16), {
      password: {},
      ownUsername: false,
    });
    expect(made.ok).toBe(true);
  }
  await renewRoot(app, receiving);
  await alex.settle();
  await alex.settle();
}

describe('with an origin for each role, at two operators', () => {
  const ears: Eavesdropper[] = [];
  let ties: Ties;
  let heard: readonly Overheard[] = [];
  let alex: TestDevice;
  const issuers: string[] = [];
  beforeAll(async () => {
    const hosts = ['localhost', '127.0.0.1'] as const;
    for (const host of hosts) {
      const issuer = await overheard(await eavesdrop(host), ['issuer'], []);
      issuers.push(issuer.origin);
      ears.push(issuer);
    }
    const inUse: string[] = [];
    for (const [host, roles] of [
      ['localhost', ['sending']],
      ['127.0.0.1', ['sending']],
      ['localhost', ['receiving']],
      ['127.0.0.1', ['receiving']],
      ['localhost', ['mail']],
    ] as const) {
      const ear = await overheard(await eavesdrop(host), roles, issuers);
      ears.push(ear);
      inUse.push(ear.origin);
    }
    alex = await person(inUse);
    await day(alex, inUse[2] as string);
    const open = await listening(alex);
    // A line is overheard before what it says first.
    await until([alex], async () => {
      heard = ears.flatMap((ear) => ear.heard);
      return open.size === 2 && heard.every(({ path, body }) => path !== PUSH_PATH || body.length > 0);
    });
    ties = new Ties(heard, 'origin');
  });

  test('no line carries two things that the threat model does not admit', () => {
    expect([...ties.pairs].filter((pair) => !Object.hasOwn(ADMITTED, pair))).toEqual([]);
    // Those that there is no way around: without them nothing was looked at.
    for (const pair of ['mailbox + mailbox', 'blob that is read + mailbox', 'submission + submission', 'mask + mask'])
      expect([...ties.pairs]).toContain(pair);
  });

  test.each(Object.entries(ADMITTED))('%s: the threat model says so', (_, sentence) => {
    expect(model.includes(sentence)).toBe(true);
  });

  test('a mask and the mailbox that its mail goes to are at two operators', () => {
    const granted = ties.told.filter(({ by }) => by === 'grant');
    expect(new Set(granted.map(({ thing }) => thing.kind))).toEqual(new Set(['mask']));
    expect(granted.length).toBeGreaterThanOrEqual(2);
    for (const { origin, leadsTo } of granted)
      expect([origin, leadsTo, sameOperator(origin, leadsTo)]).toEqual([origin, leadsTo, false]);
  });

  test('whatever is paid for is paid with a token of another operator than the one that takes it', async () => {
    const paid = ties.told.filter(({ by }) => by === 'token');
    const { store } = await alex.app();
    const wrong: string[] = [];
    for (const { origin, thing, leadsTo } of paid) {
      const [known] = await store.read([service(origin)]);
      const named = known === null ? [] : statementOf(known).tokenIssuers;
      const issuer = named.find(({ keys }) => keys.some(({ id }) => encodeHex(id) === leadsTo))?.origin ?? '';
      expect(issuers).toContain(issuer);
      if (sameOperator(origin, issuer)) wrong.push(`${thing.kind} at ${origin} by ${issuer}`);
    }
    expect(wrong).toEqual([]);
    const count = (kind: string) => paid.filter(({ thing }) => thing.kind === kind).length;
    for (const [kind, least] of [
      ['submission', 4],
      ['mailbox', 3],
      ['mask', 2],
      ['hosted blob', 1],
    ] as const)
      expect([kind, count(kind) >= least]).toEqual([kind, true]);
  });

  test('a push line names one mailbox of the service that it goes to, and nothing else', () => {
    const lines = heard.filter(({ path }) => path === PUSH_PATH);
    expect(new Set(lines.map(({ origin }) => origin)).size).toBe(2);
    for (const { body } of lines) {
      const said = JSON.parse(Buffer.from(body).toString());
      expect(Object.keys(said)).toEqual(['session']);
      expect(ties.rootsOf.get(said.session)?.size).toBe(1);
    }
  });

  test('a session opens one mailbox', () => {
    expect(ties.rootsOf.size).toBeGreaterThanOrEqual(3);
    for (const roots of ties.rootsOf.values()) expect(roots.size).toBe(1);
  });
});

describe('with one operator that serves all at one origin', () => {
  test('account, mailbox, mask and messages come by one connection, and the threat model says so', async () => {
    const ear = await eavesdrop();
    await overheard(ear, ['issuer', 'sending', 'receiving', 'mail'], ['self']);
    const alex = await person([ear.origin]);
    await day(alex, ear.origin);
    const { pairs } = new Ties(ear.heard, 'connection');
    for (const pair of [
      'account + mailbox',
      'account + submission',
      'account + mask',
      'mailbox + mask',
      'mailbox + submission',
    ])
      expect([...pairs]).toContain(pair);
    expect(model.includes(AT_ONE_ORIGIN)).toBe(true);
  });
});
