// Files are read and sealed in a web worker beside the page.
import type { FileContent, FileReading, FileWriting, ReadingProgress } from '#logins/formats/file-reading.ts';

type Told<T> = { readonly done: T } | { readonly failed: true } | { readonly progress: ReadingProgress };

/** One piece of work in a web worker of its own, which ends with the answer, or at once if it is no more wanted. */
function beside<T>(asked: object, work?: Parameters<FileReading>[2]): Promise<T> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./file-worker.ts', import.meta.url), { type: 'module' });
    const fail = (reason: unknown): void => {
      worker.terminate();
      reject(reason);
    };
    work?.signal.addEventListener('abort', () => fail(work.signal.reason));
    worker.onerror = () => fail(new Error('the worker of the page failed'));
    worker.onmessage = ({ data }: MessageEvent<Told<T>>) => {
      if ('progress' in data) return work?.onProgress(data.progress);
      if ('failed' in data) return fail(new Error('the work failed'));
      worker.terminate();
      resolve(data.done);
    };
    worker.postMessage(asked);
  });
}

export const readBrought: FileReading = (files, secret, work) =>
  beside<FileContent>({ what: 'read', files, secret }, work).catch((error) => {
    if (work.signal.aborted) throw error;
    return { is: 'refused', why: 'damaged' };
  });
export const writeTaken: FileWriting = (kind, content, passphrase) =>
  beside({ what: 'write', kind, content, passphrase });
