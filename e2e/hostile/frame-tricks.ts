// Tricks of a page around the frame, or the frames, in which its form stands. Rows as in tricks.ts.

import { STRINGS } from '#autofill/menu/strings.ts';
import type { Trick } from './trick.ts';

const { covered, altered, moved, hasty } = STRINGS;

/** @param frame with `FRAME`, or `DEEP` for a frame in a frame */
const around = (frame: string, page: string, comes: string = altered): Trick => ({ page, frame, lasts: true, comes });

export const FRAME_TRICKS: readonly Trick[] = [
  {
    page: 'shows its form in a frame that is transparent',
    frame: '<div id="around">FRAME</div>',
    does: () => {
      (document.querySelector('iframe') as HTMLElement).style.opacity = '0.02';
    },
    lasts: true,
    comes: altered,
  },
  {
    page: 'shows its form in a frame within what is filtered',
    frame: '<div style="filter:brightness(0)">FRAME</div>',
    lasts: true,
    comes: altered,
  },
  {
    page: 'scales the frame with the form',
    frame: '<div style="transform:scale(0.3);transform-origin:0 0">FRAME</div>',
    lasts: true,
    comes: altered,
  },
  {
    page: 'covers the frame with the form, letting presses through',
    frame: 'FRAME',
    does: () =>
      document.body.insertAdjacentHTML(
        'beforeend',
        '<b style="position:fixed;inset:0;z-index:9;background:white;pointer-events:none"></b>',
      ),
    lasts: true,
    comes: covered,
  },
  {
    page: 'covers a part of the frame with the form',
    frame: 'FRAME',
    does: () =>
      document.body.insertAdjacentHTML(
        'beforeend',
        '<b style="position:fixed;inset:0 0 0 auto;width:calc(100% - 240px);z-index:9;background:white"></b>',
      ),
    lasts: true,
    comes: covered,
  },
  {
    page: 'clips the frame with the form',
    frame: '<div style="clip-path:inset(0 0 90% 0)">FRAME</div>',
    ...{ lasts: true, takesPress: true, comes: altered },
  },
  around('<div style="height:150px;overflow:hidden">FRAME</div>', 'cuts off the frame below the form', covered),
  around(
    '<div style="mask-image:linear-gradient(black 100px,transparent 110px)">FRAME</div>',
    'masks the frame with the form',
  ),
  around('<div style="mix-blend-mode:multiply">FRAME</div>', 'blends the frame with the form into itself'),
  {
    page: 'hides the frame with the form',
    frame: 'FRAME',
    does: () => {
      (document.querySelector('iframe') as HTMLElement).style.visibility = 'hidden';
    },
    // Firefox paints no frame in it any more, which is what looks at the menu wait for here.
    ...{ engines: /^Chromium/, takesPress: true, comes: altered },
  },
  {
    page: 'moves the frame with the form on and on under the press',
    frame: 'FRAME',
    does: () => {
      const { style } = document.querySelector('iframe') as HTMLElement;
      let by = 0;
      const move = (): void => {
        by = (by + 7) % 70;
        style.marginLeft = `${by}px`;
        requestAnimationFrame(move);
      };
      move();
    },
    ...{ lasts: true, comes: moved, or: hasty },
  },
  { page: 'shows its form in a frame within a frame, and does nothing to it', frame: 'DEEP', comes: 'reads' },
  around('<div style="opacity:0.02">DEEP</div>', 'makes the frame transparent that holds the frame with the form'),
  around(
    '<div style="transform:scale(0.3);transform-origin:0 0">DEEP</div>',
    'scales the frame that holds the frame with the form',
  ),
  around(
    'DEEP<b style="position:fixed;inset:0;z-index:9;background:white;pointer-events:none"></b>',
    'covers the frame that holds the frame with the form, letting presses through',
    covered,
  ),
];
