// After each test file of vitest: what it used is written down, and the file fails if that is more than its share (e2e/house/shares.ts).

import { appendFileSync, mkdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { afterAll, expect } from 'vitest';
import { ROOT } from '#demo/bootstrap.mjs';
import { excess } from '../house/shares.ts';
import { takeTally } from './tally.ts';

const REPORTS = join(ROOT, 'test-results', 'reports');

takeTally();

afterAll(() => {
  const path = relative(ROOT, expect.getState().testPath ?? '')
    .split(sep)
    .join('/');
  const used = takeTally();
  mkdirSync(REPORTS, { recursive: true });
  appendFileSync(join(REPORTS, 'shares.jsonl'), `${JSON.stringify({ path, ...used })}\n`);
  const sentences = excess(path, used);
  if (sentences.length > 0) throw new Error(sentences.join('\n'));
});
