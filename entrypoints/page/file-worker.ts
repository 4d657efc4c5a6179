// The web worker that reads and writes files: seconds of work, beside the page, ended at its wish. Heavy readers are in
// its bundle and in no other.
import { browserEntropy } from '#adapters/browser/entropy.ts';
import { readFiles } from '#adapters/moving/read-files.ts';
import { writeExport } from '#adapters/moving/write-export.ts';
import { readPicture } from '#components/invite/qr-read.ts';
import type { ExportKind, FileSecret, FileToRead, FileToWrite } from '#logins/formats/file-reading.ts';

type Asked =
  | { readonly what: 'read'; readonly files: readonly FileToRead[]; readonly secret: FileSecret }
  | {
      readonly what: 'write';
      readonly kind: ExportKind;
      readonly content: FileToWrite;
      readonly passphrase: string;
    };

const scope = globalThis as unknown as {
  onmessage: (event: { readonly data: Asked }) => void;
  postMessage(message: unknown): void;
};
const codesIn = async (bytes: Uint8Array): Promise<readonly string[]> => {
  const seen = await readPicture(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  return seen.ok ? seen.texts : [];
};
const work = (asked: Asked): Promise<unknown> =>
  asked.what === 'read'
    ? readFiles(asked.files, asked.secret, codesIn, { onProgress: (progress) => scope.postMessage({ progress }) })
    : writeExport(asked.kind, asked.content, asked.passphrase, { entropy: browserEntropy, now: Date.now() });

scope.onmessage = ({ data }) => {
  void work(data).then(
    (done) => scope.postMessage({ done }),
    () => scope.postMessage({ failed: true }),
  );
};
