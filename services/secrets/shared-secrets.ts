// The secrets of a service whose processes share a store: one key of it, replaced by compare and set, so that of two
// processes that want a new generation at the same time one makes it and the other takes it over. The store seals what
// it holds under the operator's key.
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { decodeUtf8, encodeUtf8 } from '#bytes/utf8.ts';
import type { KeyValue, Storage } from '../storage/storage.ts';
import { freshSecrets, parseSecrets, type Secrets, type SecretsHome, secretsText } from './secrets.ts';

const KEY = 'all';
/** They never expire. */
const NO_TIME = 0;

interface Revision {
  readonly secrets: Secrets;
  readonly revision: number;
}

export class SharedSecrets implements SecretsHome {
  readonly #values: KeyValue;
  #present: Revision;

  private constructor(values: KeyValue, present: Revision) {
    this.#values = values;
    this.#present = present;
  }

  /** Reads them, or creates them if no process did. @throws Fault malformed 'secrets-malformed' */
  static async open(storage: Storage, entropy: Entropy): Promise<SharedSecrets> {
    const values = storage.keyValue('secrets');
    if ((await values.get(KEY, NO_TIME)) === null)
      await values.create(KEY, encodeUtf8(secretsText(freshSecrets(entropy))), NO_TIME, null);
    return new SharedSecrets(values, await read(values));
  }

  get secrets(): Secrets {
    return this.#present.secrets;
  }

  async refresh(): Promise<boolean> {
    const before = this.#present.revision;
    this.#present = await read(this.#values);
    return this.#present.revision !== before;
  }

  async update(change: (secrets: Secrets) => Secrets | null): Promise<boolean> {
    for (;;) {
      const changed = change(this.#present.secrets);
      if (changed === null) return false;
      const written = await this.#values.replace(KEY, encodeUtf8(secretsText(changed)), this.#present.revision);
      await this.refresh();
      if (written) return true;
    }
  }
}

async function read(values: KeyValue): Promise<Revision> {
  const found = await values.get(KEY, NO_TIME);
  if (found === null) throw new Fault('bug', 'secrets-missing', 'the secrets of the service are not in its store');
  return { secrets: parseSecrets(decodeUtf8(found.value) ?? ''), revision: found.revision };
}
