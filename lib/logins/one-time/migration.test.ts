// Two transfer codes of one batch, as Google Authenticator makes them: six accounts, of which one counts and one has
// MD5. Made by a small encoder in another language, after the published message definition.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinMigration, type MigrationPart, readMigration } from './migration.ts';

const FIRST =
  'CjAKCkhlbGxvId6tvu8SFlNob3A6YWxleEBzaG9wLmV4YW1wbGUaBFNob3AgASgBMAIKKQoM+/+/+/+/+/+/+/+/EgVibGFpchoMR3LDtsOfZSAmIENvIAIoAjACCigKCkhlbGxvId6tvu8SDFNob3A6Y291bnRlchoEU2hvcCABKAEwATgHEAEYAij50rT///////8B';
const SECOND =
  'ChcKCkhlbGxvId6tvu8SA29sZCAEKAEwAgoTCgpIZWxsbyHerb7vEgVwbGFpbgoeCgpIZWxsbyHerb7vEgpCYW5rOiBhbGV4IAMoATACEAEYAiABKPnStP///////wE=';
const link = (data: string) => `otpauth-migration://offline?data=${data}`;
const bytes = (hex: string) => readMigration(link(Buffer.from(hex, 'hex').toString('base64')));

const read = (data: string): MigrationPart => {
  const part = readMigration(link(data));
  if (part === null) throw new Error('the code was not read');
  return part;
};
const first = read(FIRST);
const second = read(SECOND);
/** What it says, in short. */
const said = ({ accounts }: Pick<MigrationPart, 'accounts'>) =>
  accounts.map(({ issuer, account, reading }) =>
    reading.ok
      ? [issuer, account, reading.oneTime.secret, reading.oneTime.algorithm, reading.oneTime.digits].join(' ')
      : [issuer, account, reading.reason].join(' ').trim(),
  );
const saidOf = (hex: string) => said(bytes(hex) ?? { accounts: [] });

describe('a transfer code', () => {
  test('holds accounts, each read or refused', () => {
    expect(first).toMatchObject({ batchId: -1_234_567, index: 0, size: 2 });
    expect(said(first)).toEqual([
      'Shop alex@shop.example JBSWY3DPEHPK3PXP SHA-1 6',
      'Größe & Co blair 7P737677X7577P73767Q SHA-256 8',
      'Shop counter counter-code',
    ]);
  });

  test('says nothing of what is usual, and is never taken for another algorithm', () => {
    expect(second).toMatchObject({ batchId: -1_234_567, index: 1, size: 2 });
    expect(said(second)).toEqual([
      'old unknown-algorithm',
      ' plain JBSWY3DPEHPK3PXP SHA-1 6',
      'Bank alex JBSWY3DPEHPK3PXP SHA-512 6',
    ]);
  });

  test.each([
    ['escaped', encodeURIComponent(FIRST)],
    ['as it is', FIRST],
    ['with pluses that became spaces', FIRST.replaceAll('+', ' ')],
    ['in the alphabet of links, unpadded', FIRST.replaceAll('+', '-').replaceAll('/', '_')],
  ])('%s, is the same', (_, data) => {
    expect(readMigration(link(data))).toEqual(first);
    expect(readMigration(` OTPAUTH-MIGRATION://OFFLINE?DATA=${data}\n`)).toEqual(first);
  });

  test.each([
    ['cut off', link(FIRST.slice(0, 80))],
    ['without data', link('')],
    ['not base64', link('!!!!')],
    ['another link', 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP'],
    ['too long', link('A'.repeat(20_000))],
  ])('%s is none', (_, text) => {
    expect(readMigration(text)).toBeNull();
  });

  test('that counts its batch wrong is none', () => {
    expect(bytes('10011801')).toMatchObject({ size: 1, index: 0, accounts: [] });
    expect(bytes('1001')).toMatchObject({ size: 1, index: 0 });
    expect(bytes('100118012001')).toBeNull();
    expect(bytes('1001188094ebdc03')).toBeNull();
    expect(bytes('100118ffffffffffffffffff01')).toBeNull();
    expect(bytes('1001180220ffffffffffffffffff01')).toBeNull();
  });

  test('with parts that nobody knows is read around them', () => {
    // A fixed number of each width and bytes under other numbers, an account with an empty secret, one that is cut off.
    expect(saidOf('510000000000000000350000000032021234100118010a020a000a000a020a05')).toEqual([
      'bad-secret',
      'bad-secret',
      'not-understood',
    ]);
    expect(saidOf('0a050a0141280310011801')).toEqual(['not-understood']);
    expect(saidOf('0a050a0141300310011801')).toEqual(['not-understood']);
  });
});

describe('a batch', () => {
  test('is whole once each of its codes was shown, in any order and as often as one likes', () => {
    expect(joinMigration([])).toEqual([]);
    expect(joinMigration([second])).toMatchObject([{ batchId: -1_234_567, size: 2, missing: [0] }]);
    const [whole, ...others] = joinMigration([second, second, first, second]);
    expect(others).toEqual([]);
    expect(whole).toEqual({
      ...{ batchId: -1_234_567, size: 2, missing: [] },
      accounts: [...first.accounts, ...second.accounts],
    });
  });

  test('is told from another', () => {
    const other = { ...first, batchId: 7 };
    expect(joinMigration([first, other])).toMatchObject([
      { batchId: first.batchId, missing: [1] },
      { batchId: 7, missing: [1] },
    ]);
  });
});

test('any bytes are read or refused', () => {
  const near = fc.tuple(fc.constantFrom(FIRST, SECOND), fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 4 }));
  const mutated = near.map(([data, changes]) => {
    const whole = Buffer.from(data, 'base64');
    for (const [at, value] of changes) whole[at % whole.length] = value;
    return Uint8Array.from(whole);
  });
  fc.assert(
    fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 60 })), (input) => {
      const part = bytes(Buffer.from(input).toString('hex'));
      if (part === null) return;
      expect(part.index).toBeLessThan(part.size);
      expect(joinMigration([part])).toHaveLength(1);
    }),
    { numRuns: 500 },
  );
});
