// No page shows anything old: whatever of the views a step changes, that step has announced. Two people do all that can
// be done, and at each of their steps the views before and after are held against what it said.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, invitationOf, person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { siteOf } from '#logins/site.ts';
import { Bench, MASK_DOMAIN } from '#services/testing/services.ts';
import { attachPart, beginAttachment } from '../attachments/attach.ts';
import { dropAttachment, stopTransfer } from '../attachments/attachments.ts';
import { fetchAttachment } from '../attachments/transfer-down.ts';
import { forgetService, useService } from '../leaving/leave-service.ts';
import { replaceMailboxes, showMailboxes } from '../leaving/replace-mailboxes.ts';
import { changeEntry } from '../logins/change.ts';
import { clearGenerated, drawNewPassword, generatedLately, setGenerator, showGenerator } from '../logins/generated.ts';
import { proposePassword, settleProposed } from '../logins/proposal.ts';
import { setMaskActive } from '../masks/mask-registration.ts';
import type { AppContext } from '../ports/ports.ts';
import { loginKind } from '../records/login.ts';
import { relationshipKind } from '../records/relationship.ts';
import { outboxKind } from '../records/transit.ts';
import { block, unblock } from '../relationships/block.ts';
import { end } from '../relationships/end.ts';
import { withdrawInvitation } from '../relationships/invite.ts';
import { setLatency } from '../relationships/latency.ts';
import { markRead } from '../relationships/read.ts';
import { rename, setMyName } from '../relationships/rename.ts';
import { replaceAddresses } from '../relationships/replace.ts';
import { saveDraft, sendText } from '../relationships/send.ts';
import { confirmNumbers, retractNumbers } from '../relationships/verify-numbers.ts';
import { preferService } from '../services/prefer-service.ts';
import { changeSettings, setQuiet, showSettings } from '../services/settings.ts';
import { createSiteIdentity, fillFor, likeliestAt } from '../sites/sites.ts';
import { announcing } from '../store/announcing.ts';
import type { Change } from '../store/change.ts';
import type { Store } from '../store/store.ts';
import { ServiceHealth, showConnection } from './connection.ts';
import { showConversations } from './conversations.ts';
import { Directory } from './directory.ts';
import { showEntry } from './entries.ts';
import { showInvitations } from './invitations.ts';
import { showThread } from './thread.ts';

const SITE = siteOf('https://shop.example/join') as NonNullable<ReturnType<typeof siteOf>>;
const bench = new Bench();
let origins: string[] = [];
beforeAll(async () => {
  useProvider(await loadSodium());
  const mail = { mail: { smtpPort: 0, domain: MASK_DOMAIN, dns: {} } };
  origins = [(await bench.start(mail)).origin, (await bench.start()).origin];
});
afterAll(() => bench.end());

/** A view as text, and the topics of which pages that show it hear one. */
type Views = Map<string, { readonly says: string; readonly topics: readonly string[] }>;

