// Catching up: 10,000 texts of one correspondent queued at the service while the recipient was away, then fetched,
// decrypted, kept on disk and answered with receipts. In Node (SQLite) and in the extension (IndexedDB); services,
// sockets and disks are real.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { Headless } from '#adapters/node/headless.ts';
import { invitationRecord } from '#app/records/invitation.ts';
import { recent } from '#app/records/relationship.ts';
import { acceptInvitation } from '#app/relationships/accept.ts';
import { invite } from '#app/relationships/invite.ts';
import { sendText } from '#app/relationships/send.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { bundleText } from '#protocol/pairwise/invitation.ts';
import { buildPlace, Measured, PASSPHRASE } from './browser.ts';
import { against, type Row } from './row.ts';

const QUEUED = 10_000;
const CHEAP = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 } as const;
/** Ten seconds for ten thousand. */
const AIM_PER_SECOND = 1000;
const NO_MAIL = { parse: () => Promise.reject(new Error('no mail here')), attachment: async () => null };

const nonce = (): string => encodeHex(nodeEntropy(16));

export async function catchUp(): Promise<Row[]> {
  // All of them over one address, and within seconds: no person writes so much.
  const place = await buildPlace({
    addressPace: { burst: 2 * QUEUED, perSecond: 1 },
    servicePace: { burst: 2 * QUEUED, perSecond: 1 },
  });
  const folder = mkdtempSync(join(tmpdir(), 'nucleus-catch-up-'));
  const open: Headless[] = [];
  const person = async (name: string): Promise<Headless> => {
    const services = [place.main.origin, place.second.origin];
    const one = await Headless.open({ folder: join(folder, name), services, mailParser: NO_MAIL, cost: CHEAP });
    open.push(one);
    await one.device.setUp(PASSPHRASE);
    await (await one.vault()).courier.keepUp();
    return one;
  };
  try {
    const rows = [await inNode(await person('alex'), await person('blair'))];
    const browser = await Measured.start(place);
    try {
      rows.push(await inBrowser(browser, await person('casey')));
    } finally {
      await browser.close();
    }
    return rows;
  } finally {
    for (const one of open) await one.close();
    rmSync(folder, { recursive: true, force: true });
    await place.leave();
  }
}

function row(where: string, seconds: number): Row {
  const perSecond = QUEUED / seconds;
  const { unit, ...rest } = against(
    `catching up ${QUEUED} messages ${where}`,
    [perSecond],
    AIM_PER_SECOND,
    'messages per second',
  );
  return { ...rest, unit, ratio: perSecond / AIM_PER_SECOND };
}

async function inNode(alex: Headless, blair: Headless): Promise<Row> {
  const { app, courier } = await alex.vault();
  const invited = await invite(app, { name: 'Alex', label: 'Blair' });
  if (!invited.ok) throw new Error(invited.reason);
  const [record] = await app.store.read([invitationRecord(invited.id)]);
  const id = await accept(blair, bundleText(record?.bundle as Uint8Array));
  await (await blair.vault()).courier.send();
  const unread = async () => (await app.store.read([recent]))[0]?.unread ?? 0;
  while ((await app.store.read([recent]))[0]?.items.length !== 1) await courier.fetch();
  await queue(blair, id);
  const startedAt = performance.now();
  while ((await unread()) < QUEUED) await courier.fetch();
  return row('in Node', (performance.now() - startedAt) / 1000);
}

async function inBrowser(browser: Measured, casey: Headless): Promise<Row> {
  const made = await browser.ask('createInvitation', { name: 'Alex', label: 'Casey' });
  if (!made.ok) throw new Error(made.reason);
  const id = await accept(casey, made.invitation.bundle);
  const { courier } = await casey.vault();
  await courier.send();
  const unread = async () => (await browser.ask('conversations', { kind: 'all', offset: 0, limit: 1 })).unread;
  while ((await browser.ask('conversations', { kind: 'all', offset: 0, limit: 1 })).total !== 1);
  // Nothing is fetched after a browser has started, until its vault is opened.
  await browser.restart();
  await queue(casey, id);
  await browser.ask('unlock', { passphrase: PASSPHRASE });
  const startedAt = performance.now();
  while ((await unread()) < QUEUED);
  return row('in the browser', (performance.now() - startedAt) / 1000);
}

async function accept(who: Headless, text: string): Promise<string> {
  const accepted = await acceptInvitation((await who.vault()).app, text, 'Blair');
  if (!accepted.ok) throw new Error(accepted.reason);
  return accepted.relationship;
}

/** Writes all, then waits until the services hold them at the recipient's mailbox. */
async function queue(who: Headless, id: string): Promise<void> {
  const { app, courier } = await who.vault();
  for (let number = 1; number <= QUEUED; number++) {
    const sent = await sendText(app, id, `Message ${number}, and what there is to say today.`, nonce());
    if (!sent.ok) throw new Error(sent.reason);
  }
  await courier.send();
}
