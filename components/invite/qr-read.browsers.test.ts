// Codes in pictures are read in real Chromium and real Firefox.
import { inBrowsers } from '#e2e/harness/in-browser.ts';

await inBrowsers(new URL('./qr-read.testkit.ts', import.meta.url));
