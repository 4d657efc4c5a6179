// Whether the time of an answer tells whether an address resolves. Deliveries to a mailbox and deliveries to a revoked
// address (the case of a sender who wants to know whether they were blocked) come in random order, one at a time; a
// harmless probe, sent at once after each, waits for whatever the service is still doing. Both answers are timed. The
// number is the probability that one of the first kind takes longer than one of the second: 0.5 tells nothing.
import { Agent, request } from 'node:http';
import { entropy, Party } from '#services/testing/party.ts';
import { call } from '#services/testing/services.ts';
import { ENDPOINTS } from '#wire/endpoints.ts';
import { ENVELOPE_BYTES } from '#wire/sizes.ts';
import { delivery } from '#wire/transport.ts';
import type { Row } from '../row.ts';
import { startService } from './place.ts';

const ROUNDS = 1500;
const WARM_UP = 200;
const PAUSE_MS = 4;

/** One connection, so that nothing but the service's own time is in it. */
function lineTo(port: number): { post(body: Uint8Array): Promise<number>; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const post = (body: Uint8Array) =>
    new Promise<number>((resolve, reject) => {
      const begun = performance.now();
      const { method, path } = ENDPOINTS.deliver;
      const headers = { 'content-type': 'application/octet-stream', 'content-length': body.length };
      const asked = request({ port, host: '127.0.0.1', method, path, headers, agent });
      asked.on('error', reject).on('response', (answer) => {
        if (answer.statusCode !== 202) reject(new Error(`refused: ${answer.statusCode}`));
        answer.resume().on('end', () => resolve(performance.now() - begun));
      });
      asked.end(body);
    });
  return { post, close: () => agent.destroy() };
}

/**
 * Mann and Whitney: the probability that one of `a` is greater than one of `b`, and by how many standard deviations
 * that is not one half.
 */
function greater(a: readonly number[], b: readonly number[]): { probability: number; deviations: number } {
  const all = [...a.map((value) => ({ value, ours: true })), ...b.map((value) => ({ value, ours: false }))];
  const ranks = all
    .toSorted((x, y) => x.value - y.value)
    .reduce((sum, { ours }, rank) => (ours ? sum + rank + 1 : sum), 0);
  const wins = ranks - (a.length * (a.length + 1)) / 2;
  const spread = Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12);
  return { probability: wins / (a.length * b.length), deviations: (wins - (a.length * b.length) / 2) / spread };
}

export async function answers(): Promise<Row[]> {
  const service = await startService();
  const line = lineTo(service.port);
  try {
    const blair = await Party.create(service.origin);
    const id = entropy(16).with(15, 0);
    const revoked = blair.address(id);
    await call(service.origin, 'revoke', { ids: [id] }, { session: await blair.session('manage') });
    const good = blair.address();
    const times = { good: [] as number[], revoked: [] as number[] };
    const probes = { good: [] as number[], revoked: [] as number[] };
    const kinds = Array.from({ length: 2 * (ROUNDS + WARM_UP) }, () =>
      (entropy(1)[0] as number) < 128 ? ('good' as const) : ('revoked' as const),
    );
    for (const [round, kind] of kinds.entries()) {
      const body = delivery.encode(blair.delivery(kind === 'good' ? good : revoked));
      const probe = delivery.encode({ ...blair.delivery(), envelope: entropy(ENVELOPE_BYTES.small) });
      const took = await line.post(body);
      const after = await line.post(probe);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      if (round < 2 * WARM_UP) continue;
      times[kind].push(took);
      probes[kind].push(after);
    }
    const row = (name: string, measured: typeof times): Row => {
      const { probability, deviations } = greater(measured.good, measured.revoked);
      const told = `${name} (${deviations.toFixed(1)} standard deviations of ${measured.good.length + measured.revoked.length})`;
      return {
        name: told,
        ours: probability,
        peer: 0.5,
        peerName: 'nothing to tell',
        ratio: null,
        unit: 'probability',
      };
    };
    return [
      row('the answer takes longer where the address resolves', times),
      row('the answer to a probe after it takes longer', probes),
    ];
  } finally {
    line.close();
    await service.stop();
  }
}
