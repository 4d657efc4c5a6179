// An item of a kind that this version does not know: kept whole, shown by its fallback text. Without such a text it
// needs no showing.
import { encodeHex } from '#bytes/base64url.ts';
import { readable } from '../words/visible.ts';
import type { ContentKind, Contents, ItemRules, Items } from './item.ts';

export const unknownItem: ItemRules<Items['unknown']> & ContentKind<Contents['unknown']> = {
  content: (value, fallback) => (fallback === '' ? null : { kind: 'unknown', value: { ...value, fallback } }),
  preview: ({ fallback }) => fallback,
  searched: ({ fallback }) => fallback,
  countsAsUnread: true,
  isNamed: true,
  earnsReadReceipt: false,
  show: ({ fallback }, { id, mine, sentAt }) => ({
    type: 'other',
    id: encodeHex(id),
    mine,
    fallback: readable(fallback),
    sentAt,
  }),
};
