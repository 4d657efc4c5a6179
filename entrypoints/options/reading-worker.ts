// The web worker that reads and writes files: seconds of work, beside the page, ended at its wish. Heavy readers are in
// its bundle and in no other.
import { browserEntropy } from '#adapters/browser/entropy.ts';
import { readExport } from '#adapters/moving/read-export.ts';
import { writeExport } from '#adapters/moving/write-export.ts';
import type { VaultEntry } from '#logins/formats/entry.ts';
import type { ExportKind } from '#logins/formats/file-reading.ts';

type Asked =
  | { readonly what: 'read'; readonly bytes: Uint8Array; readonly passphrase: string | null }
  | {
      readonly what: 'write';
      readonly kind: ExportKind;
      readonly entries: readonly VaultEntry[];
      readonly passphrase: string;
    };

const scope = globalThis as unknown as {
  onmessage: (event: { readonly data: Asked }) => void;
  postMessage(message: unknown): void;
};
const work = (asked: Asked): Promise<unknown> =>
  asked.what === 'read'
    ? readExport(asked.bytes, asked.passphrase)
    : writeExport(asked.kind, asked.entries, asked.passphrase, browserEntropy);

scope.onmessage = ({ data }) => {
  void work(data).then(
    (done) => scope.postMessage({ done }),
    () => scope.postMessage({ failed: true }),
  );
};
