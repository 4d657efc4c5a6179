// What a stranger's entry says that no record holds: the part is left out and named, and nothing else goes with it.
import { expect, test } from 'vitest';
import { EMPTY_ENTRY, type EntryPasskey, type OneTime, type VaultEntry } from '#logins/formats/entry.ts';
import { entryKind, LONGEST, MAX_EARLIER } from '../records/entry.ts';
import { loginKind } from '../records/login.ts';
import { recordsOf } from './entry-records.ts';

const FIELDS: VaultEntry['fields'] = [{ name: 'Door', value: '42', type: 'hidden', section: '' }];
const KEPT = [{ from: 'bitwarden', what: 'sshKey', json: '{}' }];
const PASSKEY: EntryPasskey = {
  ...{ credentialId: 'AAAA', rpId: 'shop.example', rpName: 'Shop', userHandle: 'AAAA', userName: 'alex' },
  ...{ userDisplayName: 'Alex', key: 'AAAA', createdAt: null, prfSecrets: null },
};
const CODE: OneTime = {
  ...{ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA-1', digits: 6, periodSeconds: 30 },
  ...{ alphabet: 'decimal', issuer: '', account: '' },
};

function kept(rest: Partial<VaultEntry>) {
  const { entry, leftOut } = recordsOf(
    { ...EMPTY_ENTRY, title: 'Shop', fields: FIELDS, kept: KEPT, ...rest },
    { now: 1, importId: null },
  );
  expect(entryKind.format.decode(entryKind.format.encode(entry))).toEqual(entry);
  expect([entry.fields, entry.kept]).toEqual([FIELDS, KEPT]);
  return { entry, leftOut };
}

test.each(['rpName', 'userName', 'userDisplayName'] as const)('a long %s of a passkey is cut', (name) => {
  const { entry, leftOut } = kept({ passkeys: [{ ...PASSKEY, [name]: 'é'.repeat(1000) }] });
  expect(entry.passkeys).toEqual([{ ...PASSKEY, [name]: expect.stringMatching(/^é{140,200}…?$/) }]);
  expect(leftOut).toEqual([{ reason: 'too-long', what: name }]);
});

test.each<[string, Partial<EntryPasskey>]>([
  ['an id of other letters', { credentialId: 'é'.repeat(1500) }],
  ['a site of other letters', { rpId: 'é'.repeat(250) }],
  ['a handle of other letters', { userHandle: 'é'.repeat(350) }],
  ['long secrets', { prfSecrets: { verified: 'A'.repeat(300), unverified: '' } }],
])('a passkey with %s is left out whole', (_, part) => {
  const { entry, leftOut } = kept({ passkeys: [{ ...PASSKEY, ...part }, PASSKEY] });
  expect([entry.passkeys, leftOut]).toEqual([[PASSKEY], [{ reason: 'too-long', what: 'passkeys' }]]);
});

test.each<[string, Partial<OneTime>]>([
  ['a secret that is none', { secret: 'not base32!' }],
  ['no secret', { secret: '' }],
  ['a secret of other letters', { secret: 'é'.repeat(300) }],
  ['no digits', { digits: 0 }],
  ['digits below none', { digits: -1 }],
  ['half a digit', { digits: 5.5 }],
  ['no period', { periodSeconds: 0 }],
  ['a period without end', { periodSeconds: Number.MAX_VALUE }],
])('a code with %s is left out', (_, part) => {
  const { entry, leftOut } = kept({ oneTimes: [{ ...CODE, ...part }, CODE] });
  expect([entry.oneTimes, leftOut]).toEqual([[CODE], [{ reason: 'bad-secret', what: 'oneTimes' }]]);
});

test.each<[until: number | null, changedAt: number]>([
  [1.5, 1],
  [-1, 7],
  [1e20, 7],
  [Number.NaN, 7],
  [null, 7],
])('a password that was the present one from %d on is of a time that a record holds', (until, changedAt) => {
  const earlier = [{ until, password: 'old', rest: null }];
  const { login } = recordsOf({ ...EMPTY_ENTRY, username: 'alex', changedAt: 7, earlier }, { now: 9, importId: null });
  expect(login && loginKind.format.decode(loginKind.format.encode(login)).passwordChangedAt).toBe(changedAt);
});

test('earlier versions that are the same once cut are one, and take no room from others', () => {
  const long = 'n'.repeat(LONGEST.note);
  const version = (note: string) => ({
    ...{ until: 1, password: 'old' },
    rest: { title: 'Shop', sites: [], username: 'alex', note, fields: [] },
  });
  const cut = Array.from({ length: MAX_EARLIER }, (_, at) => version(`${long}, ${at}`));
  const earlier = [...cut, version('short')];
  const { history, leftOut } = recordsOf({ ...EMPTY_ENTRY, username: 'alex', earlier }, { now: 9, importId: null });
  expect(leftOut).toEqual([]);
  expect(history?.versions.map(({ rest }) => rest?.note.slice(0, 5))).toEqual(['nnnnn', 'short']);
});

test('a part that came with a long name of its format is left out alone', () => {
  const { leftOut } = kept({ kept: [...KEPT, { from: 'é'.repeat(60), what: 'x', json: '{}' }] });
  expect(leftOut).toEqual([{ reason: 'too-long', what: 'kept' }]);
});
