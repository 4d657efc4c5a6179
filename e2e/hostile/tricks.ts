// The tricks of hostile pages, a row each. A new trick is a new row: the page, its act once the menu has been read, and
// the message that the person then gets. Every row is played with the mouse and with the keyboard (play.ts). Functions
// run in the page, with the page's own means, and may use nothing from here.

import { STRINGS } from '#autofill/menu/strings.ts';
import { coverFromClosedRoot, THROUGH, WHOLE } from './covers.ts';
import { DEEPER_TRICKS } from './deeper-tricks.ts';
import { FIELD_TRICKS } from './field-tricks.ts';
import { FRAME_TRICKS } from './frame-tricks.ts';
import { moveToAndFro } from './moves.ts';
import { FORM, type Trick } from './trick.ts';

const { covered, altered, hidden, moved, changed, hasty, hiddenPassword } = STRINGS;

/** What a page's own script names in its window. */
type Sly = Window & { hiding?: boolean; channel?: MessageChannel };

/** All but the pictures and first letters of the rows. */
const RIGHT_PART = 'inset:0 0 0 auto;width:calc(100% - 230px);height:100%';

const page = (head: string, name: string): Trick => ({
  page: name,
  head: `<style>${head}</style>`,
  lasts: true,
  comes: altered,
});
const secret = (style: string, name: string, more: Partial<Trick> = {}): Trick => ({
  page: name,
  form: FORM.replace('name="password"', `name="password" style="${style}"`),
  comes: 'leftOut',
  ...more,
});

