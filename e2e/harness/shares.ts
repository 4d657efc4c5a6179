// After each test file of vitest: what it used is written down, and the file fails if that is more than its share
// (e2e/house/shares.ts).

import { afterAll, expect } from 'vitest';
import { excess } from '../house/shares.ts';
import { noteShare } from './share-notes.ts';
import { takeTally } from './tally.ts';

takeTally();

afterAll(() => {
  const used = takeTally();
  const sentences = excess(noteShare(expect.getState().testPath ?? '', used), used);
  if (sentences.length > 0) throw new Error(sentences.join('\n'));
});
