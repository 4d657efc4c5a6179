// The store of a process, as configured, with the place of the service's secrets and the choice of the sweeping
// process. SQLite is one process's alone; a JetStream store is shared, so its secrets lie in it and one of the
// processes sweeps.
import { readFileSync } from 'node:fs';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import type { Log } from '../runtime/log.ts';
import { SecretsFile, type SecretsHome } from '../secrets/secrets.ts';
import { SharedSecrets } from '../secrets/shared-secrets.ts';
import { openNatsStorage } from '../storage/nats/nats.ts';
import { parseOperatorKey } from '../storage/nats/sealing.ts';
import { openSqliteStorage } from '../storage/sqlite/sqlite.ts';
import type { Storage } from '../storage/storage.ts';
import type { NatsConfig, ServiceConfig } from './config.ts';

export interface ProcessStore {
  readonly storage: Storage;
  readonly home: SecretsHome;
  /** Removes expired records if it is this process's turn. */
  sweep(now: number): Promise<void>;
}

/**
 * A sweep looks through everything on the nodes: one an hour is often enough, since expired records are not given out.
 */
const SHARED_SWEEP_MS = 60 * 60_000;
const NOTHING = new Uint8Array(0);

/**
 * @throws Fault unavailable 'storage-in-use' | 'storage-connect' | 'storage-read', malformed 'secrets-malformed' |
 * 'operator-key'
 */
export async function openStore(config: ServiceConfig, entropy: Entropy, log: Log): Promise<ProcessStore> {
  if (config.storage?.kind === 'nats') return openShared(config.storage, entropy, log);
  const storage = openSqliteStorage(config.dataDir);
  try {
    const home = SecretsFile.open(config.dataDir, entropy);
    return { storage, home, sweep: async (now) => void (await storage.expire(now)) };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function openShared(config: NatsConfig, entropy: Entropy, log: Log): Promise<ProcessStore> {
  const operatorKey = parseOperatorKey(readKey(config.operatorKeyFile));
  const storage = await openNatsStorage({ ...config, operatorKey }, entropy, (error) =>
    log.fault('storage-failed', error),
  );
  try {
    const home = await SharedSecrets.open(storage, entropy);
    const turns = storage.keyValue('turns');
    const sweep = async (now: number) => {
      if (await turns.create('sweep', NOTHING, now, now + SHARED_SWEEP_MS)) await storage.expire(now);
    };
    return { storage, home, sweep };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

function readKey(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Fault('malformed', 'operator-key', "the file of the operator's key cannot be read", cause);
  }
}