export const TRICKS: readonly Trick[] = [
  // Transparency
  {
    page: 'makes the menu transparent',
    does: () =>
      document.querySelector<HTMLElement>('html > [popover]')?.style.setProperty('opacity', '0.02', 'important'),
    comes: altered,
  },
  {
    page: 'makes the root transparent',
    does: () => {
      document.documentElement.style.opacity = '0.01';
    },
    lasts: true,
    comes: altered,
  },
  {
    page: 'makes the body transparent',
    does: () => {
      document.body.style.opacity = '0.02';
    },
    lasts: true,
    comes: hidden,
  },
  {
    page: 'is transparent while it is painted, but never in the callbacks of a frame nor at the press',
    head: `<script>const show = () => { document.documentElement.style.opacity = '' };
      const early = () => { show(); requestAnimationFrame(early) }; early();
      for (const type of ['pointerdown', 'keydown']) addEventListener(type, () => { hiding = false; show() }, true);
      var hiding = false</script>`,
    does: () =>
      new Promise<void>((resolve) => {
        const sly = window as Sly;
        sly.hiding = true;
        let frames = 0;
        const late = (): void => {
          if (!sly.hiding) return;
          if (++frames === 30) resolve();
          const last = new ResizeObserver(() => {
            last.disconnect();
            if (sly.hiding) document.documentElement.style.opacity = '0.01';
          });
          last.observe(document.documentElement);
          requestAnimationFrame(late);
        };
        requestAnimationFrame(late);
      }),
    // The press never reaches the page, so it may come in either of both.
    comes: altered,
    or: hasty,
  },
  {
    page: 'ends every timer and frame that it can name',
    head: `<script>var hiding = false; const end = () => { if (!hiding) return;
      const last = setTimeout(() => {}); for (let id = last - 300; id <= last; id++) clearTimeout(id);
      const next = requestAnimationFrame(() => {}); for (let id = next - 300; id <= next; id++) cancelAnimationFrame(id) };
      for (const type of ['pointerdown', 'keydown']) addEventListener(type, () => { hiding = false }, true);
      var channel = new MessageChannel(); channel.port1.onmessage = () => { end(); if (hiding) channel.port2.postMessage(0) }</script>`,
    // No timer but the page's own question to its server is left.
    does: () => {
      const sly = window as Sly;
      sly.hiding = true;
      sly.channel?.port2.postMessage(0);
      return fetch('/still');
    },
    unseenMs: 2600,
    comes: hasty,
  },
  {
    page: 'begins an animation that would hide all while its thread is busy',
    does: () => {
      // Nothing is to be seen of it before an hour has gone by.
      document.documentElement.animate({ opacity: [1, 0] }, { duration: 1000, delay: 3_600_000 });
    },
    lasts: true,
    comes: altered,
  },
  { page: 'is a little transparent as a whole', head: '<style>html{opacity:0.9}</style>', lasts: true, comes: altered },
  page('html{visibility:hidden} form{visibility:visible}', 'hides its root and shows its form'),

  // The element that holds it
  {
    page: 'gives the menu a tooltip of its own',
    does: () => {
      (document.querySelector('html > [popover]') as HTMLElement).title = 'Free coffee';
    },
    comes: altered,
  },
  {
    page: 'moves the menu into an element of its own without closing it',
    does: () => {
      type Mover = { moveBefore(child: Element | null, before: null): void };
      (document.body as unknown as Mover).moveBefore(document.querySelector('html > [popover]'), null);
    },
    comes: altered,
  },

  // What lies over it
  { page: 'covers the menu with a popover', cover: WHOLE, takesPress: true, comes: covered },
  { page: 'covers the menu with a popover that lets presses through', cover: WHOLE + THROUGH, comes: covered },
  { page: 'covers a part of the menu with a popover', cover: RIGHT_PART, comes: covered },
  {
    page: 'covers a part of the menu with a popover that lets presses through',
    cover: RIGHT_PART + THROUGH,
    comes: covered,
  },
  { page: 'covers the menu from a closed root, letting presses through', does: coverFromClosedRoot, comes: covered },
  {
    page: 'covers the menu with a popover while it is read, keeps that to itself and takes it away at the press',
    head: `<script>for (const type of ['beforetoggle', 'toggle', 'close'])
      addEventListener(type, (event) => event.stopImmediatePropagation(), true);
      for (const type of ['pointerdown', 'keydown'])
      addEventListener(type, () => document.getElementById('cover')?.remove(), true)</script>`,
    does: async () => {
      document.body.insertAdjacentHTML(
        'beforeend',
        '<b id="cover" popover="manual" style="position:fixed;inset:0;width:100%;height:100%;margin:0;border:0;background:white;pointer-events:none"></b>',
      );
      document.getElementById('cover')?.showPopover();
      for (let frames = 0; frames < 5; frames++) await new Promise(requestAnimationFrame);
    },
    comes: covered,
  },
  {
    page: 'raises a popover that was there before',
    raised: true,
    around: [
      '<div id="old" popover="manual" style="position:fixed;inset:0 0 auto auto;width:9px;height:9px;margin:0">Old</div>',
      '',
    ],
    head: '<script>addEventListener("DOMContentLoaded", () => old.showPopover())</script>',
    does: () => {
      const old = document.getElementById('old') as HTMLElement;
      old.hidePopover();
      old.showPopover();
      old.style.cssText =
        'position:fixed;inset:78px 0 0;width:100%;height:100%;margin:0;border:0;background:white;pointer-events:none';
    },
    comes: covered,
  },
  {
    page: 'opens a modal dialog over it',
    does: () => {
      document.body.insertAdjacentHTML('beforeend', '<dialog style="pointer-events:none">Welcome</dialog>');
      document.querySelector('dialog')?.showModal();
    },
    comes: 'gone',
  },
  {
    page: 'raises an older dialog over the one that holds its form',
    around: [
      '<dialog id="older" style="pointer-events:none">Welcome</dialog><dialog id="holds" style="margin:0">',
      '</dialog>',
    ],
    head: '<script>addEventListener("DOMContentLoaded", () => { older.showModal(); holds.showModal() })</script>',
    raised: true,
    does: () => {
      const older = document.getElementById('older') as HTMLDialogElement;
      older.close();
      older.showModal();
    },
    comes: 'gone',
  },
  {
    page: 'raises an older popover over the dialog that holds its form, letting presses through',
    around: [
      '<div id="old" popover="manual" style="position:fixed;margin:0;border:0;background:white;pointer-events:none">Old</div><dialog id="holds" style="margin:0">',
      '</dialog>',
    ],
    head: '<script>addEventListener("DOMContentLoaded", () => { old.showPopover(); holds.showModal() })</script>',
    raised: true,
    does: () => {
      const old = document.getElementById('old') as HTMLElement;
      old.hidePopover();
      Object.assign(old.style, { inset: '0', width: '100%', height: '100%' });
      old.showPopover();
    },
    comes: covered,
  },
  {
    page: 'shows a part of it in full screen, letting presses through',
    does: async () => {
      document.body.insertAdjacentHTML('beforeend', '<b id="whole" style="background:white;pointer-events:none"></b>');
      await document.getElementById('whole')?.requestFullscreen();
    },
    // The browser may take the focus out of the field.
    mayGo: true,
    comes: covered,
  },
  {
    page: 'lays pictures of two views over it',
    head: '<style>::view-transition{background:white;pointer-events:none}::view-transition-group(root){animation-duration:60s;opacity:0}</style>',
    does: async () => {
      await document.startViewTransition(() => {}).ready;
    },
    takesPress: true,
    lasts: true,
    comes: covered,
  },
  {
    page: 'covers the field, letting presses through',
    does: () =>
      document.body.insertAdjacentHTML(
        'beforeend',
        '<b style="position:fixed;inset:0;z-index:9;background:white;pointer-events:none"></b>',
      ),
    lasts: true,
    comes: hidden,
  },
  {
    page: 'covers half of the field',
    does: () =>
      document.body.insertAdjacentHTML(
        'beforeend',
        '<b style="position:fixed;inset:0 auto 0 0;width:190px;z-index:9;background:white"></b>',
      ),
    lasts: true,
    comes: hidden,
  },

  // Sizes
  page('html{scale:0.3;transform-origin:0 0}', 'draws itself at a third'),
  page('html{transform:scale(0.25);transform-origin:0 0} body{zoom:4}', 'scales its root down and its body up'),
  { page: 'zooms out what is around the menu', head: '<style>html{zoom:0.25}body{zoom:4}</style>', comes: 'reads' },
  { page: 'zooms in what is around the menu', head: '<style>html{zoom:1.6}body{zoom:0.625}</style>', comes: 'reads' },
  page('html{rotate:180deg}', 'turns itself round'),
  page('html{transform:rotateY(70deg)}', 'turns itself aside'),
  page('html{perspective:1px} body{translate:0 0 0.1px}', 'has a vanishing point'),

  // What could be inherited, or answered by the page
  {
    page: 'sets the custom properties that a menu might use, and registers them as something else',
    head: `<style>${['surface', 'line', 'ink', 'ink2', 'accent', 'soft', 'shadow']
      .map((name) => `@property --${name}{syntax:"<length>";inherits:true;initial-value:0px}`)
      .join('')}
      *{--surface:transparent!important;--ink:transparent!important;--ink2:transparent!important;--accent:red!important;--soft:transparent!important;--line:red!important;--shadow:none!important}</style>`,
    comes: 'reads',
  },
  {
    page: 'offers fonts of the names that a menu might ask for',
    head: `<style>${[
      'Inter',
      'system-ui',
      '-apple-system',
      'BlinkMacSystemFont',
      'Segoe UI',
      'Roboto',
      'Helvetica',
      'Arial',
      'sans-serif',
      'monospace',
      'ui-monospace',
      'ui-sans-serif',
      'SFMono-Regular',
      'Menlo',
    ]
      .map((name) => `@font-face{font-family:"${name}";src:url("/font?${encodeURIComponent(name)}")}`)
      .join('')}</style>`,
    comes: 'reads',
  },
  {
    page: 'sets everything that texts inherit',
    head: `<style>html{direction:rtl;font:1px/0 serif;color:transparent;letter-spacing:-9px;word-spacing:-99px;text-indent:-999px;text-transform:uppercase;
      -webkit-text-fill-color:transparent;-webkit-text-security:disc;text-shadow:0 0 9px red;white-space:pre;cursor:none;visibility:visible}
      input{font:16px sans-serif;-webkit-text-fill-color:black} body{direction:ltr}</style>`,
    comes: 'reads',
  },
  {
    page: 'has rules of its own for every popover and every div',
    head: '<style>[popover],div{opacity:0!important;scale:0.1!important;filter:opacity(0)!important;clip-path:inset(50%)!important;display:none!important;transition:all 99s}p,div,td,span,svg,path{max-width:40px!important;max-height:9px!important;columns:9!important}</style>',
    comes: 'reads',
  },

  // Generated content
  page(
    '[popover]::after{content:"Free coffee"!important;position:fixed!important;inset:0!important;background:white!important;pointer-events:none!important;z-index:9!important;display:block!important}',
    'generates a sheet after the menu',
  ),
  page(
    'div::before{content:"";position:fixed;inset:0;background:white;pointer-events:none;z-index:9}',
    'generates a sheet before every div',
  ),

  // Filters, masks, blends
  page('html{filter:brightness(0)}', 'filters all light away'),
  page('html{filter:contrast(0)}', 'filters all contrast away'),
  page('html{filter:invert(1)}', 'turns its colours round'),
  page('html{filter:url("#none")}', 'filters by a picture'),
  page('html{mask-image:linear-gradient(transparent,transparent)}', 'masks itself'),
  page('html{mix-blend-mode:difference}', 'blends itself away'),
  page('html{clip-path:inset(0 0 99% 0)}', 'clips itself'),
  page('html{offset-path:path("M0 0L0 1");offset-anchor:0 0;offset-rotate:0deg}', 'moves along a path'),

  ...FRAME_TRICKS,

  // Under the press
  {
    page: 'moves the field and the menu with it, to and fro under the press',
    does: moveToAndFro,
    lasts: true,
    comes: moved,
    or: hasty,
  },
  {
    page: 'moves the field alone to and fro under the press',
    // The menu keeps to the window's edge.
    head: '<style>form{width:200px;margin-inline:auto 0;position:relative} form input{width:200px}</style>',
    does: () => {
      const { style } = document.forms[0] as HTMLFormElement;
      const move = (): void => {
        style.left = style.left === '-9px' ? '0' : '-9px';
        requestAnimationFrame(move);
      };
      move();
    },
    lasts: true,
    comes: moved,
    or: hasty,
  },
  {
    page: 'puts another field in its place',
    does: () => {
      const field = document.querySelector('[name=email]') as HTMLInputElement;
      field.replaceWith(field.cloneNode());
    },
    mayGo: true,
    comes: changed,
  },
  {
    page: 'turns the field into another',
    does: () => {
      const field = document.querySelector('[name=email]') as HTMLInputElement;
      field.type = 'tel';
    },
    mayGo: true,
    comes: changed,
  },

  // Fields for secrets that the person does not see; the e-mail field is plain
  secret('position:fixed;top:4000px', 'keeps the password below a page that cannot scroll', {
    head: '<style>html{overflow:hidden}</style>',
  }),
  secret('opacity:0.2', 'all but fades the password field'),
  secret('opacity:0', 'fades the password field', { comes: hiddenPassword }),
  secret('width:10px;height:8px;padding:0;border:0', 'makes the password field tiny'),
  secret('width:1px;height:1px;padding:0;border:0', 'makes the password field a dot', { comes: hiddenPassword }),
  secret('scale:0.25;transform-origin:0 0', 'draws the password field at a quarter'),
  secret('position:absolute;left:-9999px', 'keeps the password field outside the page', { comes: hiddenPassword }),
  secret('clip-path:inset(0 99% 0 0)', 'clips the password field'),
  secret('filter:opacity(0.02)', 'filters the password field away'),
  secret('filter:invert(0.5)', 'turns the colours of the password field half round'),
  secret('mix-blend-mode:lighten', 'blends the password field away'),
  secret('', 'lays a sheet over the password field, letting presses through', {
    around: [
      '',
      '<b style="position:absolute;inset:auto 0 0 0;top:84px;z-index:9;background:white;pointer-events:none"></b>',
    ],
  }),
  secret('', 'lays a sheet over the password field', {
    around: ['', '<b style="position:absolute;inset:auto 0 0 0;top:84px;z-index:9;background:white"></b>'],
  }),
  ...[
    ['a shadow that falls inwards', 'right:0;bottom:0;box-shadow:inset 0 0 0 999px white', ''],
    // What lies over the field at which is chosen, too, is refused as a whole.
    ['the shadow of a dot', 'width:1px;height:1px;box-shadow:0 0 0 999px white', '', hidden],
    ['a border', 'width:500px;border-top:60px solid white', ''],
    ['an outline', 'width:500px;height:60px;outline:30px solid white;outline-offset:-30px', ''],
    ['a line of black', 'width:500px;font:60px/60px monospace;overflow:hidden', '\u2588'.repeat(30)],
    [
      'the shadow of a text',
      'left:-600px;width:500px;font:60px/60px monospace;color:transparent;text-shadow:600px 0 white',
      '\u2588'.repeat(12),
    ],
    ['the stroke of a letter', 'width:500px;font:20px/60px monospace;-webkit-text-stroke:900px white', '.', hidden],
    [
      'a line under a text',
      'top:60px;width:500px;font:20px/20px monospace;text-decoration:underline 60px white;text-underline-offset:4px',
      '.'.repeat(40),
      hidden,
    ],
    [
      'a rule between columns',
      'width:800px;height:60px;left:-200px;columns:2;column-gap:700px;column-rule:700px solid white',
      '<i style="display:block;height:60px">1</i><i style="display:block;height:60px">2</i>',
    ],
  ].flatMap(([name, style, text, comes = 'leftOut']) =>
    (['', 'pointer-events:none'] as const).map((through) =>
      secret('', `covers the password field with ${name}${through && ', letting presses through'}`, {
        around: ['', `<b style="position:absolute;left:0;top:84px;z-index:9;${style};${through}">${text}</b>`],
        comes,
      }),
    ),
  ),
  secret('', 'covers the password field in three parts, letting presses through', {
    around: [
      '',
      [0, 135, 270]
        .map(
          (left) =>
            `<b style="position:absolute;top:84px;left:${left}px;width:135px;height:60px;z-index:9;background:white;pointer-events:none"></b>`,
        )
        .join(''),
    ],
  }),
  secret(
    '-webkit-mask-box-image-source:linear-gradient(transparent,transparent)',
    'masks the password field by a box',
    {
      engines: /^Chromium/,
    },
  ),
  {
    page: 'keeps the password field in a box that shows none of it',
    form: FORM.replace('<label>Password', '<label style="display:block;height:1px;overflow:hidden">Password'),
    comes: hiddenPassword,
  },

  ...FIELD_TRICKS,
  ...DEEPER_TRICKS,
];