/** Values announced by hand are left out: the progress of a transfer, the number of waiting letters, drafts. */
async function viewsOf(app: AppContext, store: Store): Promise<Views> {
  const views: Views = new Map();
  const note = (name: string, topics: readonly string[], view: unknown): void =>
    void views.set(name, { topics, says: JSON.stringify(view) });
  const looking = { ...app, store };
  note('settings', ['settings'], await showSettings(looking));
  const connection = await showConnection(store, new ServiceHealth(), app.now());
  note('connection', ['connection'], { ...connection, waitingToSend: 0 });
  note('mailboxes', ['connection', 'conversations'], await showMailboxes(looking));
  note('invitations', ['invitations'], await showInvitations(looking));
  note('generated', ['generated'], [await generatedLately(looking), await showGenerator(looking)]);
  const list = await showConversations(store, new Directory(store), { kind: 'all', offset: 0, limit: 50 });
  const rows = list.items.map((row) => (row.draft ? { ...row, preview: '', previewMine: false, sign: null } : row));
  note('conversations', ['conversations'], { ...list, items: rows });
  const identities = await likeliestAt(looking, SITE);
  const { quietSites } = await showSettings(looking);
  note(
    'site',
    ['site', 'conversations'],
    [
      ...identities.map(({ id, name, unread, login, mask }) => [
        ...[id, name, unread, login?.username, mask?.address, mask?.state, login?.password, login?.proposed],
      ]),
      quietSites,
    ],
  );
  for await (const batch of store.scan(loginKind))
    for (const { id } of batch) note(`entry:${id}`, ['entries'], await showEntry(looking, id));
  for await (const batch of store.scan(relationshipKind)) {
    for (const { id } of batch) {
      const thread = await showThread(store, { relationship: id, before: null, limit: 50 });
      if (thread === null) continue;
      const messages = thread.messages.map((one) => ({
        ...one,
        progress: null,
        long: 'long' in one && one.long?.state,
      }));
      const about = { ...thread.relationship, draft: false };
      note(`thread:${id}`, [`thread:${id}`], { ...thread, relationship: about, messages, draft: '', permission: null });
    }
  }
  return views;
}

const nameOf = (change: Change): string => (change.topic === 'thread' ? `thread:${change.relationship}` : change.topic);

/** What changed in the views and was not announced, one sentence each. */
const forgotten: string[] = [];

/** From now on each step of this person is held against what it announces, one after the other. */
async function watch(who: string, one: TestDevice): Promise<void> {
  const app = await one.app();
  const told: string[] = [];
  const inner = app.store;
  const telling = announcing(inner, { announce: (change) => void told.push(nameOf(change)), wake: () => {} });
  let turn: Promise<unknown> = Promise.resolve();
  let before = await viewsOf(app, inner);
  let seenAt = app.now();
  const step: Store['step'] = (refs, compute, options) => {
    const over = [...new Set(refs.map(({ kind }) => kind.name))].join(', ');
    const done = turn.then(async () => {
      // What changed by time alone, no step can say.
      if (seenAt !== app.now()) before = await viewsOf(app, inner);
      seenAt = app.now();
      told.length = 0;
      const result = await telling.step(refs, compute, options);
      const heard = [...told];
      const after = await viewsOf(app, inner);
      for (const name of new Set([...before.keys(), ...after.keys()])) {
        const [was, is] = [before.get(name), after.get(name)];
        const topics = (is ?? was)?.topics ?? [];
        if (was?.says === is?.says || topics.some((topic) => heard.includes(topic))) continue;
        forgotten.push(`${who}: ${name}, in a step over ${over}: from ${was?.says} to ${is?.says}`);
      }
      before = after;
      return result;
    });
    turn = done.catch(() => {});
    return done;
  };
  Object.assign(app, { store: { ...telling, step } });
}

