// An event of the relationship, told in the thread at its place.
import { encodeHex } from '#bytes/base64url.ts';
import type { ContentKind, Contents } from './item.ts';

export const eventItem: ContentKind<Contents['event']> = {
  preview: () => '',
  searched: () => '',
  countsAsUnread: false,
  isNamed: false,
  earnsReadReceipt: false,
  show: (value, { id, mine, sentAt }) => ({ type: 'event', id: encodeHex(id), mine, event: value, sentAt }),
};
