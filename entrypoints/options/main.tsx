import { Options } from '#components/options/options.tsx';
import type { FileReading } from '#logins/formats/file-reading.ts';
import { show } from '../page/show.tsx';

/** Reads in a web worker of its own, which ends with the answer, or at once if it is not wanted any more. */
const read: FileReading = (bytes, passphrase, signal) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./reading-worker.ts', import.meta.url), { type: 'module' });
    const end = (): void => worker.terminate();
    signal.addEventListener('abort', () => {
      end();
      reject(signal.reason);
    });
    worker.onmessage = ({ data }) => {
      end();
      resolve(data);
    };
    worker.onerror = () => {
      end();
      resolve({ is: 'refused', why: 'damaged' });
    };
    worker.postMessage({ bytes, passphrase });
  });

show(() => <Options read={read} />);