test('whatever a step changes of what pages show, it has announced', async () => {
  const alex = await person(origins);
  const blair = await person(origins);
  // Views say how long ago: no time goes by unless the story says so.
  const begunAt = Date.now();
  for (const one of [alex, blair]) one.stillAt = begunAt;
  await watch('Alex', alex);
  await watch('Blair', blair);
  const later = (ms: number): void => {
    for (const one of [alex, blair]) one.stillAt = (one.stillAt ?? begunAt) + ms;
  };
  const quiet = () =>
    until([alex, blair], async () => {
      const waiting = await Promise.all([alex, blair].map((one) => one.records(outboxKind)));
      return waiting.every(({ length }) => length === 0);
    });
  const [alexs, blairs] = await acquaint(alex, blair);
  const [mine, theirs] = [await alex.app(), await blair.app()];

  // Talking, reading, drafts.
  await alex.say(alexs, 'hello');
  await until([alex, blair], async () => (await alex.delivery(alexs)).includes('received'));
  await markRead(theirs, blairs);
  await until([alex, blair], async () => (await alex.delivery(alexs)).includes('read'));
  await saveDraft(mine, alexs, 'and');
  await saveDraft(mine, alexs, '');
  await sendText(mine, alexs, 'long '.repeat(8000), encodeHex(nodeEntropy(16)));
  await until([alex, blair], async () => (await blair.said(blairs)).includes('longText'));
  await quiet();

  // Names, numbers, latency.
  await rename(mine, alexs, 'Somebody');
  await setMyName(mine, alexs, 'Somebody else');
  await confirmNumbers(mine, alexs);
  await retractNumbers(mine, alexs);
  await setLatency(mine, alexs, 'on-request');
  await quiet();

  // Files, one of them stopped, one thrown away here and fetched again.
  const content = Uint8Array.from({ length: 40_000 }, (_, index) => index & 0xff);
  const thumbnail = new Uint8Array(0);
  const file = { kind: 'file', name: 'a.bin', mediaType: 'application/x-a', byteCount: content.length } as const;
  const [kept, stopped] = [encodeHex(nodeEntropy(16)), encodeHex(nodeEntropy(16))];
  for (const nonce of [kept, stopped])
    await beginAttachment(mine, alexs, nonce, { ...file, width: 0, height: 0, thumbnail });
  await stopTransfer(mine, alexs, stopped);
  await attachPart(mine, alexs, kept, 0, content);
  await until([alex, blair], async () => (await blair.said(blairs)).includes('attachment'));
  await fetchAttachment(theirs, blairs, kept);
  await until([blair], async () => JSON.stringify(await blair.thread(blairs)).includes('"here"'));
  await dropAttachment(theirs, blairs, kept);

  // Addresses, blocking.
  await replaceAddresses(mine, alexs);
  await block(mine, alexs);
  await unblock(mine, alexs);
  await quiet();

  // A site, its mask, settings.
  const made = await createSiteIdentity(mine, SITE, nodeEntropy(16), { password: {}, ownUsername: false });
  if (!made.ok) throw new Error(made.reason);
  await fillFor(mine, made.id, SITE, { ownUsername: true });
  await changeEntry(mine, made.id, { username: 'alex', password: 'secret' });
  await proposePassword(mine, made.id, SITE, {});
  await settleProposed(mine, made.id, (await showEntry(mine, made.id))?.proposedAt ?? 0, true);
  await drawNewPassword(mine, SITE, {});
  await setGenerator(mine, { ...(await showGenerator(mine)), what: 'passphrase' });
  await clearGenerated(mine);
  await setMaskActive(mine, made.id, false);
  await alex.settle();
  await setMaskActive(mine, made.id, true);
  await setQuiet(mine, SITE, true);
  await changeSettings(mine, { readReceipts: false });

  // Invitations, services, mailboxes.
  const invited = await invitationOf(alex, 'for somebody');
  await until([alex], async () => (await showInvitations(mine)).every(({ link }) => link !== null));
  await withdrawInvitation(mine, invited.id);
  await preferService(mine, origins[0] as string, 1);
  await invitationOf(alex);
  const signal = { aborted: false };
  expect(await useService(mine, origins[1] as string, 'sending', signal)).toEqual({ ok: true });
  await quiet();
  later(12 * 3_600_000);
  await quiet();
  expect(await useService(mine, origins[1] as string, 'both', signal)).toEqual({ ok: true });
  await forgetService(mine, origins[1] as string);
  await replaceMailboxes(mine, signal);
  await blair.say(blairs, 'to the new ones');
  later(12 * 3_600_000);
  await quiet();

  // Upkeep after a year, and the end.
  later(366 * 86_400_000);
  await (await alex.vault()).courier.keepUp();
  await end(theirs, blairs);
  await end(mine, made.id);
  await quiet();
  for (const one of [alex, blair]) for (const { id } of await one.records(loginKind)) await end(await one.app(), id);
  await quiet();
  expect(forgotten).toEqual([]);
});
