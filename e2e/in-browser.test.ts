// The way by which store contracts run inside real browsers works at all.

import { inBrowsers } from './harness/in-browser.ts';

await inBrowsers(new URL('./harness/indexed-db.ts', import.meta.url));
