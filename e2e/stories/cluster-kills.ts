// A load on a cluster while its parts are killed: messages are submitted, again after a lost answer, until each is
// accepted, and fetched and acknowledged beside it; meanwhile one node or process after the other is killed and started
// again, as a seed says: one at a time, a node until it has caught up. In the end every accepted message came into the
// mailbox, once. The short run is a test (cluster.test.ts), a long one part of `npm run soak`.
import { encodeHex } from '#bytes/base64url.ts';
import type { Cluster } from '#demo/cluster/cluster.ts';
import { eventually } from '#services/testing/eventually.ts';
import { entropy, type Party } from '#services/testing/party.ts';
import { call } from '#services/testing/services.ts';

export interface KillPlan {
  readonly seed: number;
  /** At least; the load goes on for as long as something is killed. */
  readonly messages: number;
  readonly kills: number;
  /** Messages on their way at once. */
  readonly width: number;
  readonly log?: (line: string) => void;
}

export interface KillOutcome {
  /** Envelopes, in hexadecimal. */
  readonly accepted: ReadonlySet<string>;
  /** By sequence in the mailbox: a message shown again after a lost answer has the same one. */
  readonly shown: ReadonlyMap<number, string>;
  /** Submissions that had to be repeated. */
  readonly repeats: number;
}

const PAUSE_MS = 20;
/**
 * While a node catches up the load goes on, but slowly: nodes of 2.9 catch up against it, and with the full load of a
 * busy machine one stream after the other fell behind again (450 messages and 6 s when 120 were asked for), with
 * nothing to bound how long.
 */
const CATCHING_UP_PAUSE_MS = 300;

export async function killedUnderLoad(cluster: Cluster, to: Party, plan: KillPlan): Promise<KillOutcome> {
  const random = mulberry32(plan.seed);
  const accepted = new Set<string>();
  let repeats = 0;
  let begun = 0;
  let isKilling = true;
  let isCatchingUp = false;
  const submitOne = async () => {
    const delivery = to.delivery();
    const body = { dedupe: entropy(16), destination: to.origin, token: NOTHING, delay: 'none' as const, ...delivery };
    for (;;) {
      const answer = await call(cluster.origin, 'submit', body).catch(() => null);
      if (answer?.status === 202) break;
      repeats++;
      await pause(PAUSE_MS);
    }
    accepted.add(encodeHex(delivery.envelope));
  };
  const load = Promise.all(
    Array.from({ length: plan.width }, async () => {
      while (isKilling || begun < plan.messages) {
        begun++;
        await submitOne();
        await pause(isCatchingUp ? CATCHING_UP_PAUSE_MS : PAUSE_MS);
      }
    }),
  );
  let isLoaded = false;
  const reading = readAll(cluster, to, (shown) => isLoaded && new Set(shown.values()).size >= accepted.size);
  for (let kill = 0; kill < plan.kills; kill++) {
    const before = accepted.size;
    await eventually(() => accepted.size > before + plan.width);
    // In turn, so that a short run has both.
    const isNode = kill % 2 === 0;
    const count = isNode ? cluster.nodes.servers.length : cluster.processes.length;
    const index = Math.floor(random() * count);
    plan.log?.(`${accepted.size} accepted: killing ${isNode ? 'node' : 'process'} ${index + 1}`);
    const downMs = random() * 1000;
    if (isNode) await cluster.nodes.stopNode(index, 'SIGKILL');
    else await cluster.stopProcess(index, 'SIGKILL');
    await pause(downMs);
    isCatchingUp = isNode;
    if (isNode) await cluster.nodes.startNode(index);
    else await cluster.startProcess(index);
    isCatchingUp = false;
  }
  isKilling = false;
  await load;
  isLoaded = true;
  return { accepted, shown: await reading, repeats };
}

/** Fetches and acknowledges until all is there, and once more, for what should not be there. */
async function readAll(
  cluster: Cluster,
  of: Party,
  isAll: (shown: ReadonlyMap<number, string>) => boolean,
): Promise<ReadonlyMap<number, string>> {
  const shown = new Map<number, string>();
  const session = await eventually(() => of.session().catch(() => null));
  for (let isLast = false; ; ) {
    const { items } = await eventually(() => of.mailbox(session).catch(() => null));
    for (const { sequence, envelope } of items) shown.set(sequence, encodeHex(envelope));
    const sequences = items.map(({ sequence }) => sequence);
    if (sequences.length > 0)
      await eventually(async () => {
        const answer = await call(cluster.origin, 'acknowledge', { sequences }, { session }).catch(() => null);
        return answer?.status === 204;
      });
    else if (isLast) return shown;
    else isLast = isAll(shown);
    await pause(PAUSE_MS);
  }
}

const NOTHING = new Uint8Array(0);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A small generator with a seed (Mulberry32), for choices that a run can repeat. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
