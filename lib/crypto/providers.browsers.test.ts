// Both cryptographic providers hold to the foreign vectors, and to each other, in real Chromium and real Firefox.
import { inBrowsers } from '#e2e/harness/in-browser.ts';

await inBrowsers(new URL('./providers-page.ts', import.meta.url));
