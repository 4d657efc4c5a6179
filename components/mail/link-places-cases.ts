// Places of links, measured in a real page: only a browser lays out a mail.

import { type LinkPlaces, placesIn } from './link-places.ts';
import { sanitiseMail } from './sanitise.ts';

export function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC';

/** A mail on a ruler in a room of 300 by 200. */
async function measured(html: string): Promise<{ places: LinkPlaces | null; hosts: string[]; page: Document }> {
  const safe = sanitiseMail(html);
  const ruler = document.createElement('iframe');
  ruler.setAttribute('sandbox', 'allow-same-origin');
  ruler.style.cssText = 'position: absolute; visibility: hidden; border: 0';
  ruler.srcdoc = safe.document;
  await new Promise((loaded) => {
    ruler.addEventListener('load', loaded, { once: true });
    document.body.append(ruler);
  });
  const places = placesIn(ruler, { width: 300, height: 200 });
  const hosts = (places?.links ?? []).map(({ link }) => safe.links[link]?.host ?? '');
  return { places, hosts, page: ruler.contentDocument as Document };
}

const link = (host: string, words = host): string => `<a href="https://${host}/">${words}</a>`;

export const placeCases: { name: string; run: () => Promise<void> }[] = [
  {
    name: 'a link is found where it is seen: its lines, its picture, its button, far down a long mail',
    async run() {
      const { places, hosts, page } = await measured(
        `<p>${link('one.example')}</p><p>${'word '.repeat(8)}${link('lines.example', 'a link of many words '.repeat(6))}</p>` +
          `${link('picture.example', `<img src="data:image/png;base64,${PIXEL}" width="80" alt="">`)}` +
          `<div style="height:3000px"></div><a href="https://button.example/" style="display:inline-block;padding:20px">Press</a>`,
      );
      check(hosts.join() === 'one.example,lines.example,picture.example,button.example', hosts.join());
      const [one, lines, picture, button] = (places?.links ?? []).map(({ parts }) => parts);
      const words = page.querySelector('a')?.getBoundingClientRect();
      check(one?.length === 1 && one[0].left === words?.left && one[0].top === words.top, 'the place of words');
      check(lines !== undefined && lines.length >= 3, `lines: ${lines?.length}`);
      check(picture?.some(({ width, height }) => width === 80 && height === 80) === true, 'the place of a picture');
      check(button !== undefined && button[0].height > 50 && button[0].top > 3000, 'the place of a button');
      check(places !== null && places.height > 3000 && places.width === 300, 'the size of the page');
    },
  },
  {
    name: 'what is not seen of a link is no place to press',
    async run() {
      const { hosts, places } = await measured(
        `<div style="max-height:0;overflow:hidden">${link('preheader.example')}</div>` +
          `<p style="display:none">${link('none.example')}</p><p style="visibility:hidden">${link('hidden.example')}</p>` +
          `<p style="opacity:0">${link('clear.example')}</p>` +
          `<div style="position:relative">${link('under.example')}<div style="position:absolute;inset:0;background:#fff">over</div></div>` +
          `<div style="height:50px;overflow:auto"><div style="height:500px">${link('scrolls.example')}</div></div>` +
          `<div style="width:40px;overflow:hidden;white-space:nowrap">${link('cut.example')}</div>${link('seen.example')}`,
      );
      check(hosts.join() === 'cut.example,seen.example', hosts.join());
      check(places?.links[0]?.parts[0].width === 40, `cut: ${places?.links[0]?.parts[0].width}`);
    },
  },
  {
    name: 'a mail wider than the room keeps its width; one without an end, or too long, is not measured',
    async run() {
      const wide = await measured(`<div style="width:700px;text-align:right">${link('right.example')}</div>`);
      check(wide.places !== null && wide.places.width >= 700, `width: ${wide.places?.width}`);
      check((wide.places?.links[0]?.parts[0].left ?? 0) > 500, 'the place at the far side');
      const endless = await measured(`<div style="height:110vh">${link('a.example')}</div>`);
      check(endless.places === null, 'a mail that grows with its window');
      const long = await measured(`<div style="height:90000px">${link('a.example')}</div>`);
      check(long.places === null, 'a mail that is too long');
    },
  },
];
