// The secrets of one service, in one file of the data folder that its owner alone may read (mode 0600): the key that signs its
// descriptor, the key that authenticates its sessions, the key that blinds mask names at rest, and the sealing keys of every
// generation still in use. A save replaces the file whole: written aside, synced, renamed, and the folder synced. Losing this file loses
// every address made for the service; it is what a backup must hold.
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { decodeBase64url, encodeBase64url } from '#bytes/base64url.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';

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

export interface Secrets {
  descriptorSeed: Uint8Array;
  sessionKey: Uint8Array;
  maskNameKey: Uint8Array;
  generations: StoredGeneration[];
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
});

export class SecretsFile {
  readonly #directory: string;
  readonly secrets: Secrets;

  private constructor(directory: string, secrets: Secrets) {
    this.#directory = directory;
    this.secrets = secrets;
  }

  /** Reads the file, or creates it with fresh keys. @throws Fault malformed 'secrets-malformed': never replaced, since nothing could be opened with new ones */
  static open(directory: string, entropy: Entropy): SecretsFile {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const text = readIfThere(join(directory, NAME));
    if (text !== null) return new SecretsFile(directory, parse(text));
    const fresh = { descriptorSeed: entropy(32), sessionKey: entropy(32), maskNameKey: entropy(32), generations: [] };
    const file = new SecretsFile(directory, fresh);
    file.save();
    return file;
  }

  /** Durable when it returns. */
  save(): void {
    const text = JSON.stringify({ version: 1, ...this.secrets }, (_, value) =>
      value instanceof Uint8Array ? encodeBase64url(value) : value,
    );
    const aside = join(this.#directory, `${NAME}.new`);
    const file = openSync(aside, 'w', 0o600);
    try {
      writeSync(file, text);
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

function parse(text: string): Secrets {
  try {
    const { version: _, generations, ...secrets } = v.parse(schema, JSON.parse(text));
    return {
      ...secrets,
      generations: generations.map((one) => ({ ...one, opensUntilDay: one.opensUntilDay ?? one.untilDay + 60 })),
    };
  } catch {
    // The cause is left out: texts of the parsers quote what they read.
    throw new Fault('malformed', 'secrets-malformed', 'the secrets file of the data folder is damaged');
  }
}
