// Our files in Bitwarden's hands, and its files in ours: JSON, JSON under a password, and the Credential Exchange
// Format. What one side writes the other reads, and nothing is lost but what the loss tables say.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bitwardenClient, bitwardenLibrary } from '#e2e/harness/others/bitwarden.ts';
import { FC_SEED } from '#e2e/harness/seed.ts';
import { bitwardenFormat } from '#logins/formats/bitwarden/bitwarden.ts';
import { type KeyCost, readProtected } from '#logins/formats/bitwarden/protected.ts';
import { BITWARDEN_EXPORT } from '#logins/formats/bitwarden/samples.testkit.ts';
import { cxfFormat } from '#logins/formats/cxf/cxf.ts';
import { anyEntry } from '#logins/formats/entry.testkit.ts';
import { EMPTY_ENTRY, type VaultEntry } from '#logins/formats/entry.ts';
import type { EntryFormat, ReadEntries } from '#logins/formats/format.ts';
import { openProtectedJson, sealProtectedJson } from './protected-json.ts';

const library = bitwardenLibrary();
const PASSWORD = 'correct horse é';
/** Taken by it letter by letter, as it was typed. */
const TYPED = [PASSWORD, 'correct horse e\u0301', '\uff11\uff12\uff13'];

/** The members that its encryption wants of every item, and that no file has. */
const VIEW = { organizationUseTotp: false, edit: true, viewPassword: true, collectionIds: [] };
/** As its interface wants it: nothing where JSON has null, and its own name of one member. */
function viewOf(item: any): any {
  const defined = JSON.parse(JSON.stringify(item), (_, value) => value ?? undefined);
  const { keyFingerprint: fingerprint, ...sshKey } = defined.sshKey ?? {};
  return { ...VIEW, ...defined, collectionIds: [], ...(fingerprint && { sshKey: { ...sshKey, fingerprint } }) };
}

const read = (format: EntryFormat, text: string): ReadEntries => {
  const outcome = format.read({ kind: 'text', text });
  if (!outcome.ok) throw new Error(outcome.refusal);
  return { entries: outcome.entries, problems: outcome.problems };
};
const write = (format: EntryFormat, entries: readonly VaultEntry[]): string => format.write?.(entries) ?? '';

/** Any vault, with the times that Bitwarden wants of every entry. */
const vault: readonly VaultEntry[] = fc
  .sample(anyEntry(), { numRuns: 60, seed: FC_SEED })
  .map((entry) => ({ ...entry, createdAt: entry.createdAt ?? 0, changedAt: entry.changedAt ?? 0 }));

