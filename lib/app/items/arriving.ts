// The place of a mail that is too big for its envelope, until its blob is here.
import { encodeHex } from '#bytes/base64url.ts';
import type { ContentKind, Contents } from './item.ts';

export const arriving: ContentKind<Contents['arriving']> = {
  preview: () => '',
  searched: () => '',
  countsAsUnread: false,
  isNamed: false,
  earnsReadReceipt: false,
  show: ({ byteCount }, { id, sentAt }) => ({ type: 'arriving', id: encodeHex(id), mine: false, byteCount, sentAt }),
};
