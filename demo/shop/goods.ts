// What the shop has on its shelves, and the little drawings of it. Prices are whole pence.

import { raw } from 'hono/html';

export type Good = { id: string; name: string; about: string; pence: number; drawing: string };

export const goods: readonly Good[] = [
  {
    id: 'rye',
    name: 'Rye loaf',
    about: 'Slow sourdough, dark crust, keeps a week.',
    pence: 420,
    drawing:
      '<path class="b" d="M14 62c0-20 14-30 36-30s36 10 36 30c0 8-4 12-12 12H26c-8 0-12-4-12-12z"/><path class="l" d="M34 40l-6 18M50 37v20M66 40l6 18"/>',
  },
  {
    id: 'honey',
    name: 'Heather honey',
    about: 'From eleven hives on the hill behind us. 340 g.',
    pence: 780,
    drawing:
      '<path class="b" d="M28 36h44c6 6 8 12 8 22 0 14-4 22-10 24H30c-6-2-10-10-10-24 0-10 2-16 8-22z"/><rect class="c" x="28" y="22" width="44" height="12" rx="4"/><path class="l" d="M32 56h36M32 64h24"/>',
  },
  {
    id: 'basil',
    name: 'Pot of basil',
    about: 'Greek, small-leaved, forgives forgetfulness.',
    pence: 350,
    drawing:
      '<path class="c" d="M30 56h40l-5 28H35z"/><path class="b" d="M50 56c-16-2-24-10-22-22 12-2 20 6 22 22zM50 56c-2-18 6-30 18-32 4 14-4 26-18 32z"/><path class="l" d="M50 56V40"/>',
  },
  {
    id: 'coffee',
    name: 'House coffee',
    about: 'Medium roast, chocolate and plum. 250 g of beans.',
    pence: 890,
    drawing:
      '<path class="c" d="M28 26h44l4 58H24z"/><path class="l" d="M28 34h44"/><ellipse class="b" cx="50" cy="60" rx="11" ry="15" transform="rotate(24 50 60)"/><path class="l" d="M54 48c-8 6 0 16-8 24"/>',
  },
  {
    id: 'candle',
    name: 'Beeswax candle',
    about: 'Hand-dipped, burns for nine hours, smells of June.',
    pence: 540,
    drawing:
      '<rect class="b" x="40" y="40" width="20" height="40" rx="3"/><path class="c" d="M50 16c8 8 8 16 0 20-8-4-8-12 0-20z"/><path class="l" d="M50 34v6M30 82h40"/>',
  },
  {
    id: 'mug',
    name: 'Enamel mug',
    about: 'Chips with dignity. Holds a proper pint of tea.',
    pence: 950,
    drawing:
      '<path class="b" d="M24 32h44v44c0 4-3 7-7 7H31c-4 0-7-3-7-7z"/><path class="l" d="M68 42h8c6 0 9 4 9 10s-3 12-9 12h-8"/><path class="l" d="M24 40h44"/>',
  },
];

export const drawing = (good: Good) =>
  raw(`<svg class="drawing" viewBox="0 0 100 100" aria-hidden="true">${good.drawing}</svg>`);

export const pounds = (pence: number): string => `£${(pence / 100).toFixed(2)}`;
