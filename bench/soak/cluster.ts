// A cluster of three nodes and two service processes under load, one part of it killed after the other, for as long as
// is wanted.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { Cluster } from '#demo/cluster/cluster.ts';
import { killedUnderLoad } from '#e2e/stories/cluster-kills.ts';
import { freePorts } from '#services/storage/nats/nodes.ts';
import { Party } from '#services/testing/party.ts';

const KILLS_A_ROUND = 6;

export interface ClusterSoak {
  readonly seed: number;
  readonly seconds: number;
  readonly say: (line: string) => void;
}

/** @throws Error if an accepted message did not come, or came twice */
export async function cluster({ seed, seconds, say }: ClusterSoak): Promise<{ messages: number; kills: number }> {
  useProvider(await loadSodium());
  const directory = mkdtempSync(join(tmpdir(), 'soak-cluster-'));
  const nodePorts = await freePorts(3);
  const config = { retry: { firstMs: 20, maxMs: 500, horizonDays: 7 } };
  const running = await Cluster.start({ directory, port: 0, nodePorts, smtpPorts: [0, 0], leaseMs: 2000, config });
  const until = performance.now() + seconds * 1000;
  let messages = 0;
  let round = 0;
  try {
    while (round === 0 || performance.now() < until) {
      const to = await Party.create(running.origin);
      const plan = { seed: seed + round, messages: 200, kills: KILLS_A_ROUND, width: 16, log: say };
      const { accepted, shown } = await killedUnderLoad(running, to, plan);
      const distinct = new Set(shown.values());
      if (shown.size !== accepted.size || distinct.size !== accepted.size)
        throw new Error(`${accepted.size} accepted, ${shown.size} shown, ${distinct.size} of them distinct`);
      messages += accepted.size;
      round++;
      say(`round ${round}: ${accepted.size} accepted, each shown once`);
    }
    return { messages, kills: round * KILLS_A_ROUND };
  } finally {
    await running.stop();
    rmSync(directory, { recursive: true });
  }
}
