// Attachments and long texts: handing a file in part by part, bringing one here, reading it part by part. A page sees
// content it asks for; keys, references and ciphertext stay in the worker. Bytes cross as base64url, 256 KiB at most a
// call.
import { attachPart, beginAttachment, rangeOf } from '#app/attachments/attach.ts';
import { dropAttachment, readLongText, readPart, stopTransfer } from '#app/attachments/attachments.ts';
import { fetchAttachment } from '#app/attachments/transfer-down.ts';
import { readMailAttachment } from '#app/show/mail.ts';
import { readable } from '#app/words/visible.ts';
import { encodeBase64url } from '#bytes/base64url.ts';
import type { Handlers } from '../call/contract.ts';
import { bytesOfCall, keptOnDisk } from '../call/parts.ts';
import { openVaultOf, type WorkerContext } from '../call/worker-context.ts';
import type { AttachmentsContract } from './contract.ts';

export function attachmentHandlers(context: WorkerContext): Handlers<AttachmentsContract, unknown> {
  const appOf = async () => (await openVaultOf(context)).app;
  return {
    async attach({ relationship, nonce, thumbnail, ...given }) {
      return keptOnDisk(async () => {
        const attaching = { ...given, thumbnail: bytesOfCall(thumbnail) };
        const begun = await beginAttachment(await appOf(), relationship, nonce, attaching);
        return begun.ok ? { ok: true, next: rangeOf(given.byteCount, begun.next) } : begun;
      });
    },
    async attachPart({ relationship, nonce, part, bytes, byteCount }) {
      return keptOnDisk(async () => {
        const attached = await attachPart(await appOf(), relationship, nonce, part, bytesOfCall(bytes));
        return attached.ok ? { ok: true, next: rangeOf(byteCount, attached.next) } : attached;
      });
    },
    async attachmentPart({ relationship, message, part }) {
      const content = await readPart(await appOf(), relationship, message, part);
      return content === null ? null : { bytes: encodeBase64url(content) };
    },
    async fetchAttachment({ relationship, message }) {
      await fetchAttachment(await appOf(), relationship, message);
      return null;
    },
    async stopTransfer({ relationship, message }) {
      await stopTransfer(await appOf(), relationship, message);
      return null;
    },
    async dropAttachment({ relationship, message }) {
      await dropAttachment(await appOf(), relationship, message);
      return null;
    },
    async wholeText({ relationship, message }) {
      const text = await readLongText(await appOf(), relationship, message);
      return text === null ? null : { text: readable(text) };
    },
    async mailAttachment({ relationship, message, index }) {
      const found = await readMailAttachment(await appOf(), { relationship, message, index });
      return found === null ? null : { name: found.name, bytes: encodeBase64url(found.content) };
    },
  };
}
