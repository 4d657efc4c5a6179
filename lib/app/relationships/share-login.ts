// Sharing a log-in with a correspondent: a sealed copy in the conversation, which cannot be taken back. Who gets one
// keeps it as an entry of their own, or not; it never takes the place of an entry that they have.
import { encodeHex } from '#bytes/base64url.ts';
import { concat } from '#bytes/bytes.ts';
import { clip, utf8Length, wellFormed } from '#bytes/utf8.ts';
import { sha256 } from '#crypto/hash.ts';
import { EMPTY_ENTRY, type EntryField, type VaultEntry } from '#logins/formats/entry.ts';
import { classOf } from '#protocol/pairwise/envelope.ts';
import { ITEM, MOST_SHARED_SITES, SHARED_BYTES } from '#wire/message.ts';
import { idBytes } from '../conversation/conversation.ts';
import { itemOf } from '../items/items.ts';
import { addEntry } from '../logins/change.ts';
import { handOut } from '../logins/hand-out.ts';
import type { AppContext } from '../ports/ports.ts';
import { type Message, message, messageNumber } from '../records/message.ts';
import { factsOf } from '../services/snapshot.ts';
import { STRICT, transact } from '../store/transaction.ts';
import { refsToWrite, writeMessage, writtenBefore } from './write-message.ts';

type SharedLogin = Extract<Message['content'], { kind: 'sharedLogin' }>['value']['login'];

/** `gone`: the entry is not there any more. `too-long`: a part of it of which half is of no use. */
export type NotShared = 'gone' | 'too-long' | 'ended' | 'blocked' | 'site';
export type Shared = { ok: true; message: string } | { ok: false; reason: NotShared };

/** What a person chose to send beside name, user name, password and sites. */
export interface SharedParts {
  readonly note: boolean;
  readonly oneTime: boolean;
}

/** Null: its password, user name or code is longer than a message takes. */
export function sharedCopy(entry: VaultEntry, { note, oneTime }: SharedParts): SharedLogin | null {
  const codes = oneTime ? entry.oneTimes.slice(0, 1) : [];
  const { username, password } = entry;
  const name = username || entry.email;
  const isTooLong =
    utf8Length(name) > SHARED_BYTES.username ||
    utf8Length(password) > SHARED_BYTES.password ||
    codes.some(({ secret }) => utf8Length(secret) > SHARED_BYTES.secret);
  if (isTooLong) return null;
  const sites = entry.sites.filter(({ url, match }) => match !== 'never' && utf8Length(url) <= SHARED_BYTES.site);
  return {
    title: clip(wellFormed(entry.title), SHARED_BYTES.title),
    username: wellFormed(name),
    password: wellFormed(password),
    sites: sites.slice(0, MOST_SHARED_SITES).map(({ url }) => wellFormed(url)),
    note: note ? clip(wellFormed(entry.note), SHARED_BYTES.note) : '',
    oneTimes: codes.map((code) => ({
      ...code,
      issuer: clip(wellFormed(code.issuer), SHARED_BYTES.name),
      account: clip(wellFormed(code.account), SHARED_BYTES.username),
    })),
  };
}

/** @param nonce as of `sendText`: a second call with it sends nothing */
export async function shareLogin(
  app: AppContext,
  { entry, relationship: id, nonce, parts }: { entry: string; relationship: string; nonce: string; parts: SharedParts },
): Promise<Shared> {
  const [given] = await handOut(app, [entry]);
  if (given === undefined) return { ok: false, reason: 'gone' };
  const login = sharedCopy(given, parts);
  if (login === null) return { ok: false, reason: 'too-long' };
  const facts = await factsOf(app);
  return transact<Shared>(
    app.store,
    refsToWrite(id, nonce),
    (transaction) => {
      const before = writtenBefore(transaction, facts, id, nonce);
      if (before !== null) return before;
      const content = { kind: 'sharedLogin', value: { login, kept: null } } as const;
      writeMessage(transaction, facts, id, { nonce, content, sizeClass: sharedClass(content) });
      return { ok: true, message: nonce };
    },
    STRICT,
  );
}

/** By the bytes of the item and its fallback, which take the place of a text. */
export function sharedClass(content: Extract<Message['content'], { kind: 'sharedLogin' }>) {
  const { fallback = '' } = itemOf(content) ?? {};
  return classOf(ITEM.sharedLogin.format.encode(content.value.login).length + utf8Length(fallback)) ?? 'large';
}

async function sharedIn(app: Pick<AppContext, 'store'>, id: string, messageId: string) {
  const [numbered] = await app.store.read([messageNumber(id, messageId)]);
  const [found] = numbered === null ? [null] : await app.store.read([message(id, numbered.sequence)]);
  if (numbered === null || found?.content.kind !== 'sharedLogin') return null;
  return { sequence: numbered.sequence, ...found.content.value };
}

/** Its secrets, for a page in which the person pressed for them; null: it is not there (any more). */
export async function sharedSecrets(app: Pick<AppContext, 'store'>, id: string, messageId: string) {
  const found = await sharedIn(app, id, messageId);
  return found === null ? null : { password: found.login.password, note: found.login.note };
}

/**
 * Makes an entry of it, once: its id follows from the message. It is a new one beside whatever is here.
 * @param origin a field that says where it came from, in the person's language
 */
export async function keepSharedLogin(
  app: AppContext,
  id: string,
  messageId: string,
  origin: Pick<EntryField, 'name' | 'value'>,
): Promise<{ ok: true; entry: string } | { ok: false; reason: 'gone' }> {
  const found = await sharedIn(app, id, messageId);
  if (found === null) return { ok: false, reason: 'gone' };
  const entry = encodeHex(sha256(concat(idBytes(id), idBytes(messageId))).subarray(0, 16));
  await addEntry(app, entry, entryOf(found.login, origin));
  await transact(app.store, [message(id, found.sequence)], (transaction) => {
    const known = transaction.get(message(id, found.sequence));
    if (known?.content.kind !== 'sharedLogin') return;
    const value = { ...known.content.value, kept: idBytes(entry) };
    transaction.put(message(id, found.sequence), { ...known, content: { kind: 'sharedLogin', value } });
  });
  return { ok: true, entry };
}

const entryOf = (
  { title, username, password, sites, note, oneTimes }: SharedLogin,
  origin: Pick<EntryField, 'name' | 'value'>,
): VaultEntry => ({
  ...EMPTY_ENTRY,
  ...{ title, username, password, note },
  sites: sites.map((url) => ({ url, match: 'domain' })),
  // Codes of a period or length that nobody has are a mistake, or a trap: none is shown in place of a wrong one.
  oneTimes: oneTimes.filter(({ digits, periodSeconds }) => digits >= 5 && digits <= 10 && periodSeconds >= 1),
  fields: [{ ...origin, type: 'text', section: '' }],
});
