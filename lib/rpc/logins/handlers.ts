// Log-ins, notes, cards and addresses: listing, reading, changing, the bin, moving in and out.
import { idBytes } from '#app/conversation/conversation.ts';
import { deleteEntry, eraseEntry, restoreEntry } from '#app/logins/bin.ts';
import { addEntry, changeEntry, restoreVersion } from '#app/logins/change.ts';
import { changePageOf } from '#app/logins/change-page.ts';
import { putFilePart, readFilePart, removeFile } from '#app/logins/files.ts';
import { entryIds, handOutNamed } from '#app/logins/hand-out.ts';
import { importsOf, undoImport } from '#app/logins/import.ts';
import { settleProposed } from '#app/logins/proposal.ts';
import { noteSavedFile, showSavedFile } from '#app/logins/saved-file.ts';
import { oneTimeCodeOf, secretOf } from '#app/logins/secret.ts';
import { StagedImport } from '#app/logins/staged-import.ts';
import type { AppContext } from '#app/ports/ports.ts';
import { keepSharedLogin, sharedSecrets, shareLogin } from '#app/relationships/share-login.ts';
import { showEntry } from '#app/show/entries.ts';
import { encodeBase64url, encodeHex } from '#bytes/base64url.ts';
import { loadQuirks } from '#logins/sites/quirks.ts';
import type { Handlers } from '../call/contract.ts';
import { bytesOfCall, keptOnDisk } from '../call/parts.ts';
import { openVaultOf, type WorkerContext } from '../call/worker-context.ts';
import { shownOf } from '../conversations/shown.ts';
import type { LoginsContract } from './contract.ts';

/** After the passphrase was given, everything may be read out for this long. */
const EXPORT_MS = 10 * 60_000;

/** Of an open vault, in memory: a worker that was ended, or a lock, wants all of it again. */
interface Moving {
  opened: Export | null;
  /** One at a time. */
  staged: { readonly id: string; readonly import: StagedImport } | null;
}

/** Since the passphrase was given. Everything is read out once, and with the last of it the export is over. */
interface Export {
  readonly ticket: string;
  readonly until: number;
  readonly left: Set<string>;
  pieces: ExportedPieces | 'unread' | 'read';
}

/** Of the whole vault, as of the moment of the first. The last one is kept, in case its answer was lost. */
interface ExportedPieces {
  readonly rest: Iterator<Uint8Array>;
  at: number;
  last: Uint8Array | null;
}

/** No longer than its vault is open: staged entries are plaintext. */
const movings = new WeakMap<AppContext, Moving>();

function movingOf(app: AppContext): Moving {
  const moving = movings.get(app) ?? { opened: null, staged: null };
  movings.set(app, moving);
  return moving;
}

/** Null: it is another, or was too long ago. */
function exportOf(app: AppContext, ticket: string): Export | null {
  const { opened } = movingOf(app);
  return opened !== null && opened.ticket === ticket && app.now() < opened.until ? opened : null;
}

function endIfRead(app: AppContext): void {
  const moving = movingOf(app);
  if (moving.opened?.left.size === 0 && moving.opened.pieces === 'read') moving.opened = null;
}

function stagedOf(app: AppContext, id: string): StagedImport | null {
  const { staged } = movingOf(app);
  return staged?.id === id ? staged.import : null;
}

