// The protocol is what its pages say: a second implementation, written from them alone in another language, opens every
// golden vector, and talks to ours through real services, which want a token for all they do.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import nodemailer from 'nodemailer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { attachPart, beginAttachment, rangeOf } from '#app/attachments/attach.ts';
import { readPart } from '#app/attachments/attachments.ts';
import { fetchAttachment } from '#app/attachments/transfer-down.ts';
import { idText } from '#app/conversation/conversation.ts';
import { invitationRecord } from '#app/records/invitation.ts';
import { markRead } from '#app/relationships/read.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { findPython } from '#demo/bootstrap.mjs';
import type { RunningServices } from '#services/main.ts';
import { eventually } from '#services/testing/eventually.ts';
import { Bench, MASK_DOMAIN } from '#services/testing/services.ts';
import { partCount } from '#wire/blob.ts';
import { acceptAs, invitationOf, person, type TestDevice } from '../harness/devices.ts';
import { type Heard, runVectors, SecondPerson } from './second-person.ts';

const VECTORS = fileURLToPath(new URL('../../lib/protocol/vectors', import.meta.url));
/**
 * Steps of a conversation after which a post-quantum secret must have been mixed: 16 before the offer, and its way
 * there and back.
 */
const MOST_TURNS = 24;
const hasPython = findPython() !== undefined;
const content = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 31 + (at >> 8)) & 0xff));

describe.skipIf(!hasPython)('the second implementation (left out where no Python has PyNaCl)', () => {
  const bench = new Bench();
  const people: SecondPerson[] = [];
  let first: RunningServices;
  let second: RunningServices;
  let origins: string[] = [];
  beforeAll(async () => {
    useProvider(await loadSodium());
    const roles = ['issuer', 'sending', 'receiving', 'mail'] as const;
    first = await bench.start({ roles, tokenIssuers: ['self'] });
    second = await bench.start({ roles: ['sending', 'receiving'], tokenIssuers: [first.origin] });
    origins = [first.origin, second.origin];
  });
  afterAll(async () => {
    for (const one of people) await one.leave();
    await bench.end();
  });

  /** A person with our own program, with tokens. */
  async function ours(): Promise<TestDevice> {
    const one = await person(origins);
    await (await one.vault()).courier.supply();
    return one;
  }

  function theirs(name: string): SecondPerson {
    const one = new SecondPerson(name, origins);
    people.push(one);
    return one;
  }

  test('opens every golden vector', async () => {
    expect(await runVectors('vectors')).toEqual({ code: 0, lines: [] });
    expect(await runVectors('foreign')).toEqual({ code: 0, lines: [] });
  });

  test('would not open a broken one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
    cpSync(VECTORS, folder, { recursive: true });
    const path = join(folder, 'pqxdh-1.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"secret": "./, '"secret": "x'));
    expect(await runVectors('vectors', folder)).toEqual({ code: 1, lines: ['pqxdh-1: SK and AD'] });
    rmSync(folder, { recursive: true });
  });

  test('accepts an invitation of ours, talks, sends a file, and pays for all of it', async () => {
    const alex = await ours();
    const blair = theirs('Blair');
    const invited = await invitationOf(alex, 'Blair');
    const withAlex = await blair.accept(invited.text);
    const greeting = await blair.say(withAlex, 'hello from another program');
    const { store } = await alex.app();
    const withBlair = await eventually(async () => {
      await alex.settle();
      const [known] = await store.read([invitationRecord(invited.id)]);
      return known?.relationship == null ? null : idText(known.relationship);
    });
    const said = () => alex.said(withBlair);
    await eventually(async () => {
      await alex.settle();
      return (await said()).includes('they: hello from another program');
    }, said);
    expect((await alex.known(withBlair)).theirs.name).toBe('Blair');

    await alex.say(withBlair, 'hello from ours');
    await markRead(await alex.app(), withBlair);
    const heard = await hears(alex, blair, withAlex, (all) => all.some((one) => 'read' in one));
    expect(heard).toContainEqual({ text: 'hello from ours' });
    expect(heard).toContainEqual({ read: [greeting] });

    await blair.attach(withAlex, 'notes.bin', content);
    const file = await eventually(async () => {
      await alex.settle();
      return (await alex.thread(withBlair)).find((one) => one.content.kind === 'attachment');
    }, said);
    expect(await fileOf(alex, withBlair, encodeHex(file.id))).toEqual(content);
    await handIn(alex, withBlair, 'answer.bin', content);
    const brought = await hears(alex, blair, withAlex, (all) => all.some((one) => 'file' in one));
    expect(brought).toContainEqual({ file: 'answer.bin', content: content.toString('hex') });

    // Receipts of the other program are understood: each of ours is known to have arrived.
    await eventually(async () => {
      await blair.fetch();
      await alex.settle();
      const mine = (await alex.thread(withBlair)).filter((one) => one.mine && one.content.kind !== 'event');
      return mine.length === 2 && mine.every((one) => one.delivery === 'received');
    });
    for (const service of [first, second]) {
      expect(service.metrics.value('tokens_total', 'spent')).toBeGreaterThan(0);
      expect(service.metrics.value('tokens_total', 'refused')).toBe(0);
    }
    expect(alex.reports).toEqual([]);
  });

  test('invites one of ours by a link, and both mix a post-quantum secret into the ratchet', async () => {
    const casey = theirs('Casey');
    const alex = await ours();
    const invitation = await casey.invite();
    const withCasey = await acceptAs(alex, await casey.link(invitation), 'Alex');
    expect((await alex.known(withCasey)).theirs.name).toBe('Casey');
    await alex.say(withCasey, 'turn 0');
    await hears(alex, casey, 0, (all) => all.some((one) => 'text' in one && one.text === 'turn 0'));
    let turn = 0;
    while ((await casey.mixed(0)) === 0) {
      expect(turn++).toBeLessThan(MOST_TURNS);
      await casey.say(0, `answer ${turn}`);
      await eventually(async () => {
        await alex.settle();
        return (await alex.said(withCasey)).includes(`they: answer ${turn}`);
      });
      await alex.say(withCasey, `turn ${turn}`);
      await hears(alex, casey, 0, (all) => all.some((one) => 'text' in one && one.text === `turn ${turn}`));
    }

    // A later acceptor is told that the invitation was used.
    const drew = await ours();
    const late = await acceptAs(drew, invitation, 'Drew');
    await eventually(async () => {
      await drew.settle();
      await casey.fetch();
      return (await drew.known(late)).standing === 'ended';
    });
    expect(alex.reports).toEqual([]);
    expect(drew.reports).toEqual([]);
  });

  test('has a mask, and reads small mails and large ones', async () => {
    const ellis = theirs('Ellis');
    const address = await ellis.mask('quiet-otter');
    expect(address).toBe(`quiet-otter@${MASK_DOMAIN}`);
    const transport = nodemailer.createTransport({ host: '127.0.0.1', port: first.smtpPort, secure: false });
    const from = 'shop@shop.example';
    await transport.sendMail({ from, to: address, subject: 'Your code', text: '123456' });
    await transport.sendMail({ from, to: address, subject: 'All about it', text: 'x '.repeat(20_000) });
    transport.close();
    const mails = await eventually(async () => {
      await ellis.fetch();
      const all = await ellis.mails(0);
      return all.length === 2 && all;
    });
    expect(mails.map((mail) => [mail.from, mail.to])).toEqual([1, 2].map(() => [from, address]));
    for (const subject of ['Your code', 'All about it'])
      expect(mails.filter(({ message }) => message.includes(`Subject: ${subject}`))).toHaveLength(1);
  });
});

