// Handing files in: the page reads a file slice by slice and the worker seals each before it asks for the next
// (lib/app/attachments/attach.ts). Handing in belongs to the page, not to a screen: it goes on while the person looks
// elsewhere, and ends when the page is closed, since only the page can read the file. A worker that is killed under a
// question is followed by another, which is asked the same (insist.ts).

import { type ReadonlySignal, signal } from '@preact/signals';
import { decodeBase64url, encodeBase64url } from '#bytes/base64url.ts';
import type { AttachRefusal, WantedPart } from '#rpc/attachments/contract.ts';
import type { App } from '../model/app.ts';
import { insist } from '../model/insist.ts';
import type { Prepared } from '../ui/picture.ts';

/** `unreadable`: the file went away, or is changed, while it was read. */
export type NotHanded = AttachRefusal | 'unreadable';

export interface Handed {
  readonly message: string;
  /** null: it is on its way. */
  readonly refused: NotHanded | null;
}

export interface Handing {
  /** Messages whose file this page is reading. */
  readonly messages: ReadonlySignal<ReadonlySet<string>>;
  /**
   * Resolves when all of it is with the worker, or with why not.
   * @param after the message of the file that was chosen before it, together with it: that one goes out first
   */
  handIn(relationship: string, file: Prepared, after?: string): Promise<Handed>;
}

/** Tries to read a part that is on this device; after the last, the person is told. */
const READING_TRIES = 3;

const ofApps = new WeakMap<App, Handing>();

/** One for a page. */
export function handingOf(app: App): Handing {
  const known = ofApps.get(app) ?? createHanding(app);
  ofApps.set(app, known);
  return known;
}

export function createHanding(app: App): Handing {
  const messages = signal<ReadonlySet<string>>(new Set());
  async function hand(
    relationship: string,
    nonce: string,
    file: Prepared,
    after: { after?: string },
  ): Promise<NotHanded | null> {
    const { content, thumbnail, ...told } = file;
    const byteCount = content.size;
    // Until a worker answers, here and below: the vault may be locked for now.
    const begun = await insist(app, () =>
      app.worker.attach({ relationship, nonce, ...told, ...after, byteCount, thumbnail: encodeBase64url(thumbnail) }),
    );
    if (!begun.ok) return begun.reason;
    for (let next: WantedPart | null = begun.next; next !== null; ) {
      const { part, from, to } = next;
      const bytes = await content
        .slice(from, to)
        .arrayBuffer()
        .catch(() => null);
      if (bytes === null || bytes.byteLength !== to - from) {
        await insist(app, () => app.worker.stopTransfer({ relationship, message: nonce }));
        return 'unreadable';
      }
      const text = encodeBase64url(new Uint8Array(bytes));
      const taken = await insist(app, () =>
        app.worker.attachPart({ relationship, nonce, part, byteCount, bytes: text }),
      );
      if (!taken.ok) return taken.reason;
      next = taken.next;
    }
    return null;
  }

  return {
    messages,
    async handIn(relationship, file, after) {
      const nonce = app.randomId();
      messages.value = new Set([...messages.value, nonce]);
      try {
        const refused = await hand(relationship, nonce, file, after === undefined ? {} : { after });
        return { message: nonce, refused };
      } finally {
        messages.value = new Set([...messages.value].filter((one) => one !== nonce));
      }
    },
  };
}

/**
 * Reads an attachment that is on this device, part by part, so that no more than a part is in memory: the browser keeps
 * a Blob where it likes.
 * @param told is told how much of it is read, 0 … 1
 * @returns null if it is not here (any more), or the signal ended it
 */
export async function readAttachment(
  app: App,
  { relationship, message, byteCount }: { relationship: string; message: string; byteCount: number },
  told: (share: number) => void,
  lifetime: AbortSignal,
): Promise<Blob | null> {
  let whole = new Blob([]);
  for (let part = 0; whole.size < byteCount; part++) {
    const ask = () => app.worker.attachmentPart({ relationship, message, part });
    const answer = await insist(app, ask, READING_TRIES).catch(() => null);
    const bytes = answer === null ? null : decodeBase64url(answer.bytes);
    if (bytes === null || bytes.length === 0 || lifetime.aborted) return null;
    whole = new Blob([whole, bytes as Uint8Array<ArrayBuffer>]);
    told(whole.size / byteCount);
  }
  return whole;
}
