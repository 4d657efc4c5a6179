// Durable acceptance: deliveries of 4 KiB envelopes a second, each on disk before its answer, opened, judged and in its
// mailbox. What counts is the time until the last lies there, so that no backlog is counted as work. Postfix and
// Mosquitto in turns with us, so that whatever else the machine does falls on all.
import { ENDPOINTS } from '#wire/endpoints.ts';
import { delivery } from '#wire/transport.ts';
import type { Opened } from '../part.ts';
import { median, type Row } from '../row.ts';
import { createParties, sealDeliveries } from './correspondents.ts';
import { postRequest, sendAll } from './generator.ts';
import { mosquittoMissing, runMosquitto } from './mosquitto.ts';
import { type Service, startService } from './place.ts';
import { type PeerRun, postfixMissing, runPostfix } from './postfix.ts';

export const MAILBOXES = 200;
export const CONNECTIONS = 64;
const ROUNDS = 2;
const MESSAGES = 5000;
const PEER_MESSAGES = 2000;
const TURN_MESSAGES = 2000;
/** As the issue asks: `smtp-source -s 20 -l 4096`. */
const SESSIONS = 20;

export interface OurRun extends PeerRun {
  /** Answers a second, whether or not the opening kept up. */
  readonly answeredPerSecond: number;
  readonly writtenBytesEach: number;
  /** Processor time of the load generator, of one processor. */
  readonly generatorShare: number;
}

/** Brings prepared deliveries to each service at once. */
export async function runOurs(
  load: readonly { readonly service: Service; readonly requests: readonly Buffer[] }[],
): Promise<OurRun> {
  const count = load.reduce((sum, { requests }) => sum + requests.length, 0);
  const before = await Promise.all(load.map(({ service }) => delivered(service)));
  const cpuBefore = load.reduce((sum, { service }) => sum + service.cpuSeconds(), 0);
  const written = (): number => load.reduce((sum, { service }) => sum + service.writtenBytes(), 0);
  const writtenBefore = written();
  const ownBefore = process.cpuUsage();
  const startedAt = performance.now();
  const connections = Math.ceil(CONNECTIONS / load.length);
  const loads = await Promise.all(
    load.map(({ service, requests }) => sendAll({ port: service.port, requests, connections })),
  );
  for (const [index, { service, requests }] of load.entries()) {
    while ((await delivered(service)) < (before[index] as number) + requests.length) await soon(5);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const own = process.cpuUsage(ownBefore);
  const cpu = load.reduce((sum, { service }) => sum + service.cpuSeconds(), 0) - cpuBefore;
  return {
    perSecond: count / seconds,
    perCpuSecond: count / cpu,
    answeredPerSecond: count / Math.max(...loads.map((one) => one.seconds)),
    writtenBytesEach: (written() - writtenBefore) / count,
    generatorShare: (own.user + own.system) / 1e6 / seconds,
  };
}

/** Requests for deliveries to fresh mailboxes of a service. */
export async function prepare(service: Service, count: number): Promise<Buffer[]> {
  const deliveries = sealDeliveries(await createParties(service.origin, MAILBOXES), count);
  return deliveries.map((one) => postRequest(service.port, ENDPOINTS.deliver.path, delivery.encode(one)));
}

export async function acceptance(): Promise<Row[]> {
  const service = await startService();
  const runs = { ours: [] as OurRun[], postfix: [] as PeerRun[], kept: [] as PeerRun[], mosquitto: [] as PeerRun[] };
  const postfix = postfixMissing();
  const mosquitto = mosquittoMissing();
  for (const missing of [postfix, mosquitto]) if (missing !== null) process.stdout.write(`${missing}; left out.\n`);
  try {
    await runOurs([{ service, requests: await prepare(service, 2000) }]);
    for (let round = 0; round < ROUNDS; round++) {
      runs.ours.push(await runOurs([{ service, requests: await prepare(service, MESSAGES) }]));
      if (postfix === null) runs.postfix.push(await runPostfix(PEER_MESSAGES, SESSIONS, false));
      if (postfix === null) runs.kept.push(await runPostfix(PEER_MESSAGES, SESSIONS, true));
      if (mosquitto === null) runs.mosquitto.push(await runMosquitto(MESSAGES, SESSIONS));
    }
  } finally {
    await service.stop();
  }
  return rowsOf(runs.ours, [
    ['Postfix', runs.postfix],
    ['Postfix, connections kept', runs.kept],
    ['Mosquitto QoS 1 (no sync)', runs.mosquitto],
  ]);
}

/** In turns with another build; Postfix beside in each turn, if it is installed. */
export async function openAcceptance(): Promise<Opened> {
  const service = await startService();
  const turn = async () => {
    const { perCpuSecond } = await runOurs([{ service, requests: await prepare(service, TURN_MESSAGES) }]);
    const name = 'acceptance, one process';
    const row = { name, unit: 'deliveries per CPU second', value: perCpuSecond };
    if (postfixMissing() !== null) return [row];
    const peer = await runPostfix(TURN_MESSAGES, SESSIONS, true);
    return [
      row,
      { name: `${name} over Postfix`, unit: 'times per CPU second', value: perCpuSecond / peer.perCpuSecond },
    ];
  };
  return { turn, close: () => service.stop() };
}

function rowsOf(ours: readonly OurRun[], peers: readonly (readonly [string, readonly PeerRun[]])[]): Row[] {
  const rows: Row[] = [];
  for (const [what, unit] of [
    ['perSecond', 'deliveries per second'],
    ['perCpuSecond', 'deliveries per CPU second'],
  ] as const) {
    const mine = median(ours.map((run) => run[what]));
    for (const [peerName, runs] of peers) {
      if (runs.length === 0) continue;
      const ratio = median(runs.map((run, round) => (ours[round]?.[what] ?? Number.NaN) / run[what]));
      rows.push({
        name: 'acceptance, one process',
        ours: mine,
        peer: median(runs.map((run) => run[what])),
        peerName,
        ratio,
        unit,
      });
    }
    if (rows.every((row) => row.unit !== unit)) rows.push(alone('acceptance, one process', mine, unit));
  }
  rows.push(alone('answered, one process', median(ours.map((run) => run.answeredPerSecond)), 'deliveries per second'));
  rows.push(alone('written to disk for each', median(ours.map((run) => run.writtenBytesEach)), 'bytes'));
  rows.push(alone('of one processor, the load generator', 100 * median(ours.map((run) => run.generatorShare)), '%'));
  return rows;
}

export function alone(name: string, ours: number, unit: string): Row {
  return { name, ours, peer: null, peerName: null, ratio: null, unit };
}

export function delivered(service: Service): Promise<number> {
  return service.metric('openings_total{outcome="mailbox"}');
}

export function soon(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
