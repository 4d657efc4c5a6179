// The IndexedDB store and locked inbox keep their contracts in real Chromium and real Firefox.
import { inBrowsers } from '#e2e/harness/in-browser.ts';

await inBrowsers(new URL('./contract-page.ts', import.meta.url));
