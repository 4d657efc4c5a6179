// What hostile pages do to the bar that asks whether a log-in is to be kept, a row each, in the manner of
// e2e/hostile/tricks.ts: the page, its act once the bar was read, and what the person's press on *Keep* then does.
import { STRINGS } from '#autofill/menu/strings.ts';
import { coverFromClosedRoot, THROUGH, WHOLE } from '../hostile/covers.ts';

export interface BarTrick {
  readonly page: string;
  readonly head?: string;
  /** Once the bar has been read: the style of a popover that is laid over it, or an act in the page. */
  readonly cover?: string;
  readonly does?: () => unknown;
  /** The effect is there from the start: the bar never counts as read. */
  readonly lasts?: boolean;
  /** The browser tells of it some time later, and the press comes after that. */
  readonly told?: boolean;
  /** The page presses, and no person does. */
  readonly unpressed?: boolean;
  /**
   * `kept`: nothing of it reaches the bar. `nothing`: the press meets no bar, and nothing is kept. Else this is said,
   * and nothing is kept.
   */
  readonly comes: 'kept' | 'nothing' | (string & {});
  /** As in a browser that tells nothing of visibility. */
  readonly blind?: boolean;
}

const { keepHasty, keepCovered, keepAltered } = STRINGS;
const always = (style: string, page: string): BarTrick => ({
  ...{ page, head: `<style>${style}</style>`, lasts: true, comes: keepAltered },
});

const COVERS: readonly BarTrick[] = [
  {
    page: 'covers the bar with a popover that lets presses through',
    cover: WHOLE + THROUGH,
    comes: keepCovered,
  },
  {
    page: 'covers the words of the bar and leaves its buttons',
    cover: `inset:0 0 auto auto;width:420px;height:60px${THROUGH}`,
    comes: keepCovered,
  },
  { page: 'covers the bar from a closed root', does: coverFromClosedRoot, told: true, comes: keepCovered },
];

export const BAR_TRICKS: readonly BarTrick[] = [
  { page: 'does nothing', comes: 'kept' },
  { page: 'does nothing, in a browser that does not tell what is visible', comes: 'kept', blind: true },
  ...COVERS,
  // What lies in closed roots, only an extension can see.
  ...COVERS.slice(0, 2).map((row) => ({
    ...row,
    page: `${row.page}, where the browser does not tell what is visible`,
    blind: true,
  })),
  { page: 'takes the press with a popover of its own', cover: WHOLE, comes: 'nothing' },
  {
    page: 'makes the bar transparent',
    does: () =>
      document.querySelector<HTMLElement>('html > [popover]')?.style.setProperty('opacity', '0.02', 'important'),
    comes: keepAltered,
  },
  always('html{opacity:0.5}', 'is transparent as a whole'),
  always('html{filter:grayscale(1)}', 'is under a filter as a whole'),
  always('html{transform:scale(0.9)}', 'is scaled as a whole'),
  always('html{mask-image:linear-gradient(#000,#0001)}', 'is masked as a whole'),
  {
    page: 'styles every element that it can name, with its own words for important',
    head: '<style>*,[popover],:popover-open{opacity:0.2!important;transform:none!important;color:white!important;display:none!important} html > [popover]{mix-blend-mode:difference!important} html,head~body,body *{opacity:1!important;display:block!important}</style>',
    comes: 'kept',
  },
  {
    page: 'moves the bar under the press',
    does: () => document.querySelector<HTMLElement>('html > [popover]')?.style.setProperty('top', '-90px', 'important'),
    comes: 'nothing',
  },
  {
    page: 'puts the bar into an element of its own',
    does: () => {
      const bar = document.querySelector('html > [popover]');
      if (bar) document.body.append(bar);
    },
    comes: 'nothing',
  },
  {
    page: 'takes the bar away',
    does: () => document.querySelector('html > [popover]')?.remove(),
    comes: 'nothing',
  },
  {
    page: 'hides the bar and shows it again under the press',
    does: async () => {
      const bar = document.querySelector<HTMLElement>('html > [popover]');
      bar?.hidePopover();
      await new Promise(requestAnimationFrame);
      bar?.showPopover();
    },
    comes: keepHasty,
  },
  {
    page: 'focuses a field under the bar, so that it goes aside as the press comes',
    head: '<style>#under{position:fixed;top:20px;right:30px;width:300px;height:40px}</style>',
    does: () => {
      const field = document.createElement('input');
      field.id = 'under';
      document.body.append(field);
      field.focus();
    },
    comes: 'nothing',
  },
  {
    page: 'makes its own presses and keys',
    does: () => {
      const bar = document.querySelector<HTMLElement>('html > [popover]');
      for (let x = innerWidth - 380; x < innerWidth; x += 12)
        for (let y = 0; y < 160; y += 8)
          for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
            bar?.dispatchEvent(
              new PointerEvent(type, { clientX: x, clientY: y, bubbles: true, composed: true, pointerType: 'mouse' }),
            );
      bar?.click();
      for (const key of ['Tab', 'Enter', ' ']) bar?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    },
    unpressed: true,
    comes: 'nothing',
  },
  {
    page: 'says at every frame that the window has another size',
    head: "<script>const again=()=>{dispatchEvent(new Event('resize'));requestAnimationFrame(again)};again()</script>",
    comes: 'kept',
  },
];
