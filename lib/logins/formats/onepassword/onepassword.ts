// 1Password's 1PUX: an archive with `export.data`, JSON of all accounts and vaults, and a folder of files. Read only:
// 1Password takes in more from CSV than from a 1PUX of others.
import { withinBounds } from '../bounds.ts';
import type { VaultEntry } from '../entry.ts';
import {
  type EntryFormat,
  type EntrySource,
  MOST_ENTRIES,
  type ReadingOutcome,
  type ReadingProblem,
} from '../format.ts';
import { listIn, memberOf, objectIn, parseJson, textIn } from '../json.ts';
import { sourceText } from '../source-text.ts';
import { archivedFiles } from './archived-files.ts';
import { ONEPASSWORD_ID, readOnePasswordItem } from './read-item.ts';

export const onePasswordFormat: EntryFormat = {
  id: ONEPASSWORD_ID,
  name: '1Password',
  recognises: (source) => {
    if (source.kind === 'archive') return source.files.has(DATA) || source.damaged.has(DATA);
    const text = sourceText(source) ?? '';
    return text.includes('"categoryUuid"') && vaultsOf(parseJson(text)).length > 0;
  },
  read,
  write: null,
  // Passkeys are in no export of 1Password, and it says so; the bin says not since when.
  lostReading: { passkeys: 'lost', bin: 'partly' },
  lostWriting: {},
};

const DATA = 'export.data';

interface Vault {
  readonly folder: readonly string[];
  readonly items: readonly unknown[];
}

/** All vaults; the account is named only if there are several. */
function vaultsOf(data: unknown): Vault[] {
  const accounts = listIn(data, 'accounts');
  return accounts.flatMap((account) => {
    const { accountName, name } = textsOf(account);
    return listIn(account, 'vaults').map((vault) => ({
      folder: [...(accounts.length > 1 ? [accountName || name] : []), textsOf(vault).name].filter((it) => it !== ''),
      items: listIn(vault, 'items'),
    }));
  });
}

function textsOf(owner: unknown): { accountName: string; name: string } {
  const attributes = objectIn(owner, 'attrs');
  return { accountName: textIn(attributes, 'accountName'), name: textIn(attributes, 'name') };
}

function read(source: EntrySource): ReadingOutcome {
  const data = parseJson(sourceText(source, DATA) ?? '');
  if (!Array.isArray(memberOf(data, 'accounts'))) return { ok: false, refusal: 'damaged' };
  const listed = vaultsOf(data).flatMap(({ folder, items }) => items.map((item) => ({ item, folder })));
  if (listed.length === 0) return { ok: false, refusal: 'empty' };
  const titles = new Map(
    listed.map(({ item }) => {
      const inner = objectIn(item, 'item') ?? item;
      return [textIn(inner, 'uuid'), textIn(memberOf(inner, 'overview'), 'title')];
    }),
  );
  const around = { files: archivedFiles(source), titles };
  const problems: ReadingProblem[] = [];
  const entries = listed.slice(0, MOST_ENTRIES).flatMap(({ item, folder }, at): VaultEntry[] => {
    const entry = readOnePasswordItem(item, { number: at + 1, folder }, around, problems);
    return entry === null ? [] : [entry];
  });
  return { ok: true, ...withinBounds({ entries, problems }, listed.length) };
}
