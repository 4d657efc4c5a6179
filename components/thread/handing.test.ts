// Handing files in from a page: every slice that is wanted is given once it is wanted, however often the worker dies,
// and a file that goes away is taken back.
import { describe, expect, it } from 'vitest';
import { decodeBase64url, encodeBase64url } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { scriptedApp, settled } from '../model/testing/scripted-app.ts';
import type { Prepared } from '../ui/picture.ts';
import { createHanding, readAttachment } from './handing.ts';

const THREAD = 'a'.repeat(32);
const bytes = Uint8Array.from({ length: 1000 }, (_, at) => at & 0xff);
const file = (content: Blob = new Blob([bytes])): Prepared => ({
  kind: 'file',
  name: 'notes.txt',
  mediaType: 'text/plain',
  content,
  width: 0,
  height: 0,
  thumbnail: new Uint8Array(0),
});
const part = (number: number) => {
  return number * 300 < 1000 ? { part: number, from: number * 300, to: Math.min(1000, number * 300 + 300) } : null;
};
/** Turns of the event loop, with the page's clock moving on. */
async function run<T>(app: ReturnType<typeof scriptedApp>, work: Promise<T>): Promise<T> {
  let done = false;
  void work.finally(() => {
    done = true;
  });
  while (!done) {
    app.clock.pass(500);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return work;
}

describe('a file', () => {
  it('is handed in slice by slice, over a worker that dies at every second question', async () => {
    const given: Uint8Array[] = [];
    let asked = 0;
    const mortal = <T>(answer: T): Promise<T> =>
      asked++ % 2 === 0 ? Promise.reject(new Fault('unavailable', 'worker-gone', 'gone')) : Promise.resolve(answer);
    const app = scriptedApp({
      attach: async () => mortal({ ok: true as const, next: part(0) }),
      attachPart: async ({ part: number, bytes: text }) => {
        const answer = await mortal({ ok: true as const, next: part(number + 1) });
        given[number] = decodeBase64url(text) as Uint8Array;
        return answer;
      },
    });
    const handing = createHanding(app);
    const seen: number[] = [];
    handing.messages.subscribe((messages) => seen.push(messages.size));
    expect((await run(app, handing.handIn(THREAD, file()))).refused).toBeNull();
    expect(new Uint8Array(await new Blob(given as Uint8Array<ArrayBuffer>[]).arrayBuffer())).toEqual(bytes);
    expect(seen).toEqual([0, 1, 0]);
  });

  it('that is refused says why, and one that goes away is taken out of the conversation', async () => {
    const stopped: string[] = [];
    const app = scriptedApp({
      attach: async ({ byteCount }) => (byteCount === 0 ? { ok: false, reason: 'empty' } : { ok: true, next: part(0) }),
      attachPart: async ({ part: number }) =>
        number === 1 ? { ok: false, reason: 'storage' } : { ok: true, next: part(number + 1) },
      stopTransfer: async ({ message }) => {
        stopped.push(message);
        return null;
      },
    });
    const { handIn } = createHanding(app);
    expect(await handIn(THREAD, file(new Blob([])))).toMatchObject({ refused: 'empty' });
    expect(await handIn(THREAD, file())).toMatchObject({ refused: 'storage' });
    expect(stopped).toEqual([]);
    const gone = new Blob([bytes]);
    gone.slice = () => ({ arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) }) as Blob;
    expect(await handIn(THREAD, file(gone))).toMatchObject({ refused: 'unreadable' });
    expect(stopped).toHaveLength(1);
  });
});

describe('an attachment', () => {
  const ask = { relationship: THREAD, message: 'b'.repeat(32), byteCount: 1000 };
  const worker = {
    attachmentPart: async ({ part: number }: { part: number }) => {
      const wanted = part(number);
      return wanted === null ? null : { bytes: encodeBase64url(bytes.subarray(wanted.from, wanted.to)) };
    },
  };

  it('is read part by part until it is whole', async () => {
    const told: number[] = [];
    const whole = await readAttachment(
      scriptedApp(worker),
      ask,
      (share) => told.push(share),
      new AbortController().signal,
    );
    expect(new Uint8Array((await whole?.arrayBuffer()) ?? [])).toEqual(bytes);
    expect(told).toEqual([0.3, 0.6, 0.9, 1]);
  });

  it('is read to its end over workers that are killed, each at once by the next', async () => {
    let asked = 0;
    const app = scriptedApp({
      attachmentPart: (request) =>
        ++asked % 3 === 0
          ? worker.attachmentPart(request)
          : Promise.reject(new Fault('unavailable', 'worker-gone', 'gone')),
    });
    const beganAt = app.clock.now();
    const reading = readAttachment(app, ask, () => {}, new AbortController().signal);
    for (let kill = 0; kill < 8; kill++) {
      await settled();
      app.say(null);
    }
    expect(new Uint8Array((await (await reading)?.arrayBuffer()) ?? [])).toEqual(bytes);
    expect(app.clock.now()).toBe(beganAt);
  });

  it('is nothing where a part is missing, or somebody looked away', async () => {
    const { signal } = new AbortController();
    expect(await readAttachment(scriptedApp(worker), { ...ask, byteCount: 1001 }, () => {}, signal)).toBeNull();
    expect(await readAttachment(scriptedApp(worker), ask, () => {}, AbortSignal.abort())).toBeNull();
  });
});
