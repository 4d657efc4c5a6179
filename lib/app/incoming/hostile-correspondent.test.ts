// A correspondent sends well-formed messages that no program of ours would write: it costs them their own conversation
// at most.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { decodeBase64url, encodeHex } from '#bytes/base64url.ts';
import { createSignKeyPair } from '#crypto/keys.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { signDescriptor } from '#protocol/service/descriptor.ts';
import { Bench } from '#services/testing/services.ts';
import { DELIVERY_ADDRESS_BYTES } from '#wire/address.ts';
import type { Item } from '#wire/message.ts';
import { descriptor } from '#wire/service.ts';
import { proton } from '../records/proton.ts';
import { service, serviceKind } from '../records/service.ts';
import { forgetServices, MAX_STRANGERS } from '../services/forget-services.ts';
import { generationOf, statementOf } from '../services/services.ts';
import type { Reads } from '../store/store.ts';

const bench = new Bench();
let origin = '';
let alex: TestDevice;
let blair: TestDevice;
let alexs = '';
let blairs = '';
beforeAll(async () => {
  useProvider(await loadSodium());
  ({ origin } = await bench.start());
  alex = await person([origin]);
  blair = await person([origin]);
  [alexs, blairs] = await acquaint(alex, blair);
});
afterAll(() => bench.end());

const hears = (text: string) => until([blair, alex], async () => (await alex.said(alexs)).includes(`they: ${text}`));
const text = (words: string): Item => ({ kind: 'text', value: { text: words } });

test('addresses that are none are not kept, and keep nobody from writing', async () => {
  const garbage = Array.from({ length: 8 }, () => nodeEntropy(DELIVERY_ADDRESS_BYTES));
  const nowhere = { service: { origin: 'https://nowhere.example', key: nodeEntropy(32) }, addresses: garbage };
  await blair.whisper(blairs, [{ kind: 'addresses', value: [nowhere, nowhere, nowhere, nowhere] }, text('hello')]);
  await hears('hello');
  const [known] = await (await alex.app()).store.read([proton(alexs)]);
  expect(known?.grants).toEqual([{ service: nowhere.service, addresses: [] }]);
  // Nothing can go out until they give an address; messages that came meanwhile were taken all the same.
  await alex.say(alexs, 'into the void');
  expect(await alex.delivery(alexs)).toContain('failed');
  await blair.say(blairs, 'with an address');
  await hears('with an address');
  await alex.say(alexs, 'again');
  await until([alex, blair], async () => (await blair.said(blairs)).includes('they: again'));
  expect(alex.reports).toEqual([]);
});

test('a thousand receipts for messages that never were are read at once', async () => {
  const receipts = Array.from({ length: 15 }, (): Item => {
    return { kind: 'receipt', value: { state: 'read', messages: Array.from({ length: 64 }, () => nodeEntropy(16)) } };
  });
  const { store } = await alex.app();
  const step = store.step.bind(store);
  let runs = 0;
  // Counts how often one step runs: each run is the work of all its messages.
  store.step = (refs, compute, options) => {
    let mine = 0;
    const counted = (reads: Reads, entropy: Parameters<typeof compute>[1]) => {
      runs = Math.max(runs, ++mine);
      return compute(reads, entropy);
    };
    return step(refs, counted, options);
  };
  await blair.whisper(blairs, [...receipts, text('a thousand')]);
  await hears('a thousand');
  store.step = step;
  expect(runs).toBeLessThan(5);
});

test('the same message in another envelope is shown once, and known to be received', async () => {
  const id = nodeEntropy(16);
  await blair.whisper(blairs, [text('once')], { id });
  await blair.whisper(blairs, [text('once')], { id });
  await blair.whisper(blairs, [text('then')]);
  await hears('then');
  expect((await alex.said(alexs)).filter((line) => line === 'they: once')).toHaveLength(1);
  const told = alex.arrivals.filter(({ kind }) => kind === 'text');
  expect(told.every((arrival) => 'relationship' in arrival && arrival.relationship === alexs)).toBe(true);
});

test('names are one visible line, change once a message, and do not push out how it began', async () => {
  const flips = (round: number): Item[] =>
    Array.from({ length: 31 }, (_, i) => ({
      kind: 'profile',
      value: { name: `Blair\u202e\n${round}.${i}\u200b`, pronouns: '\u2066she\u2069' },
    }));
  for (let round = 0; round < 40; round++) await blair.whisper(blairs, [...flips(round), text(`flip ${round}`)]);
  await hears('flip 39');
  const known = await alex.known(alexs);
  expect(known.theirs.pronouns).toBe('she');
  expect(known.theirs.name).toMatch(/^Blair \d+\.30$/);
  expect((await alex.said(alexs)).filter((line) => line === 'name-changed').length).toBeLessThanOrEqual(40);
  const kinds = known.history.map(({ kind }) => kind);
  expect(kinds.slice(0, 2)).toEqual(['invited', 'accepted']);
  expect(kinds.filter((kind) => kind === 'name-changed')).toHaveLength(24);
});

test('a clock beyond all reason and a date far ahead hurt nobody else', async () => {
  await blair.whisper(blairs, [text('from the future')], { clock: 2 ** 32 - 1, sentAt: Date.UTC(9999, 1) });
  await hears('from the future');
  const [future] = (await alex.thread(alexs)).slice(-1);
  expect(future?.sentAt).toBeLessThanOrEqual(alex.now());
  await alex.say(alexs, 'still here');
  await until([alex, blair], async () => (await blair.said(blairs)).includes('they: still here'));
});

