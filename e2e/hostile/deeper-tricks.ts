// Tricks on what lies deeper in the menu: its own search field, the questions before a secret is filled, addresses of
// one's own, cards and postal addresses. Rows as in tricks.ts.

import { STRINGS } from '#autofill/menu/strings.ts';
import { coverFromClosedRoot, THROUGH, WHOLE } from './covers.ts';
import { KEPT } from './kept.ts';
import { moveToAndFro } from './moves.ts';
import type { Step, Trick } from './trick.ts';

const { covered, altered, moved, changed, hasty, stolen, insecure, find, findHint, own, ownOther, ownType } = STRINGS;
const { dontFill, fillOnce } = STRINGS;
const { login, card, address } = KEPT;

/** Hosts without https: one that may be taken for the kept log-in's, and one like any other. */
export const ALIKE = 'harbuor.example';
export const PLAIN = 'plain.example';

const FIND: Step = { chooses: find, comes: { tells: findHint } };
const FOUND: Step = { types: login.key, comes: { says: [login.title] } };
const ASKED: Step = { chooses: login.title, comes: { says: [dontFill] } };
const NEW: Step = { chooses: 'New identity', comes: { says: [dontFill] } };
const OWN: Step = { chooses: own, comes: { says: [login.username] } };
const OTHER: Step = { chooses: ownOther, comes: { tells: ownType } };

const searching = { isFront: true, path: [FIND, FOUND], row: login.title } as const;
const field = (label: string, name: string, complete: string, style = ''): string =>
  `<label>${label} <input name="${name}" autocomplete="${complete}" style="${style}"></label>`;
const cardForm = (style = ''): string =>
  `<form onsubmit="return false">${field('Name on card', 'holder', 'cc-name')}${field('Card number', 'number', 'cc-number', style)}<button>Pay</button></form>`;
const ADDRESS_FORM = `<form onsubmit="return false">${field('Street and number', 'street', 'address-line1')}${field('Town', 'town', 'address-level2')}${field('Postal code', 'code', 'postal-code')}<button>Send</button></form>`;

/** Moves the focus to the page's own field. */
const takesFocus = (): void => document.querySelector('input')?.focus();

export const DEEPER_TRICKS: readonly Trick[] = [
  // The menu's own field
  {
    ...{ page: 'takes the focus while the person searches', isFront: true, path: [FIND] },
    ...{ does: takesFocus, isTold: true, comes: stolen },
  },
  {
    ...{ page: 'takes the focus while the person types an address of their own', isFront: true, path: [OWN, OTHER] },
    ...{ does: takesFocus, isTold: true, comes: stolen },
  },
  {
    ...searching,
    page: 'listens to every key while the person searches, and looks for what was typed',
    head: `<script>var heard = []; for (const on of [window, document])
      for (const type of ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'compositionstart', 'compositionend'])
      on.addEventListener(type, ({ key, data, target }) =>
        { if ([key, data, target.value].includes('${login.key}')) heard.push(type) }, true)</script>`,
    does: () => {
      const sly = window as unknown as { heard: string[]; find(text: string): boolean };
      // As in KEPT.
      if (sly.find('\u03a9')) sly.heard.push('found');
      sly.heard.push(...(document.activeElement?.textContent ?? ''), ...String(getSelection()).trim());
    },
    comes: 'asks',
  },
  {
    ...searching,
    page: 'types into the search, chooses and answers, all by itself',
    does: () => {
      const host = document.querySelector('html > [popover]') as HTMLElement;
      document.execCommand('insertText', false, 'nothing of that name');
      for (const on of [window, document, host])
        for (const key of ['x', 'Backspace', 'ArrowDown', 'Enter', 'Escape'])
          for (const type of ['keydown', 'keyup'])
            on.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, composed: true }));
      for (const type of ['beforeinput', 'input'])
        host.dispatchEvent(new InputEvent(type, { data: 'x', inputType: 'insertText', bubbles: true, composed: true }));
      for (let y = 0; y < innerHeight; y += 10)
        for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
          host.dispatchEvent(
            new PointerEvent(type, { clientX: 60, clientY: y, bubbles: true, composed: true, pointerType: 'mouse' }),
          );
    },
    comes: 'asks',
  },
  {
    ...{ ...searching, page: 'lays a sheet over what was found, letting presses through' },
    ...{ cover: WHOLE + THROUGH, comes: covered },
  },
  {
    ...{ ...searching, page: 'moves the field, and what was found with it, to and fro under the press' },
    does: moveToAndFro,
    ...{ comes: moved, or: hasty },
  },
  {
    ...{ ...searching, page: 'takes the search away' },
    does: () => document.querySelector('html > [popover]')?.remove(),
    comes: 'gone',
  },

  // The question before a secret is filled
  {
    ...{ page: 'covers the words of the question about a look-alike, and leaves its answers', host: ALIKE },
    ...{ path: [NEW], row: fillOnce, cover: `inset:0 0 auto 0;width:100%;height:150px${THROUGH}`, comes: covered },
  },
  {
    ...{ page: 'makes the question about plain text unreadable', host: PLAIN, path: [NEW], row: fillOnce },
    does: () => {
      document.documentElement.style.filter = 'contrast(0)';
    },
    comes: altered,
  },
  {
    ...{ page: 'turns the field into another while it is asked about another site\u2019s log-in' },
    ...{ isFront: true, path: [FIND, FOUND, ASKED], row: fillOnce },
    does: () => {
      const email = document.querySelector('[name=email]') as HTMLInputElement;
      email.type = 'tel';
    },
    ...{ mayGo: true, comes: changed },
  },

  // Addresses of one's own
  {
    ...{ page: 'covers the person\u2019s own addresses from a closed root, letting presses through' },
    ...{ isFront: true, path: [OWN], row: login.username, does: coverFromClosedRoot, comes: covered },
  },

  // Cards and postal addresses
  {
    ...{ page: 'puts another field in the place of the one for the card number', form: cardForm() },
    ...{ isFront: true, field: '[name=number]', row: card.shown },
    does: () => {
      const number = document.querySelector('[name=number]') as HTMLInputElement;
      number.replaceWith(number.cloneNode());
    },
    ...{ mayGo: true, comes: changed },
  },
  {
    ...{ page: 'all but fades the field for the card number', form: cardForm('opacity:0.4') },
    ...{ isFront: true, field: '[name=holder]', row: card.shown, comes: 'leftOut' },
  },
  {
    ...{ page: 'asks for a card in clear', host: PLAIN, form: cardForm(), field: '[name=number]', row: card.shown },
    ...{ isFront: true, comes: insecure },
  },
  {
    ...{ page: 'lays a sheet over the addresses, letting presses through', form: ADDRESS_FORM },
    ...{ isFront: true, field: '[name=street]', row: address.shown, cover: WHOLE + THROUGH, comes: covered },
  },
];
