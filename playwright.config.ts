// Browser stories (e2e/*.spec.ts) against the built extension in real Chromium, and the screenshots of every screen,
// which are written on demand only (`npm run screenshots`). No retries: a story that passes the second time has found
// something.

import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  // Beside the reports of the runners (e2e/runner/tools.ts): this folder is emptied at each start.
  outputDir: 'test-results/stories',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Not measures of speed: they only end a story that hangs. A machine that is busy with sixteen other programs must
  // not meet them.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  reporter: 'list',
  projects: [
    { name: 'stories', testMatch: '*.spec.ts' },
    { name: 'screenshots', testMatch: 'screenshots/*.shots.ts' },
  ],
});
