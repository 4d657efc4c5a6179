// Mail is made harmless in real Chromium and real Firefox.
import { inBrowsers } from '#e2e/harness/in-browser.ts';

await inBrowsers(new URL('./sanitise-page.ts', import.meta.url));