describe.skipIf(library === null)("Bitwarden's own library", () => {
  let client: any;
  beforeAll(async () => {
    client = await bitwardenClient(library, { pBKDF2: { iterations: 5000 } });
  });
  afterAll(() => client.free());

  const ciphersOf = (items: readonly any[]): Promise<any[]> =>
    Promise.all(items.map(async (item) => (await client.vault().ciphers().encrypt(viewOf(item))).cipher));
  const foldersOf = (folders: readonly any[]) =>
    folders.map((folder) =>
      client
        .vault()
        .folders()
        .encrypt({ ...folder, revisionDate: '2026-01-02T03:04:05.678Z' }),
    );

  /** What it exports of a file, as if it had taken it in. */
  async function through(text: string, format: unknown = 'Json', by = client): Promise<string> {
    const { folders, items } = JSON.parse(text);
    return by.exporters().export_vault(foldersOf(folders), await ciphersOf(items), format);
  }

  it('hands any vault back that we wrote', async () => {
    const written = write(bitwardenFormat, vault);
    expect(read(bitwardenFormat, await through(written))).toEqual(read(bitwardenFormat, written));
  });

  it('is handed back its export, but for ids, labels of keys and spellings of codes', async () => {
    // It leaves out bank accounts, licences and passports, and knows no other types.
    const items = BITWARDEN_EXPORT.items.filter((item: any) => item.type <= 5);
    const theirs = await through(JSON.stringify({ ...BITWARDEN_EXPORT, items }));
    const again = await through(write(bitwardenFormat, read(bitwardenFormat, theirs).entries));
    const plain = (text: string) =>
      JSON.parse(text).items.map(({ id, folderId, ...item }: any) => ({
        ...item,
        login: item.login && { ...item.login, totp: null, fido2Credentials: item.login.fido2Credentials.map(keyOf) },
        passwordHistory: item.passwordHistory?.toSorted((a: any, b: any) => (a.lastUsedDate < b.lastUsedDate ? -1 : 1)),
      }));
    const keyOf = ({ keyAlgorithm, keyCurve, ...rest }: any) => rest;
    expect(plain(again)).toEqual(plain(theirs));
    expect(read(bitwardenFormat, again)).toEqual(read(bitwardenFormat, theirs));
  });

  it.each([
    ['PBKDF2', { pBKDF2: { iterations: 5000 } }],
    ['Argon2id', { argon2id: { iterations: 2, memory: 16, parallelism: 4 } }],
  ])('writes files under a password that we open (%s)', async (_, kdf) => {
    const other = await bitwardenClient(library, kdf);
    try {
      const { folders, items } = BITWARDEN_EXPORT;
      const ciphers = await Promise.all(
        items.slice(0, 4).map(async (item) => (await other.vault().ciphers().encrypt(viewOf(item))).cipher),
      );
      const sealed = folders.map((folder) =>
        other
          .vault()
          .folders()
          .encrypt({ ...folder, revisionDate: '2026-01-02T03:04:05.678Z' }),
      );
      const exporters = other.exporters();
      const text = await exporters.export_vault(sealed, ciphers, { EncryptedJson: { password: PASSWORD } });
      const reading = readProtected(text);
      if (!reading.ok) throw new Error(reading.refusal);
      const opened = await openProtectedJson(reading.file, PASSWORD);
      expect(opened.ok && JSON.parse(opened.text)).toEqual(
        JSON.parse(await exporters.export_vault(sealed, ciphers, 'Json')),
      );
    } finally {
      other.free();
    }
  });

  const COSTS: readonly (readonly [KeyCost, object])[] = [
    [{ kdf: 'pbkdf2-sha256', iterations: 5000 }, { pBKDF2: { iterations: 5000 } }],
    [
      { kdf: 'argon2id', passes: 2, memoryMiB: 16, lanes: 3 },
      { argon2id: { iterations: 2, memory: 16, parallelism: 3 } },
    ],
  ];
  it.each(COSTS)('opens what we seal (%o)', async (cost, kdf) => {
    // It opens nothing but keys of 64 bytes under a password, by a salt in small letters: the seal is the same.
    const key = 'k'.repeat(64);
    const salt = Buffer.from('aaaaaaaaaaaaaaaaaaaaag==', 'base64');
    let drawn = 0;
    const entropy = (count: number) => (drawn++ === 0 ? salt : new Uint8Array(count));
    for (const password of TYPED) {
      drawn = 0;
      const file = JSON.parse(await sealProtectedJson(key, password, entropy, cost));
      const opened = library.PureCrypto.decrypt_user_key_with_master_password(file.data, password, file.salt, kdf);
      expect(Buffer.from(opened).toString()).toBe(key);
    }
  });

  it('takes any vault in from our Credential Exchange Format', () => {
    const [account] = JSON.parse(write(cxfFormat, vault)).accounts;
    const filled = account.items.filter(({ credentials }: any) => credentials.length > 0);
    expect(client.exporters().import_cxf(JSON.stringify(account)).length).toBeGreaterThanOrEqual(filled.length);
  });

  it('and what it took in is what we wrote', async () => {
    const passkeys = read(bitwardenFormat, JSON.stringify(BITWARDEN_EXPORT)).entries[0]?.passkeys.slice(1) ?? [];
    const [at] = [1_767_323_045_000];
    const oneTime = { secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA-512', digits: 8, periodSeconds: 60 } as const;
    const login: VaultEntry = {
      ...{
        ...EMPTY_ENTRY,
        title: 'Shop',
        username: 'alex',
        password: 'p "1"',
        note: 'a\nb',
        createdAt: at,
        changedAt: at,
      },
      sites: ['https://shop.example/', 'androidapp://example.shop'].map((url) => ({ url, match: 'domain' })),
      oneTimes: [{ ...oneTime, alphabet: 'decimal', issuer: 'Shop', account: 'alex@mail.example' }],
      fields: [{ name: 'Newsletter', value: 'true', type: 'yes-no', section: '' }],
      passkeys: passkeys.map((passkey) => ({ ...passkey, createdAt: at })),
    };
    const card = { holder: 'Alex', number: '4111', brand: 'Visa', expiry: '2027-04', code: '012', pin: '0007' };
    const entries: VaultEntry[] = [
      login,
      { ...login, kind: 'card', card, passkeys: [], oneTimes: [], username: '', password: '' },
    ];
    const [account] = JSON.parse(write(cxfFormat, entries)).accounts;
    const ciphers = client
      .exporters()
      .import_cxf(JSON.stringify(account))
      .map(({ cipher }: any) => cipher);
    const withIds = ciphers.map((cipher: any, n: number) => ({
      ...cipher,
      id: `00000000-0000-4000-8000-00000000000${n}`,
    }));
    const [first, second] = read(bitwardenFormat, await client.exporters().export_vault([], withIds, 'Json')).entries;
    expect(first).toEqual({ ...login, passkeys: login.passkeys.map((it) => ({ ...it, rpName: it.rpId })), tags: [] });
    // A card's PIN is a field there.
    expect(second?.card).toEqual({ ...card, pin: '' });
    expect(second?.fields).toContainEqual({ name: 'PIN', value: '0007', type: 'hidden', section: '' });
  });

  it('writes a Credential Exchange Format that we read', async () => {
    const items = BITWARDEN_EXPORT.items.slice(0, 4);
    const account = { id: '0d08cb03-e6dc-4815-8b21-f41dd6024177', email: 'alex@mail.example', name: 'Alex' };
    const { entries, problems } = read(cxfFormat, client.exporters().export_cxf(account, await ciphersOf(items)));
    const ours = read(bitwardenFormat, JSON.stringify({ ...BITWARDEN_EXPORT, items })).entries;
    expect(problems).toEqual([]);
    expect(entries.map(({ kind, title }) => [kind, title])).toEqual(ours.map(({ kind, title }) => [kind, title]));
    expect(entries[0]).toMatchObject({
      ...{ username: 'alex', password: 'p "1", 2', note: 'one\ntwo', favourite: true },
      oneTimes: [{ ...ours[0]?.oneTimes[0], issuer: 'shop' }],
      passkeys: ours[0]?.passkeys.map((passkey) => ({ ...passkey, rpName: '', createdAt: null })),
      // It takes a pattern for a host without a scheme.
      sites: ours[0]?.sites.map(({ url, match }) => ({
        url: match === 'regex' ? `https://${url}` : url,
        match: 'domain',
      })),
    });
    expect(entries[2]?.card).toEqual(ours[2]?.card);
    expect(entries[3]?.person).toEqual({ ...ours[3]?.person, company: '', email: '' });
  });
});
