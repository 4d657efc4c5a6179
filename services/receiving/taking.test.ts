// Several deliveries of one request: each is taken, refused and counted as if it had come alone, and each
// answer says whether that one is on disk.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Fault } from '#bytes/fault.ts';
import { ENDPOINTS } from '#wire/endpoints.ts';
import { ENVELOPE_BYTES } from '#wire/sizes.ts';
import { type Delivery, deliveries, delivery, MAX_DELIVERIES } from '#wire/transport.ts';
import type { RunningServices } from '../main.ts';
import { Background } from '../runtime/background.ts';
import { createLog } from '../runtime/log.ts';
import { Metrics } from '../runtime/metrics.ts';
import { eventually } from '../testing/eventually.ts';
import { entropy, Party } from '../testing/party.ts';
import { Bench, call } from '../testing/services.ts';
import type { Taken } from './backlog.ts';
import type { Intake } from './intake.ts';
import { Signers } from './signers.ts';
import { Taking } from './taking.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());
const start = (more = {}): Promise<RunningServices> => bench.start({ roles: ['receiving'], ...more });
const several = (origin: string, each: readonly (Delivery | Uint8Array)[]) =>
  call(origin, 'deliverMany', {
    deliveries: each.map((one) => (one instanceof Uint8Array ? one : delivery.encode(one))),
  });
const answersOf = async (origin: string, each: readonly (Delivery | Uint8Array)[]) =>
  (await several(origin, each)).value?.answers.map(({ answer }) => answer);

it('are each in the mailbox, and a bad one among them is refused alone', async () => {
  const { origin } = await start();
  const blair = await Party.create(origin);
  const [one, two] = [blair.delivery(), blair.delivery()];
  const noSize = { ...one, envelope: entropy(ENVELOPE_BYTES.small - 1) };
  expect(await answersOf(origin, [one, entropy(30), two, noSize])).toEqual([
    'accepted',
    'malformed',
    'accepted',
    'malformed',
  ]);
  const found = (await blair.arrived(2)).map(({ envelope }) => envelope);
  expect(found).toEqual([one.envelope, two.envelope]);
});

it('may be the same twice, now or later, and it comes once', async () => {
  const { origin, metrics } = await start();
  const blair = await Party.create(origin);
  const one = blair.delivery();
  expect(await answersOf(origin, [one, one, blair.delivery()])).toEqual(['accepted', 'accepted', 'accepted']);
  await blair.arrived(2);
  expect(await answersOf(origin, [one])).toEqual(['accepted']);
  await eventually(() => metrics.value('openings_total', 'repeated') === 1);
  expect(await blair.arrived(2)).toHaveLength(2);
});

it('cost as much as if they came alone, from the same allowance', async () => {
  const { origin } = await start({ rates: { deliver: { burst: 3, perSecond: 0.001 } } });
  const blair = await Party.create(origin);
  const each = Array.from({ length: 5 }, () => blair.delivery());
  const { value } = await several(origin, each);
  expect(value?.answers.map(({ answer }) => answer)).toEqual([
    ...new Array(3).fill('accepted'),
    ...new Array(2).fill('rate-limited'),
  ]);
  expect(value?.answers[4]?.retryAfterSeconds).toBeGreaterThan(100);
  expect(await call(origin, 'deliver', blair.delivery())).toMatchObject({ status: 429, code: 'rate-limited' });
  expect(await several(origin, each)).toMatchObject({ status: 429, code: 'rate-limited' });
});

it('are taken for as many as there is room for', async () => {
  const { origin } = await start({ limits: { intakeItems: 2 } });
  const blair = await Party.create(origin);
  const { value } = await several(
    origin,
    Array.from({ length: 4 }, () => blair.delivery()),
  );
  expect(value?.answers).toEqual([
    ...new Array(2).fill({ answer: 'accepted', retryAfterSeconds: 0 }),
    ...new Array(2).fill({ answer: 'unavailable', retryAfterSeconds: 5 }),
  ]);
  expect(await blair.arrived(2)).toHaveLength(2);
});

it('are none, too many or too long: the request is refused', async () => {
  const { origin } = await start();
  const small = new Uint8Array(1);
  const bytes = deliveries.encode({ deliveries: new Array(MAX_DELIVERIES).fill(small) });
  const more = new Uint8Array([...bytes, 0, 1, 0]).with(2, MAX_DELIVERIES + 1);
  expect((await several(origin, [])).code).toBe('malformed');
  expect((await call(origin, 'deliverMany', null, { bytes: more })).code).toBe('malformed');
  const long = new Uint8Array(ENDPOINTS.deliverMany.request.maxBytes + 1);
  expect((await call(origin, 'deliverMany', null, { bytes: long })).code).toBe('too-large');
  expect(await answersOf(origin, new Array(MAX_DELIVERIES).fill(small))).toEqual(
    new Array(MAX_DELIVERIES).fill('malformed'),
  );
});

it('are all accepted whatever is in them, in answers that are the same to the byte', async () => {
  const { origin } = await start();
  const blair = await Party.create(origin);
  const id = entropy(16).with(15, 0);
  await call(origin, 'revoke', { ids: [id] }, { session: await blair.session('manage') });
  const good = () => blair.delivery();
  const revoked = () => blair.delivery(blair.address(id));
  const junk = () => ({ ...blair.delivery(), envelope: entropy(ENVELOPE_BYTES.small) });
  const answered = new Set<string>();
  for (const each of [
    [good(), good()],
    [revoked(), good()],
    [junk(), revoked()],
  ])
    answered.add(JSON.stringify(await several(origin, each)));
  expect(answered.size).toBe(1);
});

it('are told of each whether the disk took it', async () => {
  // A disk that takes one and fails at another cannot be had: the intake says so.
  const accept = async ({ content }: Taken) => {
    if (content.envelope[0] === 1) throw new Fault('unavailable', 'storage-write', 'no');
    return 'appended' as const;
  };
  const parts = { metrics: new Metrics(), now: Date.now, log: createLog(() => {}, Date.now) };
  const taking = new Taking({
    ...parts,
    intake: { waiting: 0, accept } as unknown as Intake,
    signers: new Signers({ ...parts, origin: 'http://localhost', descriptors: null as never }),
    signedOnly: false,
    limits: { intakeItems: 10 },
    background: new Background(),
  });
  const one = (first: number) =>
    delivery.encode({ address: entropy(1298), envelope: entropy(ENVELOPE_BYTES.small).with(0, first) });
  const body = { deliveries: [one(0), one(1), one(2)] };
  const answer = await taking.several({
    body,
    bytes: deliveries.encode(body),
    takeOneMore: () => 0,
    parameters: {},
    session: null,
    peer: '127.0.0.1',
    header: () => undefined,
  });
  expect('answers' in answer && answer.answers.map(({ answer }) => answer)).toEqual([
    'accepted',
    'unavailable',
    'accepted',
  ]);
});
