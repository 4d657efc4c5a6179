// The web worker that reads a file: seconds of work, beside the page, ended at its wish. Heavy readers are in its
// bundle and in no other.
import { readExport } from '#adapters/moving/read-export.ts';

interface Asked {
  readonly bytes: Uint8Array;
  readonly passphrase: string | null;
}

const scope = globalThis as unknown as {
  onmessage: (event: { readonly data: Asked }) => void;
  postMessage(message: unknown): void;
};
scope.onmessage = ({ data: { bytes, passphrase } }) => {
  void readExport(bytes, passphrase).then(
    (read) => scope.postMessage(read),
    () => scope.postMessage({ is: 'refused', why: 'damaged' }),
  );
};
