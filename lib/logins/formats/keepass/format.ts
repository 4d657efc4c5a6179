// KeePass: an opened KDBX, or the XML that KeePass and KeePassXC export in clear. It is written as that XML; a KDBX is
// made of the tree (`write.ts`) by an adapter.

import type { EntryFormat, EntrySource, Losses } from '../format.ts';
import { KEEPASS_ID } from './kept.ts';
import { readKeePassTree } from './read.ts';
import { readKeePassXml } from './read-tree.ts';
import { writeKeePassTree } from './write.ts';
import { writeKeePassXml } from './write-tree.ts';

/** What a KDBX that is made of entries leaves behind. */
export const LOST_IN_KDBX: Losses = {
  'match-rules': 'lost',
  email: 'noted',
  // Sections, and that a field is a yes or a no.
  fields: 'partly',
  cards: 'noted',
  addresses: 'noted',
  // The names of its site and of its person, its age, and the secrets of `prf`.
  passkeys: 'partly',
  // Folder, tags, codes, e-mail, card and address of an earlier version.
  'earlier-versions': 'partly',
  // To the second; an earlier version ends when the next was made.
  dates: 'partly',
};

export const keepassFormat: EntryFormat = {
  id: KEEPASS_ID,
  name: 'KeePass',
  recognises: (source) =>
    source.kind === 'keepass' ||
    (source.kind === 'text' && /^\ufeff?\s*(?:<[?!][^>]*>\s*)*<KeePassFile[\s/>]/.test(source.text)),
  read: (source) => {
    const tree = treeOf(source);
    return tree === null ? { ok: false, refusal: 'damaged' } : { ok: true, ...readKeePassTree(tree) };
  },
  write: (entries) => writeKeePassXml(writeKeePassTree(entries)),
  // Of an earlier version: its tags, files and one-time codes.
  lostReading: { 'earlier-versions': 'partly' },
  // A KDBX has files; the text has none, since a writer of texts is not given their bytes.
  lostWriting: { ...LOST_IN_KDBX, attachments: 'lost' },
};

function treeOf(source: EntrySource) {
  if (source.kind === 'keepass') return source.tree;
  return source.kind === 'text' ? readKeePassXml(source.text) : null;
}
