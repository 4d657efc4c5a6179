// The script in web pages: how many bytes every page loads, and how many when a menu opens (gzip, as installed); and
// how long it looks at a page for fields: ordinary pages of the demo shop, and one of 10,000 elements with a form in
// it. A change that touches no field must cost no look at all.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildPlace, bundle, Measured } from './browser.ts';
import { against, type Row } from './row.ts';

const AIM_KB = 10;
const AIM_MENU_KB = 25;
const AIM_MS = 1;
const ROUNDS = 201;
const PAGES = ['/', '/sign-up', '/log-in', '/shapes'];

type Seen = { scans: number[]; scansWithoutField: number };

export async function autofill(): Promise<Row[]> {
  const place = await buildPlace();
  try {
    const kilobytes = (file: string): number =>
      gzipSync(readFileSync(join(place.extension, file)), { level: 9 }).length / 1000;
    const words = readdirSync(place.extension).filter((file) => file.startsWith('autofill-words-'));
    const browser = await Measured.start(place);
    try {
      const page = await browser.chromium.context.newPage();
      const code = await bundle('scan');
      const look = (work: string) =>
        page.evaluate(`(() => { ${code}; return bench.${work}(${ROUNDS}); })()`) as Promise<Seen>;
      const ordinary: number[] = [];
      const closely: number[] = [];
      for (const path of PAGES) {
        await page.goto(`${place.shopUrl}${path}`);
        ordinary.push(...(await look('scanPage')).scans);
        closely.push(...(await look('scanPageClosely')).scans);
      }
      await page.goto(`${place.shopUrl}/sign-up`);
      const large = await look('scanLargePage');
      return [
        against('script in every page, gzip', [kilobytes('autofill.js')], AIM_KB, 'kB'),
        against('a menu and what it fills, gzip', [kilobytes('autofill-menu.js')], AIM_MENU_KB, 'kB'),
        against('words of a language but English, gzip', words.map(kilobytes), null, 'kB'),
        against('looking for fields, ordinary pages', ordinary, AIM_MS),
        against('the same with all words, as with the menu', closely, AIM_MS),
        against('looking for fields, 10,000 elements', large.scans, AIM_MS),
        against('looks after 1,000 changes that touch no field', [large.scansWithoutField], null, 'looks'),
      ];
    } finally {
      await browser.close();
    }
  } finally {
    await place.leave();
  }
}
