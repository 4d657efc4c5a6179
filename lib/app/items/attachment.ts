// A picture or a file, whose bytes lie in a blob. Its name and type are the sender's words, cleaned when they come.
import { encodeBase64url } from '#bytes/base64url.ts';
import { clip } from '#bytes/utf8.ts';
import { endOfDay } from '#protocol/base/day.ts';
import { cleanFileName, cleanMediaType } from '../words/file-name.ts';
import { AUTOMATIC_BYTES, FALLBACK_BYTES, stateOf } from './blob.ts';
import { between, type ContentKind, type Contents, type ItemRules, type Items } from './item.ts';

export const attachmentItem: ItemRules<Items['attachment']> & ContentKind<Contents['attachment']> = {
  content({ blob: reference, ...told }) {
    const automatic = told.kind === 'picture' && told.byteCount <= AUTOMATIC_BYTES;
    const state = stateOf(told.byteCount, reference, automatic);
    const name = cleanFileName(told.name, told.kind);
    const value = { ...told, name, mediaType: cleanMediaType(told.mediaType), reference, state };
    return { kind: 'attachment', value };
  },
  preview: ({ name }) => name,
  searched: ({ name }) => name,
  countsAsUnread: true,
  isNamed: true,
  earnsReadReceipt: true,
  item({ state: _, reference: blob, ...told }) {
    return { kind: 'attachment', value: { ...told, blob }, fallback: clip(told.name, FALLBACK_BYTES) };
  },
  show({ reference, thumbnail, ...told }, entry, beside) {
    return {
      type: 'attachment',
      ...between(entry, beside),
      ...told,
      thumbnail: encodeBase64url(thumbnail),
      progress: beside.progress,
      resendable: reference.digest.some((byte) => byte !== 0),
      hostedUntil: endOfDay(reference.expiryDay),
    };
  },
};
