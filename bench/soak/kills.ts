// Service processes are killed at random (SIGKILL) while clients write through them. Proved: every message that a
// sending service acknowledged comes to its mailbox, once; and no message that was acknowledged there comes back.
// Clients behave as ours do: they repeat a submission, the same bytes under the same dedupe id, until a service says
// that it is on disk.
import { encodeHex } from '#bytes/base64url.ts';
import { sha256 } from '#crypto/hash.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { eventually } from '#services/testing/eventually.ts';
import { entropy, Party } from '#services/testing/party.ts';
import { call } from '#services/testing/services.ts';
import type { Mailbox, Submission } from '#wire/transport.ts';
import { Draw } from '#wire/vectors/samples.ts';
import { ServiceProcess } from './fleet.ts';

export interface KillsOptions {
  readonly seed: number;
  /** Of load and killing, at least; work under way at the end is waited for. */
  readonly seconds: number;
  /** Acknowledged, at least: a busy machine takes longer for them. */
  readonly messages?: number;
  readonly say?: (line: string) => void;
}

export interface KillsResult {
  readonly acknowledged: number;
  readonly kills: number;
  /** Submissions and acknowledgements that had to be repeated. */
  readonly repeats: number;
  /** From the last kill until all was delivered. */
  readonly settledSeconds: number;
}

const RETRY = { firstMs: 50, maxMs: 1000, horizonDays: 7 };
const WRITERS = 4;
const AWAY_MS = 400;
const BETWEEN_MS = 900;

const pause = (durationMs: number) => new Promise((resolve) => setTimeout(resolve, durationMs));

/** @throws Error if a promise is broken, with what the services said last */
export async function kills({ seed, seconds, messages = 0, say = () => {} }: KillsOptions): Promise<KillsResult> {
  useProvider(await loadSodium());
  const shared = { development: true, retry: RETRY } as const;
  const sending = ['s1', 's2'].map((name) => new ServiceProcess(name, { ...shared, roles: ['sending'] }));
  const receiving = ['r1', 'r2'].map((name) => new ServiceProcess(name, { ...shared, roles: ['receiving'] }));
  const fleet = [...sending, ...receiving];
  try {
    await Promise.all(fleet.map((service) => service.start()));
    const parties = await Promise.all(receiving.flatMap(({ origin }) => [Party.create(origin), Party.create(origin)]));
    const run = new Run(parties, sending, new Draw(seed));
    const until = performance.now() + seconds * 1000;
    const victims: ServiceProcess[] = [];
    const goesOn = () => performance.now() < until || run.acknowledged < messages || victims.length > 0;
    const load = Promise.all([
      ...Array.from({ length: WRITERS }, () => run.write(goesOn)),
      ...parties.map((party) => run.read(party)),
    ]);
    // Looked at when the killing is over.
    load.catch(() => {});
    const draw = new Draw(seed + 1);
    // Everyone once, whatever the time; then by chance.
    const ranked = fleet.map((service) => ({ service, rank: draw.u32() })).sort((a, b) => a.rank - b.rank);
    victims.push(...ranked.map(({ service }) => service));
    while (goesOn() && !run.failed) {
      await pause(draw.below(BETWEEN_MS));
      const victim = victims.pop() ?? draw.pick(fleet);
      await victim.kill();
      await pause(draw.below(AWAY_MS));
      await victim.start();
    }
    const killedAt = performance.now();
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    load.then(over, over);
    // Waits of services are a second at most here.
    await eventually(
      () => isOver,
      () => [run.acknowledged, run.missing],
    ).catch(() => run.giveUp());
    await load;
    if (run.missing > 0) throw new Error(`${run.missing} of ${run.acknowledged} acknowledged messages did not come`);
    const settledSeconds = (performance.now() - killedAt) / 1000;
    await requireNothingLeft(fleet, parties, run);
    const killed = fleet.reduce((sum, service) => sum + service.kills, 0);
    return { acknowledged: run.acknowledged, kills: killed, repeats: run.repeats, settledSeconds };
  } catch (error) {
    for (const { name, log } of fleet) say(`${name}: ${log.slice(-5).join(' ')}`);
    throw error;
  } finally {
    await Promise.all(fleet.map((service) => service.end()));
  }
}