export function loginHandlers(context: WorkerContext): Handlers<LoginsContract, unknown> {
  // In one piece: a table of handlers.
  const appOf = async () => (await openVaultOf(context)).app;
  return {
    async entries({ kind, query, offset, limit, folder, tag }) {
      return shownOf(await openVaultOf(context)).entries.list(kind, query, { offset, limit }, { folder, tag });
    },
    async entryPlaces() {
      return shownOf(await openVaultOf(context)).entries.places();
    },
    async entry({ entry }) {
      return showEntry(await appOf(), entry);
    },
    async revealSecret({ entry, part, index, version }) {
      const secret = await secretOf(await appOf(), entry, part, index, version);
      return secret === null ? { ok: false, reason: 'gone' } : { ok: true, secret };
    },
    async oneTimeCode({ entry, index }) {
      const app = await appOf();
      const code = await oneTimeCodeOf(app, entry, index);
      return code === null ? { ok: false, reason: 'gone' } : { ok: true, ...code, clock: app.skew?.() ?? null };
    },
    async addEntry({ entry, given }) {
      return { leftOut: await addEntry(await appOf(), entry, given) };
    },
    async changeEntry({ entry, change }) {
      return changeEntry(await appOf(), entry, change);
    },
    async settleProposed({ entry, at, accepted }) {
      const isSettled = await settleProposed(await appOf(), entry, at, accepted);
      return isSettled ? { ok: true } : { ok: false, reason: 'gone' };
    },
    async changePage({ entry }) {
      const page = await changePageOf(await appOf(), entry, { quirks: loadQuirks, pages: context.sitePages });
      return typeof page === 'string' ? { ok: false, reason: page } : { ok: true, ...page };
    },
    async restoreVersion({ entry, version }) {
      return restoreVersion(await appOf(), entry, version);
    },
    async deleteEntry({ entry }) {
      await deleteEntry(await appOf(), entry);
      return null;
    },
    async restoreEntry({ entry }) {
      await restoreEntry(await appOf(), entry);
      return null;
    },
    async eraseEntry({ entry }) {
      await eraseEntry(await appOf(), entry);
      return null;
    },
    async shareLogin(given) {
      return keptOnDisk(async () => shareLogin(await appOf(), given));
    },
    async revealSharedLogin({ relationship, message }) {
      const secrets = await sharedSecrets(await appOf(), relationship, message);
      return secrets === null ? { ok: false, reason: 'gone' } : { ok: true, ...secrets };
    },
    async keepSharedLogin({ relationship, message, origin }) {
      return keepSharedLogin(await appOf(), relationship, message, origin);
    },
    async putEntryFile({ part, bytes, ...file }) {
      return keptOnDisk(async () => putFilePart(await appOf(), file, part, bytesOfCall(bytes)));
    },
    async entryFilePart({ entry, file, part }) {
      const bytes = await readFilePart(await appOf(), entry, file, part);
      return bytes === null ? null : { bytes: encodeBase64url(bytes) };
    },
    async removeEntryFile({ entry, file }) {
      await removeFile(await appOf(), entry, file);
      return null;
    },
    async stageImport({ import: of, first, entries }) {
      const app = await appOf();
      if (stagedOf(app, of) === null) movingOf(app).staged = { id: of, import: new StagedImport(app, of) };
      const refused = stagedOf(app, of)?.add(first, entries) ?? null;
      return refused === null ? { ok: true } : { ok: false, reason: refused };
    },
    async previewImport({ import: of }) {
      const held = stagedOf(await appOf(), of);
      return held === null ? { ok: false, reason: 'gone' } : { ok: true, ...(await held.look()) };
    },
    async commitImport({ import: of, from, choices }) {
      const app = await appOf();
      return keptOnDisk(async () => {
        const committed = (await stagedOf(app, of)?.commit(from, choices, () => context.turn())) ?? null;
        if (committed === null) return { ok: false, reason: 'gone' };
        if (committed.done === committed.total && stagedOf(app, of) !== null) movingOf(app).staged = null;
        return { ok: true, ...committed };
      });
    },
    async dropImport({ import: of }) {
      const app = await appOf();
      if (stagedOf(app, of) !== null) movingOf(app).staged = null;
      return null;
    },
    async imports() {
      return importsOf(await appOf());
    },
    async undoImport({ import: of }) {
      return undoImport(await appOf(), of);
    },
    async beginExport({ passphrase, vault }) {
      const open = await openVaultOf(context);
      const { app } = open;
      if (!(await context.device.isPassphrase(passphrase))) return { ok: false, reason: 'wrong' };
      const ticket = encodeHex(context.entropy(16));
      const at = app.now();
      const { stamp } = await shownOf(open).entries.stamp();
      const ids = await entryIds(app);
      movingOf(app).opened = { ticket, until: at + EXPORT_MS, left: new Set(ids), pieces: vault ? 'unread' : 'read' };
      endIfRead(app);
      return { ok: true, ticket, ids, state: { at, stamp: encodeHex(stamp) } };
    },
    async exportEntries({ ticket, ids }) {
      const app = await appOf();
      const opened = exportOf(app, ticket);
      if (opened === null) return { ok: false, reason: 'gone' };
      const wanted = ids.filter((one) => opened.left.has(one));
      const handed = await handOutNamed(app, wanted);
      for (const one of wanted) opened.left.delete(one);
      endIfRead(app);
      const files = handed.flatMap(({ id, entry: { title, attachments } }) =>
        attachments.map((file) => ({ entry: id, title, ...file })),
      );
      return { ok: true, entries: handed.map(({ entry }) => entry), files };
    },
    async exportPiece({ ticket, at }) {
      const open = await openVaultOf(context);
      const opened = exportOf(open.app, ticket);
      if (opened?.pieces === 'unread' && at === 0) {
        // Once, even if it is asked for twice at a time.
        opened.pieces = 'read';
        opened.pieces = { rest: (await open.backUp())[Symbol.iterator](), at: -1, last: null };
      }
      const pieces = opened?.pieces ?? 'read';
      if (typeof pieces === 'string' || (at !== pieces.at && at !== pieces.at + 1))
        return { ok: false, reason: 'gone' };
      if (at === pieces.at + 1) {
        const next = pieces.rest.next();
        Object.assign(pieces, { at, last: next.done === true ? null : next.value });
      }
      if (opened !== null && pieces.last === null) opened.pieces = 'read';
      endIfRead(open.app);
      return { ok: true, piece: pieces.last === null ? null : encodeBase64url(pieces.last) };
    },
    async exportSaved({ at, stamp }) {
      await noteSavedFile(await appOf(), { at, stamp: idBytes(stamp) });
      return null;
    },
    async savedFile() {
      const open = await openVaultOf(context);
      return showSavedFile(open.app, await shownOf(open).entries.stamp());
    },
  };
}
