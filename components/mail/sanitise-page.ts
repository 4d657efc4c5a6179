// The rest of a hostile mail, tried in a real page: DOMPurify works on the browser's own parser, so nothing less would
// prove it.

import { check, placeCases } from './link-places-cases.ts';
import { sanitiseMail } from './sanitise.ts';

function parsed(html: string): Document {
  return new DOMParser().parseFromString(sanitiseMail(html).document, 'text/html');
}

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg><script>alert(1)</script><use href="https://e.example/a.svg#x"/></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<iframe src="https://e.example"></iframe><object data="https://e.example"></object><embed src="https://e.example">',
  '<form action="https://e.example"><input name=a><button formaction="https://e.example">Go</button></form>',
  '<meta http-equiv="refresh" content="0;url=https://e.example"><base href="https://e.example/"><link rel=stylesheet href="https://e.example/a.css">',
  '<a href="javascript:alert(1)">x</a><a href="data:text/html,x">y</a><a href="  https://ok.example/p ">z</a>',
  '<div style="background:url(https://e.example/x.png);color:red">a</div>',
  '<div style="background:u\\72l(\'https://e.example/x.png\')">escaped</div>',
  '<style>@import "https://e.example/a.css"; p{background:url("https://e.example/b")} @font-face{font-family:x;src:url(https://e.example/f)}</style><p>a</p>',
  '<img src="https://e.example/p.gif" width=1 height=1><img srcset="https://e.example/1x 1x" alt="Logo">',
  '<picture><source srcset="https://e.example/a"><img src="//e.example/b" alt="Photo"></picture>',
  '<video src="https://e.example/v" poster="https://e.example/p"></video><audio src="https://e.example/a"></audio>',
  '<table background="https://e.example/t.png"><tr><td background="https://e.example/d.png">cell</td></tr></table>',
  '</body></html><script>alert(1)</script>',
  '<a href="https://a.example" ping="https://e.example" target="_top">p</a>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<template><img src="https://e.example/t" onerror=alert(1)></template>',
  '<style>p{background:u\\72l(https://e.example/x)} p{--x:url(https://e.example/y);background:var(--x)} p::after{content:"</style><img src=x onerror=alert(1)>"}</style><p>a</p>',
  '<p style="--x:url(https://e.example/y);background:var(--x)">custom</p>',
  '<textarea></textarea><style></textarea><img src=x onerror=alert(1)></style>',
];

/** The beginning of a PNG that says that it is so big: enough to be one by its bytes, and for a bomb to be known. */
function PNG(width: number, height: number): string {
  const bytes = new Uint8Array(33);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  bytes.set([8, 2], 24);
  return btoa(String.fromCharCode(...bytes));
}
const asUrl = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

const FORBIDDEN =
  'script, iframe, object, embed, form, input, button, textarea, svg, math, video, audio, source, link, meta, base, a[href]';
const FETCHING = ['srcset', 'href', 'background', 'poster', 'ping', 'action', 'formaction'];

