// Every kind of message item and of content, listed once: a kind that has no value here does not compile. Code that
// takes in, keeps, shows, searches or sends asks this table and names no kind.
import { clip } from '#bytes/utf8.ts';
import type { Item } from '#wire/message.ts';
import type { Message } from '../records/message.ts';
import type { StrictTransaction } from '../store/transaction.ts';
import type { MessageView } from '../views/messages.ts';
import { addressRequestItem } from './address-request.ts';
import { addressesItem } from './addresses.ts';
import { appItem } from './app.ts';
import { arriving } from './arriving.ts';
import { attachmentItem } from './attachment.ts';
import { eventItem } from './event.ts';
import type { Arriving, Beside, Content, ContentKind, Contents, ItemRules, Items, Told } from './item.ts';
import { longTermItem } from './long-term.ts';
import { longTextItem } from './long-text.ts';
import { mailItem } from './mail.ts';
import { pqAnswerItem, pqOfferItem } from './post-quantum.ts';
import { profileItem } from './profile.ts';
import { receiptItem } from './receipt.ts';
import { sharedLoginItem } from './shared-login.ts';
import { terminateItem } from './terminate.ts';
import { textItem } from './text.ts';
import { unknownItem } from './unknown.ts';

const ITEMS: { readonly [K in keyof Items]: ItemRules<Items[K]> } = {
  text: textItem,
  receipt: receiptItem,
  profile: profileItem,
  addresses: addressesItem,
  addressRequest: addressRequestItem,
  terminate: terminateItem,
  pqOffer: pqOfferItem,
  pqAnswer: pqAnswerItem,
  app: appItem,
  attachment: attachmentItem,
  longText: longTextItem,
  longTerm: longTermItem,
  sharedLogin: sharedLoginItem,
  unknown: unknownItem,
};

const CONTENTS: { readonly [K in keyof Contents]: ContentKind<Contents[K]> } = {
  text: textItem,
  mail: mailItem,
  event: eventItem,
  unknown: unknownItem,
  arriving,
  attachment: attachmentItem,
  longText: longTextItem,
  sharedLogin: sharedLoginItem,
};

interface ItemOf<K extends keyof Items> {
  readonly kind: K;
  readonly value: Items[K];
  readonly fallback?: string;
}
interface ContentOf<K extends keyof Contents> {
  readonly kind: K;
  readonly value: Contents[K];
}

/** What an item adds to the conversation; null: it is no message to a person. */
export function contentOf<K extends keyof Items>({ kind, value, fallback = '' }: ItemOf<K>): Content | null {
  return ITEMS[kind].content?.(value, fallback) ?? null;
}

/** Ids of my messages that an item names. */
export function namesOf<K extends keyof Items>({ kind, value }: ItemOf<K>): readonly Uint8Array[] {
  return ITEMS[kind].names?.(value) ?? [];
}

/**
 * The items of a body that count, in the order in which they are applied.
 * @param late another body of their author's, sent later, was taken before
 */
export function counting(items: readonly Item[], late: boolean): { first: Item[]; last: Item[] } {
  const valid = items.filter(({ kind }) => !(late && ITEMS[kind].isOutdatedWhenLate));
  const isLastWord = ({ kind }: Item): boolean => ITEMS[kind].isLastWord === true;
  return {
    first: valid.filter((item) => !isLastWord(item)),
    last: valid.filter((item) => isLastWord(item) && valid.findLast(({ kind }) => kind === item.kind) === item),
  };
}

export function applyItem<K extends keyof Items>(
  transaction: StrictTransaction,
  to: Arriving,
  { kind, value }: ItemOf<K>,
): Told | null {
  return ITEMS[kind].apply?.(transaction, to, value) ?? null;
}

type Traits = Pick<ContentKind<never>, 'countsAsUnread' | 'isNamed' | 'earnsReadReceipt'>;
export const traitsOf = ({ kind }: Pick<Content, 'kind'>): Traits => CONTENTS[kind];

const PREVIEW_BYTES = 200;

/** A message in one line; '' if it is no message to a person. */
export function previewOf<K extends keyof Contents>({ kind, value }: ContentOf<K>): string {
  return clip(CONTENTS[kind].preview(value), PREVIEW_BYTES);
}

/** The searched text of a message. */
export function searchedIn<K extends keyof Contents>({ kind, value }: ContentOf<K>): string {
  return CONTENTS[kind].searched(value);
}

/** The item that brings it to the other side; null if it is never sent. */
export function itemOf<K extends keyof Contents>({ kind, value }: ContentOf<K>): Item | null {
  return CONTENTS[kind].item?.(value) ?? null;
}

/** Whether it names an author for whom no domain vouches. */
export function isUnvouched<K extends keyof Contents>({ kind, value }: ContentOf<K>): boolean {
  return CONTENTS[kind].isUnvouched?.(value) ?? false;
}

export const viewOf = (entry: Message, beside: Beside): MessageView => show(entry.content, entry, beside);

function show<K extends keyof Contents>({ kind, value }: ContentOf<K>, entry: Message, beside: Beside): MessageView {
  return CONTENTS[kind].show(value, entry, beside);
}
