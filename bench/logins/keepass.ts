// Opening a KeePass database of 10,000 entries, kdbxweb's own reader beside ours: the file in memory to its tree, at a
// cost of derivation that is nothing.
import { argon2id } from 'hash-wasm';
import { CryptoEngine, Kdbx, KdbxCredentials, ProtectedValue } from 'kdbxweb';
import { openKdbx } from '#adapters/moving/kdbx.ts';
import { sealKdbx } from '#adapters/moving/kdbx-seal.ts';
import { EMPTY_ENTRY, type VaultEntry } from '#logins/formats/entry.ts';
import { readKeePassTree } from '#logins/formats/keepass/read.ts';
import { writeKeePassTree } from '#logins/formats/keepass/write.ts';
import { compete, type Row } from '../row.ts';

const ENTRIES = 10_000;
const ROUNDS = 5;
const PASSWORD = 'correct horse';

/** One of three has an earlier version. */
const entryOf = (at: number): VaultEntry => ({
  ...EMPTY_ENTRY,
  title: `Shop ${at}`,
  folder: [`Folder ${at % 20}`],
  tags: ['a', 'b'],
  sites: [{ url: `https://shop-${at}.example/log-in`, match: 'domain' }],
  username: `alex+${at}@mail.example`,
  password: `p${(at * 7919).toString(36)}xxxxxxxx`,
  note: 'first line\nsecond line',
  fields: [{ name: 'Colour', value: 'blue', type: 'text', section: '' }],
  earlier: at % 3 === 0 ? [{ until: 1_700_000_000_000, password: `old ${at}`, rest: null }] : [],
  ...{ createdAt: 1_600_000_000_000, changedAt: 1_700_000_000_000 },
});

async function file(): Promise<Uint8Array> {
  const tree = writeKeePassTree(Array.from({ length: ENTRIES }, (_, at) => entryOf(at)));
  const sealed = await sealKdbx(tree, { password: PASSWORD, keyFile: null }, { memoryKiB: 64, passes: 1, lanes: 1 });
  if (sealed === null) throw new Error('no key');
  return sealed;
}

/** kdbxweb has no Argon2 of its own. */
function lendArgon2() {
  CryptoEngine.setArgon2Impl(async (password, salt, memorySize, iterations, hashLength, parallelism) => {
    const inputs = { password: new Uint8Array(password), salt: new Uint8Array(salt), memorySize, iterations };
    return new Uint8Array(await argon2id({ ...inputs, hashLength, parallelism, outputType: 'binary' })).buffer;
  });
}

export async function keepass(): Promise<Row[]> {
  const bytes = await file();
  const credentials = await new KdbxCredentials(ProtectedValue.fromString(PASSWORD)).ready;
  lendArgon2();
  const open = async () => {
    const opened = await openKdbx(bytes, { password: PASSWORD, keyFile: null });
    if (!opened.ok) throw new Error(opened.refusal);
    return opened.tree;
  };
  const ours = { name: 'tree', times: ENTRIES, run: async () => void (await open()) };
  const whole = { name: 'tree and entries', times: ENTRIES, run: async () => void readKeePassTree(await open()) };
  const peer = {
    name: 'kdbxweb',
    times: ENTRIES,
    run: async () => void (await Kdbx.load(new Uint8Array(bytes).buffer, credentials)),
  };
  return compete('opening a KDBX of 10,000 entries', 'entries per CPU second', [ours, whole], [peer], ROUNDS);
}
