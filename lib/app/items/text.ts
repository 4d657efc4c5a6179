// A text that fits an envelope.
import { readable } from '../words/visible.ts';
import { between, type ContentKind, type Contents, type ItemRules, type Items, oneLine } from './item.ts';

export const textItem: ItemRules<Items['text']> & ContentKind<Contents['text']> = {
  content: (value) => ({ kind: 'text', value: value.text }),
  preview: oneLine,
  searched: (value) => value,
  countsAsUnread: true,
  isNamed: true,
  earnsReadReceipt: true,
  item: (value) => ({ kind: 'text', value: { text: value } }),
  show: (value, entry, beside) => ({ type: 'text', ...between(entry, beside), text: readable(value), long: null }),
};
