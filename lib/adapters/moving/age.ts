// age (age-encryption.org/v1): a file sealed to a passphrase or to X25519 keys, as `age` and others open it. A
// passphrase is stretched by scrypt in plain JavaScript, in one go: call it in a web worker, which can be ended.
import { armor, Decrypter, Encrypter } from 'age-encryption';
import { type CostRefusal, costRefusal, type LongWork } from './long-work.ts';

/** To whom a file is sealed; age does not mix the two. */
export type AgeRecipient =
  | { readonly passphrase: string }
  /** `age1…`, X25519 only: programs of before 2026 cannot read hybrid keys. */
  | { readonly recipients: readonly string[] };

/** `AGE-SECRET-KEY-1…`, or the text of a key file. */
export type AgeSecret = { readonly passphrase: string } | { readonly identities: string };

export interface AgeSealing {
  /** Base64 in lines, for a mail or a note. */
  readonly isArmoured?: boolean;
  /** Two to that power is scrypt's cost. */
  readonly workFactor?: number;
}

/** age's own: 256 MiB and some three seconds. */
const WORK_FACTOR = 18;
const MOST_BYTES = 512 * 2 ** 20;

/** `bad-recipient`: no X25519 key of age. */
export type AgeSealOutcome =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly refusal: 'bad-recipient' | 'no-recipient' };

export type AgeRefusal =
  | 'not-age'
  | 'too-large'
  /** It is sealed to keys, and a passphrase was given. */
  | 'needs-key'
  | 'needs-passphrase'
  | 'bad-key'
  | 'wrong-secret'
  | 'too-costly'
  | 'damaged';

export type AgeOpenOutcome =
  | { readonly ok: true; readonly content: Uint8Array }
  | { readonly ok: false; readonly refusal: AgeRefusal }
  | CostRefusal;

export async function sealAge(
  content: Uint8Array,
  to: AgeRecipient,
  { isArmoured = false, workFactor = WORK_FACTOR }: AgeSealing = {},
): Promise<AgeSealOutcome> {
  const encrypter = new Encrypter();
  if ('passphrase' in to) {
    encrypter.setPassphrase(to.passphrase);
    encrypter.setScryptWorkFactor(workFactor);
  } else {
    if (to.recipients.length === 0) return { ok: false, refusal: 'no-recipient' };
    const isAdded = to.recipients.every((recipient) => attempt(() => encrypter.addRecipient(x25519(recipient))));
    if (!isAdded) return { ok: false, refusal: 'bad-recipient' };
  }
  const bytes = await encrypter.encrypt(content);
  return { ok: true, bytes: isArmoured ? new TextEncoder().encode(armor.encode(bytes)) : bytes };
}

/** 32 bytes in Bech32 after `age1`. age-encryption takes other kinds, too, and mixes them. */
function x25519(recipient: string): string {
  if (!/^age1[02-9ac-hj-np-z]{58}$/.test(recipient)) throw new Error('another kind of key');
  return recipient;
}

function attempt(step: () => void): boolean {
  try {
    step();
    return true;
  } catch {
    return false;
  }
}

const ARMOURED = /^\s*-----BEGIN AGE ENCRYPTED FILE-----/;
const VERSION = /^age-encryption\.org\/v1\n/;
const SCRYPT = /^-> scrypt \S+ (\d+)$/m;

const firstLetters = (bytes: Uint8Array) => String.fromCharCode(...bytes.subarray(0, 1000));

/** Whether these are the first bytes of a file of age, armoured or not. */
export function isAge(bytes: Uint8Array): boolean {
  const head = firstLetters(bytes);
  return ARMOURED.test(head) || VERSION.test(head);
}

export async function openAge(bytes: Uint8Array, secret: AgeSecret, work: LongWork = {}): Promise<AgeOpenOutcome> {
  const refused = (refusal: AgeRefusal): AgeOpenOutcome => ({ ok: false, refusal });
  if (bytes.length > MOST_BYTES) return refused('too-large');
  if (!isAge(bytes)) return refused('not-age');
  const file = withoutArmour(bytes);
  if (file === null) return refused('damaged');
  const [, workFactor] = SCRYPT.exec(firstLetters(file).split('\n---')[0] ?? '') ?? [];
  if ((workFactor !== undefined) !== 'passphrase' in secret)
    return refused(workFactor === undefined ? 'needs-key' : 'needs-passphrase');
  // age-encryption opens nothing above 20, which is our bound, too.
  const tooDear = costRefusal({ kdf: 'scrypt', workFactor: Number(workFactor ?? 0) }, work);
  if (tooDear !== null) return tooDear;
  work.onProgress?.({ step: 'deriving', part: null });
  const decrypter = new Decrypter();
  if ('passphrase' in secret) decrypter.addPassphrase(secret.passphrase);
  else {
    const identities = secret.identities.split('\n').map((line) => line.trim());
    const keys = identities.filter((line) => line !== '' && !line.startsWith('#'));
    const isAdded = keys.every((key) => attempt(() => decrypter.addIdentity(key)));
    if (keys.length === 0 || !isAdded) return refused('bad-key');
  }
  try {
    return { ok: true, content: await decrypter.decrypt(file) };
  } catch (error) {
    // Its errors have no codes.
    return refused(error instanceof Error && /no identity matched/.test(error.message) ? 'wrong-secret' : 'damaged');
  }
}

/** Null: it is no armour from its first line to its last. */
function withoutArmour(bytes: Uint8Array): Uint8Array | null {
  if (!ARMOURED.test(firstLetters(bytes))) return bytes;
  try {
    return armor.decode(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
