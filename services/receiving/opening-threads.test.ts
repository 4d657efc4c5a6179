// Deliveries opened in threads are what they are when opened here; secrets that are gone are gone there too; a thread
// that dies takes its batch with it and nothing else.
import { afterEach, describe, expect, it } from 'vitest';
import { sha256 } from '#crypto/hash.ts';
import { createSignKeyPair } from '#crypto/keys.ts';
import {
  createDeliveryAddress,
  createGeneration,
  type GenerationSecrets,
  sealAddress,
} from '#protocol/address/address.ts';
import { dayOf } from '#protocol/base/day.ts';
import type { Generation } from '#wire/service.ts';
import { type Delivery, delivery } from '#wire/transport.ts';
import { createLog } from '../runtime/log.ts';
import { Metrics } from '../runtime/metrics.ts';
import { SecretsFile } from '../secrets/secrets.ts';
import { openSqliteStorage } from '../storage/sqlite/sqlite.ts';
import { eventually } from '../testing/eventually.ts';
import { entropy } from '../testing/party.ts';
import { Bench } from '../testing/services.ts';
import type { Taken } from './backlog.ts';
import { Generations } from './generations.ts';
import { Intake } from './intake.ts';
import { type Claimed, type Opener, openHere, type Sealed } from './opening.ts';
import { OpeningThreads } from './opening-threads.ts';
import { Roots } from './roots.ts';

const service = { origin: 'https://receiving.example', key: entropy(32) };
const days = { fromDay: 0, untilDay: 30, opensUntilDay: 200 };
const made = [1, 2].map((number) => createGeneration(number, days, entropy));
const secrets = new Map(made.map(({ generation, secrets }) => [generation.generation, secrets]));
const owner = createSignKeyPair(entropy);

function sealed(number: 1 | 2): Sealed {
  const generation = (made[number - 1] as (typeof made)[0]).generation;
  const maker = { service, generation, root: entropy(16), addressSeed: owner.seed };
  const envelope = entropy(4096);
  const address = createDeliveryAddress(maker, entropy(16), 20, entropy);
  return { address: sealAddress(address, service, generation, envelope, entropy), envelopeDigest: sha256(envelope) };
}

let held: OpeningThreads | null = null;
afterEach(() => held?.close());

/** Threads that know what `table` holds. */
function threads(table: { revision: object; secrets: ReadonlyMap<number, GenerationSecrets> }): OpeningThreads {
  held = new OpeningThreads(() => ({ service, revision: table.revision, allSecrets: () => table.secrets }), 2);
  return held;
}

async function outcomes(opener: Opener, batch: readonly Sealed[], keys: readonly Uint8Array[]) {
  const opened = await opener.open(batch);
  const claimed = opened.flatMap((one, index): Claimed[] =>
    one === null ? [] : [{ opened: one, addressKey: keys[index] as Uint8Array }],
  );
  return { opened, signed: await opener.verify(claimed) };
}

describe('opening in threads', () => {
  it('gives what opening here gives, for good and bad in any order, several batches at once', async () => {
    const good = Array.from({ length: 6 }, (_, index) => sealed(index % 2 === 0 ? 1 : 2));
    const bad: Sealed[] = [
      { ...sealed(1), envelopeDigest: entropy(32) },
      { ...sealed(2), address: sealed(2).address.with(700, 0).with(701, 0) },
      { address: new Uint8Array(sealed(1).address.length), envelopeDigest: entropy(32) },
    ];
    const batch = [...good.slice(0, 3), ...bad, ...good.slice(3)];
    const keys = batch.map((_, index) => (index % 4 === 0 ? entropy(32) : owner.publicKey));
    const here = openHere({ service, secretsOf: (generation) => secrets.get(generation) });
    const wanted = await outcomes(here, batch, keys);
    expect(wanted.opened.filter((one) => one !== null).length).toBe(6);
    expect(new Set(wanted.signed)).toEqual(new Set([true, false]));
    const opener = threads({ revision: {}, secrets });
    const given = await Promise.all(Array.from({ length: 4 }, () => outcomes(opener, batch, keys)));
    for (const one of given) expect(one).toEqual(wanted);
  });

  it('forgets secrets when they are forgotten here', async () => {
    const table = { revision: {}, secrets: new Map(secrets) };
    const opener = threads(table);
    const batch = [sealed(1), sealed(2)];
    expect((await opener.open(batch)).map((one) => one !== null)).toEqual([true, true]);
    table.secrets.delete(1);
    table.revision = {};
    expect((await opener.open(batch)).map((one) => one !== null)).toEqual([false, true]);
  });

  it('fails what is under way when it is closed', async () => {
    const opener = threads({ revision: {}, secrets });
    const waiting = opener.open([sealed(1)]);
    await Promise.all([
      expect(waiting).rejects.toMatchObject({ blame: 'unavailable', code: 'opening-ended' }),
      opener.close(),
    ]);
    await expect(opener.open([sealed(1)])).rejects.toMatchObject({ code: 'opening-ended' });
  });
});

