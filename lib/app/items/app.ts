// Another program's payload: kept like an unknown kind, and shown by its fallback text, with or without one.
import { ITEM } from '#wire/message.ts';
import type { ItemRules, Items } from './item.ts';

export const appItem: ItemRules<Items['app']> = {
  content: (value, fallback) => ({
    kind: 'unknown',
    value: { code: ITEM.app.code, payload: ITEM.app.format.encode(value), fallback },
  }),
};