test('an unknown kind is shown by its words, one without words not at all, and neither is lost half', async () => {
  const payload = new Uint8Array(16_000).fill(7);
  await blair.whisper(blairs, [
    { kind: 'unknown', value: { code: 999, payload: payload.slice(0, 500) } },
    text('quiet'),
  ]);
  await hears('quiet');
  expect((await alex.said(alexs)).slice(-2)).not.toContain('they: ');
  await blair.whisper(blairs, [
    { kind: 'unknown', value: { code: 999, payload: payload.slice(0, 9000) }, fallback: 'A poll' },
  ]);
  await blair.whisper(blairs, [
    { kind: 'app', value: { type: 'chess/1', payload: payload.slice(0, 8192) }, fallback: 'e2–e4' },
  ]);
  await hears('e2–e4');
  const [poll, chess] = (await alex.thread(alexs)).slice(-2);
  expect(poll?.content).toMatchObject({ kind: 'unknown', value: { code: 999, fallback: 'A poll' } });
  // The type is kept with the payload, for the program that will know it.
  expect(chess?.content.kind === 'unknown' && encodeHex(chess.content.value.payload)).toContain(
    encodeHex(new TextEncoder().encode('chess/1')),
  );
});

test('thirty-two texts in one message are thirty-two messages and one receipt', async () => {
  const before = (await alex.known(alexs)).unread;
  await blair.whisper(
    blairs,
    Array.from({ length: 32 }, (_, i) => text(`part ${i}`)),
  );
  await hears('part 31');
  expect((await alex.known(alexs)).unread).toBe(before + 32);
  const said = await alex.said(alexs);
  expect(said.slice(-32)).toEqual(Array.from({ length: 32 }, (_, i) => `they: part ${i}`));
});

test('with the help of a sending service they cannot put their key in the place of my own service’s', async () => {
  const app = await alex.app();
  const [before] = await app.store.read([service(origin)]);
  const impostor = createSignKeyPair(nodeEntropy);
  const forged = { origin, key: impostor.publicKey };
  const genuine = statementOf(before as NonNullable<typeof before>);
  // The relay answers with whatever it likes; here with what an impostor signed for this origin.
  const statement = { ...genuine, name: forged, issuedAt: Date.now() + 1e9 };
  alex.meddle = async (name, _, __, goOn) =>
    name === 'getDescriptor' ? descriptor.decode(signDescriptor(impostor.seed, statement)) : goOn();
  await generationOf(app, forged);
  alex.meddle = null;
  expect((await app.store.read([service(origin)]))[0]).toEqual(before);
});

test('services that they name, another with every message, are not all kept', async () => {
  const app = await alex.app();
  const [known] = await app.store.read([proton(alexs)]);
  const address = known?.grants[0]?.addresses[0] as Uint8Array;
  const [mine] = await app.store.read([service(origin)]);
  const genuine = statementOf(mine as NonNullable<typeof mine>);
  const met = new Map<string, ReturnType<typeof createSignKeyPair>>();
  const kept = () => app.store.count(serviceKind);
  let most = 0;
  alex.meddle = async (name, _, __, goOn, extra) => {
    if (name === 'submit') return null;
    if (name !== 'getDescriptor') return goOn();
    const asked = new TextDecoder().decode(decodeBase64url(extra?.params?.origin ?? '') ?? new Uint8Array(0));
    const keys = met.get(asked);
    if (keys === undefined) return goOn();
    return descriptor.decode(signDescriptor(keys.seed, { ...genuine, name: { origin: asked, key: keys.publicKey } }));
  };
  for (let round = 0; round < 2 * MAX_STRANGERS; round++) {
    const elsewhere = `https://s${round}.example`;
    const keys = createSignKeyPair(nodeEntropy);
    met.set(elsewhere, keys);
    const there = { service: { origin: elsewhere, key: keys.publicKey }, addresses: [address] };
    await blair.whisper(blairs, [{ kind: 'addresses', value: [there] }, text(`elsewhere ${round}`)]);
    await until([blair, alex], async () => isKept(elsewhere));
    most = Math.max(most, await kept());
  }
  // Mine, those that are named now, and the strangers that were met since it was last looked.
  expect(most).toBeLessThanOrEqual(1 + 4 + MAX_STRANGERS);
  alex.meddle = null;
  await blair.say(blairs, 'where you know me');
  await hears('where you know me');
  await forgetServices(app, { aborted: false });
  expect(await kept()).toBe(1);
  async function isKept(elsewhere: string): Promise<boolean> {
    return (await app.store.read([service(elsewhere)]))[0] !== null;
  }
});

test('goodbye ends it, and a second goodbye says nothing more', async () => {
  const goodbye: Item = { kind: 'terminate', value: { reason: 'ended' } };
  await blair.whisper(blairs, [goodbye, goodbye, goodbye]);
  await blair.whisper(blairs, [goodbye, text('and another thing')]);
  await hears('and another thing');
  expect((await alex.said(alexs)).filter((line) => line === 'ended')).toHaveLength(1);
  expect((await alex.known(alexs)).standing).toBe('ended');
});