/** Goes on fetching on both sides until the other program has heard it. */
async function hears(
  ours: TestDevice,
  other: SecondPerson,
  relationship: number,
  holds: (heard: readonly Heard[]) => boolean,
): Promise<Heard[]> {
  let heard: Heard[] = [];
  return eventually(
    async () => {
      await ours.settle();
      heard = (await other.fetch())[relationship] ?? [];
      return holds(heard) && heard;
    },
    () => heard.length,
  );
}

async function handIn(one: TestDevice, relationship: string, name: string, whole: Buffer): Promise<void> {
  const app = await one.app();
  const nonce = encodeHex(nodeEntropy(16));
  const told = { kind: 'file', name, mediaType: 'application/octet-stream', byteCount: whole.length } as const;
  const unseen = { width: 0, height: 0, thumbnail: new Uint8Array(0) };
  let attached = await beginAttachment(app, relationship, nonce, { ...told, ...unseen });
  while (attached.ok && attached.next !== null) {
    const { part, from, to } = rangeOf(whole.length, attached.next) ?? { part: 0, from: 0, to: 0 };
    attached = await attachPart(app, relationship, nonce, part, whole.subarray(from, to));
  }
  if (!attached.ok) throw new Error(attached.reason);
}

/** The bytes of an attachment, once they are fetched. */
async function fileOf(one: TestDevice, relationship: string, message: string): Promise<Buffer> {
  const app = await one.app();
  await fetchAttachment(app, relationship, message);
  const attached = await eventually(async () => {
    const { courier } = await one.vault();
    await courier.carry();
    const entry = (await one.thread(relationship)).find(({ id }) => encodeHex(id) === message);
    const { content } = entry ?? {};
    return content?.kind === 'attachment' && content.value.state === 'here' && content.value;
  });
  const parts = Array.from({ length: partCount(attached.reference.byteCount) }, (_, part) => part);
  const read: Uint8Array[] = [];
  for (const part of parts) read.push((await readPart(app, relationship, message, part)) as Uint8Array);
  return Buffer.concat(read);
}
