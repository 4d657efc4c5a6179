// Catching up: texts of one correspondent queued at the service while the recipient was away, then fetched, decrypted,
// kept on disk and acknowledged. Ordinary messages in the extension (IndexedDB) and in Node (SQLite); and in the
// extension those of a writer who has not had the answer yet, so that each repeats the handshake. The services want no
// tokens: waiting for orders of them is another thing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { Headless } from '#adapters/node/headless.ts';
import { invitationRecord } from '#app/records/invitation.ts';
import { proton } from '#app/records/proton.ts';
import { recent } from '#app/records/relationship.ts';
import { acceptInvitation } from '#app/relationships/accept.ts';
import { invite } from '#app/relationships/invite.ts';
import { sendText } from '#app/relationships/send.ts';
import { encodeHex } from '#bytes/base64url.ts';
import type { Town } from '#e2e/people/town-building.ts';
import { bundleText } from '#protocol/pairwise/invitation.ts';
import { buildPlace, Measured, PASSPHRASE } from './browser.ts';
import { Answered, counted } from './counted.ts';
import type { Opened, Reading } from './part.ts';

const ORDINARY = 384;
const HANDSHAKES = 64;
const AT_ONCE = 16;
const CHEAP = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 } as const;
/** Ten seconds for ten thousand. */
const AIM = 1000;
/** Each question costs the worker some milliseconds. */
const ASKED_EVERY_MS = 500;
const QUIET_MS = 1000;
const NO_MAIL = { parse: () => Promise.reject(new Error('no mail here')), attachment: async () => null };
/** All of them over one address, and within seconds: no person writes so much. */
const NO_PACE = { burst: 1e9, perSecond: 1e6 };
const ARRIVED = 'openings_total{outcome="mailbox"}';

const nonce = (): string => encodeHex(nodeEntropy(16));

/** A correspondent, and the relationship to write in. */
interface Writer {
  readonly who: Headless;
  readonly id: string;
}

export async function openCatchUp(): Promise<Opened> {
  const place = await buildPlace({ addressPace: NO_PACE, servicePace: NO_PACE }, false);
  const folder = mkdtempSync(join(tmpdir(), 'nucleus-catch-up-'));
  const people: Headless[] = [];
  const browser = await Measured.start(place);
  const person = async (name: string): Promise<Headless> => {
    const services = [place.main.origin, place.second.origin];
    const one = await Headless.open({ folder: join(folder, name), services, mailParser: NO_MAIL, cost: CHEAP });
    people.push(one);
    await one.device.setUp(PASSPHRASE);
    await (await one.vault()).courier.keepUp();
    return one;
  };
  const alex = await person('alex');
  const blair = await acquaintedInNode(alex, await person('blair'));
  const casey = await acquaintedInBrowser(browser, await person('casey'));
  const dana = await acquaintedInBrowser(browser, await person('dana'));
  await getsAnswer(casey);
  const turn = async () => {
    const rows: Reading[] = [];
    const measure = async (what: string, perSecond: () => Promise<number>): Promise<void> => {
      for (const writer of [casey, blair]) await hears(writer);
      rows.push(row(what, await perSecond()));
    };
    await measure('ordinary messages in the browser', () => inBrowser(place, browser, casey, ORDINARY));
    await measure('ordinary messages in Node', () => inNode(place, alex, blair, ORDINARY));
    await measure('repeated handshakes in the browser', () => inBrowser(place, browser, dana, HANDSHAKES));
    return rows;
  };
  const close = async (): Promise<void> => {
    await browser.close();
    for (const one of people) await one.close();
    rmSync(folder, { recursive: true, force: true });
    await place.leave();
  };
  return { turn, close };
}

function row(what: string, value: number): Reading {
  return { name: `catching up, ${what}`, unit: 'messages per second', value, aim: AIM };
}

