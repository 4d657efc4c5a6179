// Service records of the first version: the mailbox is kept, and what the service said of itself is asked for again.
import { expect, test } from 'vitest';
import { statementOf } from '../services/services.ts';
import { serviceKind } from './service.ts';

test('a record with a descriptor of before keeps its root and key, and says nothing until the service is asked', () => {
  const name = { origin: 'https://receiving.example', key: new Uint8Array(32).fill(1) };
  const root = {
    root: new Uint8Array(16).fill(2),
    addressSeed: new Uint8Array(32).fill(3),
    accessSeed: new Uint8Array(32).fill(4),
  };
  const written = { name, descriptor: new Uint8Array(500).fill(5), fetchedAt: 1_700_000_000_000, root, retired: false };
  const read = serviceKind.upgrades[1]?.(serviceKind.format.encode(written));
  expect(read).toMatchObject({ name, root, retired: false, fetchedAt: 0 });
  expect(read === undefined ? null : statementOf(read)).toMatchObject({
    name,
    issuedAt: 0,
    roles: [],
    generations: [],
  });
});
