// KeePass: an opened KDBX, or the XML that KeePass and KeePassXC export in clear. It is written as that XML; a KDBX is
// made of the tree (`write.ts`) by an adapter.

import type { EntryFormat, EntrySource } from '../format.ts';
import { KEEPASS_ID } from './kept.ts';
import { readKeePassTree } from './read.ts';
import { readKeePassXml } from './read-tree.ts';
import { writeKeePassTree } from './write.ts';
import { writeKeePassXml } from './write-tree.ts';

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
  // Not taken over: an icon that a person chose has no place; it is kept for the way back.
  lostReading: {},
  lostWriting: {
    'match-rules': 'lost',
    email: 'noted',
    fields: 'partly',
    cards: 'noted',
    addresses: 'noted',
    passkeys: 'partly',
    attachments: 'lost',
    dates: 'partly',
  },
};

function treeOf(source: EntrySource) {
  if (source.kind === 'keepass') return source.tree;
  return source.kind === 'text' ? readKeePassXml(source.text) : null;
}