class Run {
  readonly #parties: readonly Party[];
  readonly #sending: readonly ServiceProcess[];
  readonly #draw: Draw;
  /** Digest of an envelope that a sending service acknowledged → whether it has come. */
  readonly #owed = new Map<string, boolean>();
  /** Mailbox and digest → the one sequence number under which it may be shown. */
  readonly #shown = new Map<string, number>();
  /** What a service said it had deleted. */
  readonly #gone = new Set<string>();
  #writers = 0;
  repeats = 0;
  failed = false;

  constructor(parties: readonly Party[], sending: readonly ServiceProcess[], draw: Draw) {
    this.#parties = parties;
    this.#sending = sending;
    this.#draw = draw;
  }

  get acknowledged(): number {
    return this.#owed.size;
  }

  get missing(): number {
    return [...this.#owed.values()].filter((came) => !came).length;
  }

  giveUp(): void {
    this.failed = true;
  }

  async write(goesOn: () => boolean): Promise<void> {
    this.#writers++;
    try {
      while (goesOn() && !this.failed) {
        const party = this.#draw.pick(this.#parties);
        const { address, envelope } = party.delivery();
        const submission: Submission = {
          dedupe: entropy(16),
          destination: party.origin,
          delay: 'none',
          token: new Uint8Array(0),
          address,
          envelope,
        };
        const { origin } = this.#draw.pick(this.#sending);
        await this.#insist(async () => (await call(origin, 'submit', submission)).status === 202);
        const digest = encodeHex(sha256(envelope));
        // It may have come before its sender heard that it was taken.
        this.#owed.set(digest, this.#shown.has(`${encodeHex(party.root)} ${digest}`));
      }
    } finally {
      this.#writers--;
    }
  }

  async read(party: Party): Promise<void> {
    let session: Uint8Array | null = null;
    const root = encodeHex(party.root);
    while ((this.#writers > 0 || this.missing > 0) && !this.failed) {
      try {
        session ??= await party.session();
        const { items } = await party.mailbox(session);
        for (const item of items) this.#take(root, item);
        const sequences = items.map(({ sequence }) => sequence);
        if (items.length === 0) await pause(20);
        else if ((await call(party.origin, 'acknowledge', { sequences }, { session })).status === 204)
          for (const sequence of sequences) this.#gone.add(`${root} ${sequence}`);
      } catch (error) {
        if (error instanceof Twice) throw error;
        this.repeats++;
        await pause(50);
      }
    }
  }

  /** What a killed service had not heard of being acknowledged is shown again; nothing else may be there. */
  async requireNothingNew(party: Party): Promise<void> {
    const root = encodeHex(party.root);
    const before = this.#shown.size;
    for (const item of (await party.mailbox(await party.session())).items) this.#take(root, item);
    if (this.#shown.size > before) throw new Twice('a message that nobody acknowledged came after all had come');
  }

  #take(root: string, { envelope, sequence }: Mailbox['items'][number]): void {
    const digest = encodeHex(sha256(envelope));
    const before = this.#shown.get(`${root} ${digest}`);
    if (before !== undefined && before !== sequence) {
      this.failed = true;
      throw new Twice(`a message was shown as ${before} and as ${sequence}`);
    }
    if (this.#gone.has(`${root} ${sequence}`)) {
      this.failed = true;
      throw new Twice('a message came back that the service had deleted');
    }
    this.#shown.set(`${root} ${digest}`, sequence);
    if (this.#owed.has(digest)) this.#owed.set(digest, true);
  }

  async #insist(attempt: () => Promise<boolean>): Promise<void> {
    while (!(await attempt().catch(() => false)) && !this.failed) {
      this.repeats++;
      await pause(50);
    }
  }
}

class Twice extends Error {}

/** All queues run empty and no mailbox gets anything more: a second copy would come now. */
async function requireNothingLeft(
  fleet: readonly ServiceProcess[],
  parties: readonly Party[],
  run: Run,
): Promise<void> {
  for (const service of fleet) {
    const queues = async () => {
      const metrics = await service.metrics();
      return ['sending', 'intake'].map((queue) => metrics?.get(`queue_items{queue="${queue}"}`));
    };
    await eventually(async () => (await queues()).every((left) => left === 0), queues);
  }
  for (const party of parties) await run.requireNothingNew(party);
}
