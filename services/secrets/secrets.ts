// The secrets of one service: the key that signs its descriptor, the key that authenticates its sessions, the key that
// blinds mask names at rest, the sealing keys of every generation in use, and a token issuer's keys. Losing them loses
// every address made for the service: a backup must hold them. One process keeps them in a file (SecretsFile);
// processes that share a store keep them there (shared-secrets.ts).
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { decodeBase64url, encodeBase64url } from '#bytes/base64url.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import type { TokenClass, TokenType } from '#wire/token.ts';

export interface StoredGeneration {
  generation: number;
  fromDay: number;
  untilDay: number;
  /** Last day on which addresses made for it are opened. */
  opensUntilDay: number;
  innerPublic: Uint8Array;
  outerPublic: Uint8Array;
  innerSecret: Uint8Array;
  /** Empty once it is forgotten. */
  outerSecret: Uint8Array;
}

export interface StoredIssuerKey {
  type: TokenType;
  class: TokenClass;
  fromAt: number;
  untilAt: number;
  publicKey: Uint8Array;
  /** A scalar, or PKCS #8. */
  secretKey: Uint8Array;
}

export interface Secrets {
  descriptorSeed: Uint8Array;
  sessionKey: Uint8Array;
  maskNameKey: Uint8Array;
  generations: StoredGeneration[];
  /** Of the token issuer; empty if this is none. */
  issuerKeys: StoredIssuerKey[];
}

/** The place of the secrets: a file, or the shared store. */
export interface SecretsHome {
  /** As last read or written; never changed in place. */
  readonly secrets: Secrets;
  /** Reads changes that another process wrote. True if there were any. */
  refresh(): Promise<boolean>;
  /**
   * Replaces the secrets by what `change` makes of them, or nothing if it makes null. If another process was faster, it
   * is asked again with that one's secrets. True if anything changed; durable when it resolves.
   */
  update(change: (secrets: Secrets) => Secrets | null): Promise<boolean>;
}

const bytes = v.pipe(
  v.string(),
  v.transform(decodeBase64url),
  v.check((value): value is Uint8Array => value !== null),
  v.transform((value) => value as Uint8Array),
);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const schema = v.strictObject({
  version: v.literal(1),
  descriptorSeed: bytes,
  sessionKey: bytes,
  maskNameKey: bytes,
  generations: v.array(
    v.strictObject({
      generation: count,
      fromDay: count,
      untilDay: count,
      // Not in files from before addresses of different terms: an address lived 60 days at most then.
      opensUntilDay: v.exactOptional(count),
      innerPublic: bytes,
      outerPublic: bytes,
      innerSecret: bytes,
      outerSecret: bytes,
    }),
  ),
  // Not in files from before there were tokens.
  issuerKeys: v.exactOptional(
    v.array(
      v.strictObject({
        type: v.picklist(['voprf', 'rsa']),
        class: v.picklist(['message', 'blob', 'root', 'mask']),
        fromAt: count,
        untilAt: count,
        publicKey: bytes,
        secretKey: bytes,
      }),
    ),
  ),
});

export function freshSecrets(entropy: Entropy): Secrets {
  return {
    descriptorSeed: entropy(32),
    sessionKey: entropy(32),
    maskNameKey: entropy(32),
    generations: [],
    issuerKeys: [],
  };
}

/**
 * A file of the data folder that its owner alone may read (mode 0600), replaced whole: written aside, synced, renamed,
 * and the folder synced.
 */
export class SecretsFile implements SecretsHome {
  readonly #directory: string;
  #secrets: Secrets;

  private constructor(directory: string, secrets: Secrets) {
    this.#directory = directory;
    this.#secrets = secrets;
  }

  get secrets(): Secrets {
    return this.#secrets;
  }

  /**
   * Reads the file, or creates it with fresh keys. @throws Fault malformed 'secrets-malformed': never replaced, since
   * nothing could be opened with new ones
   */
  static open(directory: string, entropy: Entropy): SecretsFile {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const text = readIfThere(join(directory, NAME));
    if (text !== null) return new SecretsFile(directory, parseSecrets(text));
    const file = new SecretsFile(directory, freshSecrets(entropy));
    file.#save(file.#secrets);
    return file;
  }

  /** No other process writes it. */
  async refresh(): Promise<boolean> {
    return false;
  }

  async update(change: (secrets: Secrets) => Secrets | null): Promise<boolean> {
    const changed = change(this.#secrets);
    if (changed === null) return false;
    // First on disk: keys in use here are published, and addresses made for them must open after a crash too.
    this.#save(changed);
    this.#secrets = changed;
    return true;
  }

  #save(secrets: Secrets): void {
    const aside = join(this.#directory, `${NAME}.new`);
    const file = openSync(aside, 'w', 0o600);
    try {
      // All of it or an error: a single write that fills the disk writes a part and says so by a number only.
      writeFileSync(file, secretsText(secrets));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(aside, join(this.#directory, NAME));
    const folder = openSync(this.#directory, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }
}

const NAME = 'secrets.json';

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export function secretsText(secrets: Secrets): string {
  return JSON.stringify({ version: 1, ...secrets }, (_, value) =>
    value instanceof Uint8Array ? encodeBase64url(value) : value,
  );
}

/** @throws Fault malformed 'secrets-malformed' */
export function parseSecrets(text: string): Secrets {
  try {
    const { version: _, generations, issuerKeys, ...secrets } = v.parse(schema, JSON.parse(text));
    return {
      ...secrets,
      issuerKeys: issuerKeys ?? [],
      generations: generations.map((one) => ({ ...one, opensUntilDay: one.opensUntilDay ?? one.untilDay + 60 })),
    };
  } catch {
    // The cause is left out: texts of the parsers quote what they read.
    throw new Fault('malformed', 'secrets-malformed', 'the secrets of the service are damaged');
  }
}
