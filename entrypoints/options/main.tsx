import { Options } from '#components/options/options.tsx';
import type { FileContent, FileReading, FileWriting } from '#logins/formats/file-reading.ts';
import { show } from '../page/show.tsx';

/** One piece of work in a web worker of its own, which ends with the answer, or at once if it is no more wanted. */
function beside<T>(asked: object, signal?: Parameters<FileReading>[2]): Promise<T> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./reading-worker.ts', import.meta.url), { type: 'module' });
    const fail = (reason: unknown): void => {
      worker.terminate();
      reject(reason);
    };
    signal?.addEventListener('abort', () => fail(signal.reason));
    worker.onerror = () => fail(new Error('the worker of the page failed'));
    worker.onmessage = ({ data }: MessageEvent<{ done: T } | { failed: true }>) => {
      if ('failed' in data) return fail(new Error('the work failed'));
      worker.terminate();
      resolve(data.done);
    };
    worker.postMessage(asked);
  });
}

const read: FileReading = (bytes, passphrase, signal) =>
  beside<FileContent>({ what: 'read', bytes, passphrase }, signal).catch((error) => {
    if (signal.aborted) throw error;
    return { is: 'refused', why: 'damaged' };
  });
const write: FileWriting = (kind, entries, passphrase) => beside({ what: 'write', kind, entries, passphrase });

show(() => <Options read={read} write={write} />);