function isHarmless(html: string): void {
  const { body } = parsed(html);
  const bad = body.querySelector(FORBIDDEN);
  check(bad === null, `keeps <${bad?.localName}>`);
  for (const element of body.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      check(!name.startsWith('on') && !FETCHING.includes(name), `keeps the attribute ${name}`);
      check(name !== 'src' || value.startsWith('data:image/'), 'keeps the address of a picture');
    }
  }
  // Read as the browser understands it, escapes resolved.
  for (const { style } of body.querySelectorAll<HTMLElement>('[style]')) {
    check(!/url\(|e\.example/i.test(style.cssText), `keeps the style ${style.cssText}`);
  }
  for (const { sheet } of body.querySelectorAll('style')) {
    const text = [...(sheet?.cssRules ?? [])].map(({ cssText }) => cssText).join('');
    check(!/url\(|e\.example|@import|@font-face/i.test(text), `keeps the rules ${text}`);
  }
}

const cases: { name: string; run: () => void | Promise<void> }[] = [
  ...placeCases,
  ...HOSTILE.map((html, at) => ({
    name: `a hostile mail keeps nothing that acts or fetches (${at})`,
    run: () => isHarmless(html),
  })),
  {
    name: 'an ordinary mail keeps its words, its tables, its colours and the pictures it carries',
    run() {
      const pixel = `data:image/png;base64,${PNG(1, 1)}`;
      const { body } = parsed(
        `<style>h1{color:green} @media (min-width:1px){td{padding:3px}}</style><h1 style="margin-top:4px">Hello</h1><table><tr><td>1007</td></tr></table><img src="${pixel}" alt="x">`,
      );
      check(body.querySelector('h1')?.textContent === 'Hello', 'heading');
      check(body.querySelector('h1')?.getAttribute('style') === 'margin-top: 4px;', 'style of an element');
      check(/color: green/.test(body.querySelector('style')?.textContent ?? ''), 'rules');
      check(/@media .*padding: 3px/s.test(body.querySelector('style')?.textContent ?? ''), 'rules under a condition');
      check(body.querySelector('td')?.textContent === '1007', 'cell');
      check(body.querySelector('img')?.getAttribute('src') === pixel, 'picture');
    },
  },
  {
    name: 'a mail lists where its links lead, each address once, and each link keeps its looks and its place there',
    run() {
      const { document, links } = sanitiseMail(
        '<a href="https://a.example/1" style="color:red" class="button"><b>Confirm</b></a> <a href="https://b.example/"><img src="https://b.example/x" alt="Help"></a> <a href="https://a.example/1" data-nucleus-link="1">again</a> <a href="javascript:1" data-nucleus-link="0">none</a> <a href="mailto:help@b.example?body=x">Ask</a>',
      );
      const seen = links.map(({ url, host, text }) => [url, host, text].join(' ')).join('; ');
      check(
        seen ===
          'https://a.example/1 a.example Confirm; https://b.example/ b.example [Help]; mailto:help@b.example help@b.example Ask',
        seen,
      );
      const anchors = [...new DOMParser().parseFromString(document, 'text/html').querySelectorAll('a')];
      const numbers = anchors.map(({ dataset }) => dataset.nucleusLink).join();
      check(numbers === '0,1,0,,2', numbers);
      check(anchors[0]?.className === 'button' && anchors[0].style.color === 'red', 'looks of a link');
    },
  },
  {
    name: 'nothing in a mail waits for a pointer, opens or moves: what is laid over its links would not lie there any more',
    run() {
      const { head, body } = parsed(
        '<style>p{animation:a 1s;transition:all 1s;color:red} p:hover{margin:9px} @media screen{p:hover{margin:8px}}</style><p style="transition-duration:1s">a</p><details><summary>b</summary>c</details><marquee>d</marquee>',
      );
      const rules = [...head.querySelectorAll('style'), ...body.querySelectorAll('style')].at(-1)?.textContent ?? '';
      check(/color: red/.test(rules) && !/animation|transition|hover/.test(rules), rules);
      check(body.querySelector('p')?.getAttribute('style') === '', 'style of an element');
      check(body.querySelector('details, summary, marquee') === null && /bcd/.test(body.textContent ?? ''), 'words');
    },
  },
  {
    name: 'a mail of endless links lists as many as a person may look at',
    run() {
      const anchors = Array.from({ length: 20_000 }, (_, at) => `<a href="https://a.example/${at}">${at}</a>`).join('');
      const { document, links } = sanitiseMail(anchors);
      check(links.length === 200, String(links.length));
      check(document.includes('>200<'), 'words of a link');
      check(!document.includes('data-nucleus-link="200"'), 'a number without a link');
    },
  },
  {
    name: 'a mail counts what was not fetched and keeps the words for it',
    run() {
      const { blocked, document } = sanitiseMail(
        '<img src="https://e.example/1"><img src="https://e.example/2" alt="Logo"><p style="background:url(https://e.example/3)">a</p>',
      );
      check(blocked >= 3, String(blocked));
      check(document.includes('[Logo]'), 'words for a picture');
    },
  },
  {
    name: 'a mail shows the pictures of its own parts, and does not call them remote',
    run() {
      const parts = [{ contentId: 'p1@shop', bytes: asUrl(PNG(10, 10)) }];
      const { document, blocked } = sanitiseMail(
        '<img src="cid:p1@shop" alt="One"><img src="CID:p1%40shop"><img src="cid:gone" alt="Gone"><img src="relative.png" alt="Here">',
        parts,
      );
      const page = new DOMParser().parseFromString(document, 'text/html');
      const sources = [...page.querySelectorAll('img')].map((one) => one.getAttribute('src'));
      const wanted = `data:image/png;base64,${PNG(10, 10).replace(/=+$/, '')}`;
      check(sources.join() === [wanted, wanted].join(), sources.join());
      check(document.includes('[Gone]') && document.includes('[Here]'), 'words for what is not there');
      check(blocked === 0, String(blocked));
    },
  },
  {
    name: 'a picture in a mail is one by its own bytes, and of a bounded size',
    run() {
      const svg = btoa('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
      const html = btoa('<script>1</script>');
      const bad = [
        `data:image/svg+xml;base64,${svg}`,
        `data:image/png;base64,${svg}`,
        `data:image/png;base64,${html}`,
        'data:image/svg+xml,<svg/>',
        `data:text/html;base64,${html}`,
        `data:image/png;base64,${PNG(30_000, 30_000)}`,
        `data:image/png;base64,${PNG(0, 5)}`,
        'data:image/png;base64,iVBORw0KGgo=',
        'cid:svg',
        'cid:bomb',
      ];
      const parts = [
        { contentId: 'svg', bytes: asUrl(svg) },
        { contentId: 'bomb', bytes: asUrl(PNG(65_535, 65_535)) },
      ];
      const { document, blocked } = sanitiseMail(bad.map((src) => `<img src="${src}" alt="Logo">`).join(''), parts);
      const page = new DOMParser().parseFromString(document, 'text/html');
      check(page.querySelectorAll('img').length === 0, String(page.querySelectorAll('img').length));
      check(document.split('[Logo]').length - 1 === bad.length, 'words for each');
      check(blocked === 0, String(blocked));
    },
  },
  {
    name: 'the pictures of a mail have no more pixels together than one may have',
    run() {
      const many = Array.from({ length: 40 }, (_, at) => `<img src="data:image/png;base64,${PNG(4000, 2000 + at)}">`);
      const { body } = parsed(many.join(''));
      const shown = body.querySelectorAll('img').length;
      check(shown > 0 && shown <= 8, String(shown));
      // The same one again is the same picture.
      const same = parsed(`<img src="data:image/png;base64,${PNG(4000, 2000)}">`.repeat(40)).body;
      check(same.querySelectorAll('img').length === 40, String(same.querySelectorAll('img').length));
    },
  },
  {
    name: 'only what points outside counts as left out',
    run() {
      const { blocked } = sanitiseMail(
        '<p style="background:url(cid:a)">a</p><p style="background:url(#b);--x:1">b</p><style>p{background:url(data:image/png;base64,AA)} b{background:url(//e.example/1)}</style><img src="//e.example/2"><img src="ftp://e.example/3"><img src="about:blank">',
      );
      check(blocked === 3, String(blocked));
    },
  },
  {
    name: 'a mail brings a policy of its own that lets nothing load',
    run() {
      const policy = parsed('<p>a</p>').head.querySelector('meta[http-equiv]')?.getAttribute('content') ?? '';
      check(policy.includes("default-src 'none'") && !policy.includes('script-src'), policy);
    },
  },
];

/** What the harness looks for in a page: the names of its tests, and how to run one by number. Null if it passes. */
Object.assign(globalThis, {
  inPage: {
    names: cases.map(({ name }) => name),
    async run(index: number): Promise<{ message: string; stack: string } | null> {
      try {
        await cases[index]?.run();
        return null;
      } catch (error) {
        return error instanceof Error
          ? { message: error.message, stack: error.stack ?? '' }
          : { message: String(error), stack: '' };
      }
    },
  },
});
