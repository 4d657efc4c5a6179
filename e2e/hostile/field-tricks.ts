// Tricks on the fields themselves: effects around the one at which the person chooses, and fields for codes and cards
// that nobody sees. Rows as in tricks.ts; those for passwords stand there.

import { STRINGS } from '#autofill/menu/strings.ts';
import { KEPT } from './kept.ts';
import type { Trick } from './trick.ts';

const { hidden, hiddenCard, unfit } = STRINGS;
const { card, codes } = KEPT;

/** The menu is drawn outside of it, so only the field suffers. */
const around = (head: string, page: string): Trick => ({
  page,
  head: `<style>${head}</style>`,
  lasts: true,
  comes: hidden,
});

const TINY = 'width:10px;height:8px;padding:0;border:0';

const input = (name: string, complete: string, style = '', more = ''): string =>
  `<label>${name} <input name="${name}" autocomplete="${complete}" style="${style}" ${more}></label>`;
const codeForm = (fields: string): string =>
  `<form onsubmit="return false"><h1>Enter the code from your app</h1>${fields}<button>Verify</button></form>`;
const atCode = { host: codes.host, field: '[name=code]', isForCode: true } as const;
const code = (style: string, page: string): Trick => ({
  ...{ ...atCode, page, form: codeForm(input('code', 'one-time-code', style)), lasts: true, comes: hidden },
});
const half = (style: string, page: string, comes: string): Trick => ({
  ...{ ...atCode, page, comes },
  form: codeForm(
    `${input('code', 'one-time-code', '', 'maxlength="3"')}${input('rest', 'one-time-code', style, 'maxlength="3"')}`,
  ),
});

const cardForm = (field: string): string =>
  `<form onsubmit="return false">${input('holder', 'cc-name')}${field}<button>Pay</button></form>`;
const beside = (style: string, page: string): Trick => ({
  ...{ isFront: true, page, field: '[name=holder]', row: card.shown, comes: 'leftOut' },
  form: cardForm(input('number', 'cc-number', style)),
});

export const FIELD_TRICKS: readonly Trick[] = [
  around('body{filter:brightness(0)}', 'filters its body'),
  around('body{mask-image:linear-gradient(transparent,transparent)}', 'masks its body'),
  around('body{clip-path:inset(0 0 99% 0)}', 'clips its body'),
  around('body{mix-blend-mode:difference}', 'blends its body away'),
  around('form{opacity:0.3}', 'all but fades its form'),
  around('form{filter:contrast(0)}', 'filters its form'),
  around('form{mask-image:linear-gradient(transparent,transparent)}', 'masks its form'),
  around('form{clip-path:inset(0 0 0 99%)}', 'clips its form'),
  around('form{mix-blend-mode:lighten}', 'blends its form away'),
  around('form{height:1px;overflow:hidden}', 'keeps its form in a box that shows none of it'),
  around('[name=email]{opacity:0.3}', 'all but fades the field'),
  around(`[name=email]{${TINY}}`, 'makes the field tiny'),

  code('opacity:0.3', 'all but fades the field for a code'),
  code('opacity:0', 'fades the field for a code'),
  code(TINY, 'makes the field for a code tiny'),
  half('opacity:0.3', 'all but fades the field for the second half of a code', 'leftOut'),
  half(TINY, 'makes the field for the second half of a code tiny', 'leftOut'),
  half('position:absolute;left:-9999px', 'keeps the field for the second half of a code outside the page', unfit),

  beside(TINY, 'makes the field for the card number tiny'),
  beside('scale:0.25', 'draws the field for the card number at a quarter'),
  { ...beside('opacity:0', 'fades the field for the card number'), comes: hiddenCard },
  { ...beside('position:absolute;left:-9999px', 'keeps the card number outside the page'), comes: hiddenCard },
  { ...beside('', 'makes the field for the security code tiny'), form: cardForm(input('check', 'cc-csc', TINY)) },
];
