// The table of endpoints holds together: one meaning for a method and path, refusals that can happen and none twice.
import { expect, test } from 'vitest';
import { ENDPOINTS, type Endpoint, REFUSALS } from './endpoints.ts';

const endpoints = Object.entries(ENDPOINTS as Record<string, Endpoint>);

test('a method and a path name one endpoint, for any roles that share an origin', () => {
  const names = endpoints.map(([, { method, path }]) => `${method} ${path.replace(/:\w+/g, ':')}`);
  expect(new Set(names).size).toBe(names.length);
});

test.each(endpoints)('%s refuses what it must and nothing twice', (_, { refusals, session, request, path, method }) => {
  expect(new Set(refusals).size).toBe(refusals.length);
  for (const code of refusals) expect(REFUSALS).toHaveProperty(code);
  // Every service may be busy or going down, and everybody may ask too often.
  expect(refusals).toEqual(expect.arrayContaining(['rate-limited', 'unavailable']));
  expect(refusals.includes('unauthorised')).toBe(session !== null);
  if (request !== null || path.includes(':')) expect(refusals).toContain('malformed');
  if (method === 'GET') expect(request).toBeNull();
});
