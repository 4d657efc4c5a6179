// Whatever a body says within its format, taking it in ends, and what it makes due can be made: no correspondent, and
// nobody who holds an invitation, writes what this program then stumbles over.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acceptAs, acquaint, invitationOf, person, type TestDevice } from '#e2e/harness/devices.ts';
import { FC_SEED } from '#e2e/harness/seed.ts';
import { type FirstEnvelope, sealEnvelope } from '#protocol/pairwise/envelope.ts';
import { type RatchetState, ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import { Bench } from '#services/testing/services.ts';
import { handshake } from '#wire/handshake.ts';
import type { Item, MessageBody } from '#wire/message.ts';
import { Draw, ITEM_SAMPLES } from '#wire/vectors/samples.ts';
import { viewOf } from '../items/items.ts';
import { invitationRecord, MAX_REFUSALS } from '../records/invitation.ts';
import { type Proton, proton } from '../records/proton.ts';
import { withdrawInvitation } from '../relationships/invite.ts';
import { receive } from './receive.ts';
import { answerOwing } from './replies-due.ts';

const BODIES = 260;
const LATEST = 2 ** 48 - 1;

const bench = new Bench();
let alex: TestDevice;
let blair: TestDevice;
beforeAll(async () => {
  useProvider(await loadSodium());
  const { origin } = await bench.start();
  [alex, blair] = [await person([origin]), await person([origin])];
});
afterAll(() => bench.end());

/** Any two items that fit together, with the ends of every number. */
function extreme(seed: number): MessageBody {
  const draw = new Draw(FC_SEED + seed, (['any', 'most', 'least'] as const)[seed % 3]);
  const number = () => draw.pick([0, 2 ** 31, 2 ** 32 - 1, draw.u32()]);
  const items = [ITEM_SAMPLES[seed % ITEM_SAMPLES.length] as (of: Draw) => Item, draw.pick(ITEM_SAMPLES)]
    .map((sample) => sample(draw))
    .filter(({ kind }) => kind !== 'terminate');
  for (const item of items)
    if (item.kind === 'attachment' || item.kind === 'longText') item.value.blob.expiryDay = number();
  return { id: draw.bytes(16), clock: number(), sentAt: draw.pick([0, LATEST, draw.timestamp()]), items };
}

async function protonOf(one: TestDevice, id: string): Promise<Proton> {
  const [known] = await (await one.app()).store.read([proton(id)]);
  return known as Proton;
}

/** @returns what went wrong */
async function takes(known: Proton, bodies: readonly MessageBody[], opening: FirstEnvelope | null): Promise<unknown[]> {
  const app = await alex.app();
  const address = known.grants[0]?.addresses[0] as Uint8Array;
  let state: RatchetState = ratchetState.decode(known.ratchet);
  const wrong: unknown[] = [];
  for (const body of bodies) {
    const sealed = sealEnvelope(state, body, 'large', opening, nodeEntropy);
    state = sealed.state;
    const { outcomes, failure } = await receive(app, [{ address, envelope: sealed.envelope }]);
    if (failure !== null || outcomes[0] === null) wrong.push({ body, failure });
    await answerOwing(app).catch((failure: unknown) => wrong.push({ body, failure }));
  }
  return wrong;
}

test('of a correspondent', async () => {
  const [alexs, blairs] = await acquaint(alex, blair);
  const bodies = Array.from({ length: BODIES }, (_, seed) => extreme(seed));
  expect(await takes(await protonOf(blair, blairs), bodies, null)).toEqual([]);
  // What a thread shows of it can be written as a date.
  const views = (await alex.thread(alexs)).map((entry) => viewOf(entry, { progress: null, failure: null }));
  const times = views.flatMap((view) => [view.sentAt, ...(view.type === 'attachment' ? [view.hostedUntil] : [])]);
  expect(times.filter((at) => Number.isNaN(new Date(at).getTime()))).toEqual([]);
  expect(views.some(({ type }) => type === 'attachment')).toBe(true);
});

test.each(['open', 'withdrawn'] as const)('of who holds an invitation that is %s', async (state) => {
  for (let round = 0; round < MAX_REFUSALS + 2; round++) {
    const invited = await invitationOf(alex);
    const known = await protonOf(blair, await acceptAs(blair, invited.text));
    if (state === 'withdrawn') await withdrawInvitation(await alex.app(), invited.id);
    const begun = known.opening as NonNullable<typeof known.opening>;
    const opening = { handshake: handshake.decode(begun.handshake), envelopeKey: begun.envelopeKey };
    const own: Item = { kind: 'addresses', value: known.grants };
    const body = { ...extreme(round), clock: round % 2 === 0 ? 2 ** 32 - 1 : 0 };
    expect(await takes(known, [{ ...body, items: [own] }, body], opening)).toEqual([]);
    const [after] = await (await alex.app()).store.read([invitationRecord(invited.id)]);
    expect(after).toMatchObject(state === 'open' ? { state: 'used' } : { refusals: 1 });
  }
});
