// A text that fits no envelope: it lies in a blob, and its beginning comes with the message.
import { clip } from '#bytes/utf8.ts';
import { MAX_LONG_TEXT_BYTES } from '../records/attachment.ts';
import { readable } from '../words/visible.ts';
import { FALLBACK_BYTES, stateOf } from './blob.ts';
import { between, type ContentKind, type Contents, type ItemRules, type Items, oneLine } from './item.ts';

/** As much as the item takes. */
const BEGINNING_BYTES = 590;

export const longTextItem: ItemRules<Items['longText']> & ContentKind<Contents['longText']> = {
  content({ blob: reference, byteCount, beginning }) {
    const state = byteCount > MAX_LONG_TEXT_BYTES ? 'damaged' : stateOf(byteCount, reference, true);
    return { kind: 'longText', value: { byteCount, preview: beginning, reference, state } };
  },
  preview: ({ preview }) => oneLine(preview),
  searched: ({ preview }) => preview,
  countsAsUnread: true,
  isNamed: true,
  earnsReadReceipt: true,
  item({ byteCount, preview, reference: blob }) {
    const beginning = clip(preview, BEGINNING_BYTES);
    return { kind: 'longText', value: { byteCount, beginning, blob }, fallback: clip(preview, FALLBACK_BYTES) };
  },
  show({ byteCount, preview, state }, entry, beside) {
    const long = { state, byteCount, progress: beside.progress };
    return { type: 'text', ...between(entry, beside), text: readable(preview), long };
  },
};