async function inNode(place: Town, alex: Headless, writer: Writer, count: number): Promise<number> {
  const { app, courier } = await alex.vault();
  const unread = async () => (await app.store.read([recent]))[0]?.unread ?? 0;
  const wanted = (await unread()) + count;
  await queue(place, writer, count);
  const startedAt = performance.now();
  while ((await unread()) < wanted) await courier.fetch();
  return (1000 * count) / (performance.now() - startedAt);
}

async function inBrowser(place: Town, browser: Measured, writer: Writer, count: number): Promise<number> {
  const unread = async () => (await browser.ask('conversations', { kind: 'all', offset: 0, limit: 1 })).unread;
  const [all, mailbox] = [new Answered('/'), new Answered('/v1/mailbox')];
  try {
    const wanted = (await unread()) + count;
    // Receipts of the turn before are no part of this one.
    await all.silent(QUIET_MS);
    // Nothing is fetched after a browser has started, until its vault is opened.
    await browser.restart();
    await queue(place, writer, count);
    await browser.ask('unlock', { passphrase: PASSPHRASE });
    const startedAt = performance.now();
    do await new Promise((resolve) => setTimeout(resolve, ASKED_EVERY_MS));
    while ((await unread()) < wanted);
    await mailbox.silent(QUIET_MS);
    return (1000 * count) / (mailbox.lastAt - startedAt);
  } finally {
    all.stop();
    mailbox.stop();
  }
}

async function acquaintedInNode(alex: Headless, who: Headless): Promise<Writer> {
  const { app, courier } = await alex.vault();
  const invited = await invite(app, { name: 'Alex', label: 'Blair' });
  if (!invited.ok) throw new Error(invited.reason);
  const [record] = await app.store.read([invitationRecord(invited.id)]);
  const writer = await accept(who, bundleText(record?.bundle as Uint8Array));
  while ((await app.store.read([recent]))[0]?.items.length !== 1) await courier.fetch();
  await courier.send();
  await getsAnswer(writer);
  return writer;
}

async function acquaintedInBrowser(browser: Measured, who: Headless): Promise<Writer> {
  const before = await browser.ask('conversations', { kind: 'all', offset: 0, limit: 1 });
  const made = await browser.ask('createInvitation', { name: 'Alex', label: 'Casey' });
  if (!made.ok) throw new Error(made.reason);
  const writer = await accept(who, made.invitation.bundle);
  while ((await browser.ask('conversations', { kind: 'all', offset: 0, limit: 1 })).total === before.total);
  return writer;
}

async function accept(who: Headless, text: string): Promise<Writer> {
  const { app, courier } = await who.vault();
  const accepted = await acceptInvitation(app, text, 'Blair');
  if (!accepted.ok) throw new Error(accepted.reason);
  await courier.send();
  return { who, id: accepted.relationship };
}

/** From then on envelopes are ordinary ones. */
async function getsAnswer({ who, id }: Writer): Promise<void> {
  const { app, courier } = await who.vault();
  while ((await app.store.read([proton(id)]))[0]?.opening !== null) await courier.fetch();
}

/** Takes in the receipts: a writer asks after each letter without one, in this process, while others are measured. */
async function hears({ who }: Writer): Promise<void> {
  const { courier } = await who.vault();
  await courier.fetch();
}

/** Writes all, then waits until the services hold them at the recipient's mailbox. */
async function queue(place: Town, { who, id }: Writer, count: number): Promise<void> {
  const { app, courier } = await who.vault();
  const wanted = (await counted(place, ARRIVED)) + count;
  const write = async (number: number): Promise<void> => {
    const sent = await sendText(app, id, `Message ${number}, and what there is to say today.`, nonce());
    if (!sent.ok) throw new Error(sent.reason);
  };
  for (let from = 0; from < count; from += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, at) => write(from + at)));
  await courier.send();
  while ((await counted(place, ARRIVED)) < wanted) await new Promise((resolve) => setTimeout(resolve, 20));
}
