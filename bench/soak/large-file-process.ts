// One process of the large file's way, forked by large-file.ts: a service, or a person with the whole application on
// SQLite. Each does one thing at a time on its parent's word and answers.
import { Headless } from '#adapters/node/headless.ts';
import { attachPart, beginAttachment, rangeOf } from '#app/attachments/attach.ts';
import { readPart } from '#app/attachments/attachments.ts';
import { fetchAttachment } from '#app/attachments/transfer-down.ts';
import { idText } from '#app/conversation/conversation.ts';
import type { AppContext } from '#app/ports/ports.ts';
import { blobPartKind, transferKind } from '#app/records/attachment.ts';
import { invitationRecord } from '#app/records/invitation.ts';
import { message } from '#app/records/message.ts';
import { recent, relationship } from '#app/records/relationship.ts';
import { acceptInvitation } from '#app/relationships/accept.ts';
import { invite } from '#app/relationships/invite.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { bundleText } from '#protocol/pairwise/invitation.ts';
import { type ServedRole, startServices } from '#services/main.ts';
import { eventually } from '#services/testing/eventually.ts';
import { partCount } from '#wire/blob.ts';
import { UNLIMITED } from './fleet.ts';
import { answering } from './measured.ts';

export type Word =
  | { do: 'serve'; dataDir: string; roles: readonly ServedRole[] }
  | { do: 'live'; folder: string; services: string[] }
  | { do: 'invite' }
  | { do: 'accept'; text: string }
  | { do: 'attach'; nonce: string; byteCount: number }
  | { do: 'fetch'; nonce: string; byteCount: number };

/** Byte n of the file: nothing repeats within a part, and no two parts are alike. */
const fill = (target: Uint8Array, from: number): Uint8Array => {
  const words = new Uint32Array(target.buffer, target.byteOffset, target.length >> 2);
  const mixed = Math.imul(from, 0x9e3779b1);
  for (let at = 0; at < words.length; at++) words[at] = Math.imul(mixed ^ at, 0x21f0aaad);
  for (let at = words.length << 2; at < target.length; at++) target[at] = at ^ from;
  return target;
};

let person: Headless | null = null;
const app = async (): Promise<AppContext> => {
  if (person === null) throw new Error('nobody lives here');
  return (await person.vault()).app;
};

async function relationshipId(): Promise<string> {
  const [known] = await (await app()).store.read([recent]);
  const [first] = known?.items ?? [];
  if (first === undefined) throw new Error('they do not know each other');
  return idText(first.id);
}

const answers: { [Name in Word['do']]: (word: Extract<Word, { do: Name }>) => Promise<unknown> } = {
  async serve({ dataDir, roles }) {
    const config = { dataDir, port: 0, roles, development: true, rates: UNLIMITED };
    const { origin, metrics } = await startServices(config, { writeLog: () => {} });
    return { origin, metrics: await metrics.text() };
  },
  async live({ folder, services }) {
    const mailParser = { parse: () => Promise.reject(new Error('no mail here')), attachment: async () => null };
    person = await Headless.open({ folder, services, mailParser, cost: { memoryKiB: 19 * 1024, passes: 2, lanes: 1 } });
    await person.device.setUp('gravel lantern oboe thursday');
    await (await person.vault()).courier.keepUp();
    await person.listen();
  },
  async invite() {
    const made = await invite(await app(), { name: 'Alex', label: 'Blair' });
    if (!made.ok) throw new Error(made.reason);
    const [record] = await (await app()).store.read([invitationRecord(made.id)]);
    return bundleText(record?.bundle ?? new Uint8Array());
  },
  async accept({ text }) {
    const accepted = await acceptInvitation(await app(), text, 'Blair');
    if (!accepted.ok) throw new Error(accepted.reason);
  },
  async attach({ nonce, byteCount }) {
    const id = await relationshipId();
    const given = { kind: 'file', name: 'large.bin', mediaType: '', width: 0, height: 0 } as const;
    const began = Date.now();
    let attached = await beginAttachment(await app(), id, nonce, {
      ...given,
      byteCount,
      thumbnail: new Uint8Array(0),
    });
    while (attached.ok && attached.next !== null) {
      const { part, from, to } = rangeOf(byteCount, attached.next) as { part: number; from: number; to: number };
      attached = await attachPart(await app(), id, nonce, part, fill(new Uint8Array(to - from), from));
    }
    if (!attached.ok) throw new Error(attached.reason);
    const readMs = Date.now() - began;
    await eventually(async () => (await stateOf(id, nonce))?.startsWith('sent'), progress);
    return { readMs, sentMs: Date.now() - began };
  },
  async fetch({ nonce, byteCount }) {
    const id = await relationshipId();
    await eventually(async () => (await stateOf(id, nonce)) !== null, progress);
    const began = Date.now();
    await fetchAttachment(await app(), id, nonce);
    await eventually(async () => (await stateOf(id, nonce)) === 'here', progress);
    const fetchedMs = Date.now() - began;
    let at = 0;
    for (let part = 0; at < byteCount; part++) {
      const content = await readPart(await app(), id, nonce, part);
      if (content === null) throw new Error(`part ${part} is not here`);
      if (Buffer.compare(content, fill(new Uint8Array(content.length), at)) !== 0)
        throw new Error(`part ${part} differs`);
      at += content.length;
    }
    return { fetchedMs, readMs: Date.now() - began - fetchedMs, parts: partCount(byteCount) };
  },
};

/** `here` for theirs; for mine `sent` once the message itself is on its way. */
async function stateOf(id: string, nonce: string): Promise<string | null> {
  const { store } = await app();
  const [known] = await store.read([relationship(id)]);
  const numbers = Array.from({ length: known?.lastSequence ?? 0 }, (_, at) => at + 1);
  for (const entry of await store.read(numbers.map((sequence) => message(id, sequence)))) {
    if (entry === null || encodeHex(entry.id) !== nonce || entry.content.kind !== 'attachment') continue;
    const { state } = entry.content.value;
    return entry.mine && state !== 'preparing' && state !== 'uploading' ? `sent ${state}` : state;
  }
  return null;
}

/** How far everything has moved. */
async function progress(): Promise<unknown> {
  const { store } = await app();
  const moving: unknown[] = [await store.count(blobPartKind)];
  for await (const batch of store.scan(transferKind))
    for (const { value } of batch) moving.push([value.sealed, value.moved, value.tries]);
  return moving;
}

answering<Word>((word) => (answers[word.do] as (word: Word) => Promise<unknown>)(word));