describe('a busy receiving service', () => {
  it('opens in threads, and a mailbox keeps the order in which its deliveries were accepted', async () => {
    const bench = new Bench();
    try {
      const dataDir = bench.directory();
      const storage = openSqliteStorage(dataDir);
      bench.onEnd(() => storage.close());
      const file = SecretsFile.open(dataDir, entropy);
      const generations = new Generations(file, entropy);
      const today = dayOf(Date.now());
      await generations.rotate(today);
      const roots = new Roots(storage, Date.now);
      const opener = unevenly(threads({ revision: {}, secrets: generations.allSecrets() }));
      const intake = new Intake({
        storage,
        generations,
        roots,
        metrics: new Metrics(),
        log: createLog(() => {}, Date.now),
        now: Date.now,
        openerFor: () => opener,
        arrived: () => {},
        mailboxBytes: 2 ** 30,
        addressPace: { burst: 1000, perSecond: 1 },
        servicePace: { burst: 1000, perSecond: 1 },
      });
      await intake.start();
      bench.onEnd(() => intake.stop());
      const [generation] = generations.published(today) as [Generation];
      const boxes = await Promise.all([1, 2].map((n) => createBox(roots, generation, today + n)));
      const sent = Array.from({ length: 300 }, (_, index) => (boxes[index % 2] as Box).delivery(index));
      await Promise.all(sent.map((body) => intake.accept(taken(body), DELIVERER)));
      await eventually(() => intake.waiting === 0);
      for (const [at, { root }] of boxes.entries()) {
        const { items } = await storage.mailboxes('mailboxes').read(root, 300, Date.now());
        const numbers = items.map(({ body }) => (body.at(-2) as number) * 256 + (body.at(-1) as number));
        expect(numbers).toEqual(Array.from({ length: 150 }, (_, index) => 2 * index + at));
      }
    } finally {
      await bench.end();
    }
  });
});

function taken(content: Delivery): Taken {
  const bytes = delivery.encode(content);
  return { content, bytes, id: sha256(bytes) };
}

/** Every other batch is opened five times over, so that the one behind it is ready before. */
function unevenly(opener: Opener): Opener {
  let calls = 0;
  return {
    verify: (batch) => opener.verify(batch),
    async open(batch) {
      if (++calls % 2 === 1) for (let times = 0; times < 4; times++) await opener.open(batch);
      return opener.open(batch);
    },
  };
}

const DELIVERER = { peer: '127.0.0.1', blamed: async () => '127.0.0.1' };

interface Box {
  readonly root: Uint8Array;
  /** Its envelope ends with the number. */
  delivery(number: number): Delivery;
}

async function createBox(roots: Roots, generation: Generation, expiryDay: number): Promise<Box> {
  const keys = { addressKey: owner.publicKey, accessKey: owner.publicKey, createdDay: 1, latency: 'now' } as const;
  const root = await roots.create(entropy(16), keys, entropy);
  const maker = { service, generation, root, addressSeed: owner.seed };
  const address = createDeliveryAddress(maker, entropy(16), expiryDay, entropy);
  return {
    root,
    delivery(number) {
      const envelope = entropy(4096)
        .with(-2, number >> 8)
        .with(-1, number & 0xff);
      return { address: sealAddress(address, service, generation, envelope, entropy), envelope };
    },
  };
}
