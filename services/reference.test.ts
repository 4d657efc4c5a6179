// The document of the services says what the code does, as far as the code can tell.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DOCUMENT, renewedReference } from './reference.ts';

it('docs/services.md lists endpoints and refusals as they are; if not, run `node services/reference.ts`', () => {
  const text = readFileSync(DOCUMENT, 'utf8');
  expect(text).toBe(renewedReference(text));
});
