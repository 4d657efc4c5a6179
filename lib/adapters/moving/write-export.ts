// Everything as a file of another program's. Sealed ones open with the passphrase that the person typed, at the cost
// that the vault itself has. Run in the web worker of the options page, like the readers.
import type { Entropy } from '#bytes/entropy.ts';
import { encodeUtf8, wellFormed } from '#bytes/utf8.ts';
import { bitwardenArchive, bitwardenFormat } from '#logins/formats/bitwarden/bitwarden.ts';
import { chromiumFormat } from '#logins/formats/csv/browsers.ts';
import { cxfFormat } from '#logins/formats/cxf/cxf.ts';
import type { VaultEntry } from '#logins/formats/entry.ts';
import type { ExportKind, FileToWrite } from '#logins/formats/file-reading.ts';
import type { EntryFormat } from '#logins/formats/format.ts';
import { writeKeePassTree } from '#logins/formats/keepass/write.ts';
import { archivedVault, archiveRecords } from '#logins/formats/nucleus/nucleus.ts';
import { sealAge } from './age.ts';
import { packArchive } from './archive.ts';
import { sealKdbx } from './kdbx-seal.ts';
import { sealProtectedJson } from './protected-json.ts';
import { sealNucleusArchive } from './sealed-archive.ts';

/** The vault's own; its module would bring the vault's code along. */
export const SEALED_COST = { memoryKiB: 64 * 1024, passes: 3, lanes: 1 } as const;

const textOf = ({ write }: EntryFormat, entries: readonly VaultEntry[]): string => {
  if (write === null) throw new Error('this format is read only');
  return wellFormed(write(entries));
};

export async function writeExport(
  kind: ExportKind,
  { entries, files, vault }: FileToWrite,
  passphrase: string,
  { entropy, now }: { readonly entropy: Entropy; readonly now: number },
): Promise<Uint8Array> {
  const zipped = () => packArchive(bitwardenArchive(entries, files), now);
  switch (kind) {
    case 'nucleus':
      return sealNucleusArchive(
        [...archiveRecords(entries, files), ...archivedVault(vault)],
        passphrase,
        SEALED_COST,
        entropy,
      );
    case 'zip':
      return zipped();
    case 'bitwarden':
      return encodeUtf8(textOf(bitwardenFormat, entries));
    case 'csv':
      return encodeUtf8(textOf(chromiumFormat, entries));
    case 'cxf':
      return encodeUtf8(textOf(cxfFormat, entries));
    case 'protected':
      return encodeUtf8(await sealProtectedJson(textOf(bitwardenFormat, entries), passphrase, entropy));
    case 'kdbx':
      return sealed(
        await sealKdbx(writeKeePassTree(entries, files), { password: passphrase, keyFile: null }, SEALED_COST),
      );
    case 'age': {
      const content = files.size > 0 ? zipped() : encodeUtf8(textOf(bitwardenFormat, entries));
      const outcome = await sealAge(content, { passphrase });
      return sealed(outcome.ok ? outcome.bytes : null);
    }
  }
}

function sealed(bytes: Uint8Array | null): Uint8Array {
  if (bytes === null) throw new Error('the file could not be sealed');
  return bytes;
}
