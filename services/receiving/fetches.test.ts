// Reading through one's own receiving service: the host meets a service, the reader gets only what the digest names,
// and one answer serves everybody who waits for it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { concat } from '#bytes/bytes.ts';
import { sha256 } from '#crypto/hash.ts';
import { openBlob } from '#protocol/blob/blob.ts';
import { type BlobReference, MAX_HOSTED_BYTES, MAX_PARTS } from '#wire/blob.ts';
import { PART_BYTES } from '#wire/sizes.ts';
import { host, type Sealed, sealed } from '../testing/blobs.ts';
import { eventually } from '../testing/eventually.ts';
import { entropy, Party } from '../testing/party.ts';
import { Bench, call } from '../testing/services.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());

/** A host whose answers the test decides. */
async function hostOf(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bench.onEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const serving =
  (blob: () => Sealed) =>
  ({ url }: IncomingMessage, response: ServerResponse): void => {
    const number = /parts\/([\w-]+)$/.exec(url ?? '')?.[1];
    const part = number === undefined ? null : Buffer.from(number, 'base64url').readUInt32BE();
    response.end(part === null ? concat(...blob().parts.map(sha256)) : blob().parts[part]);
  };

async function reader(origin: string) {
  const session = await (await Party.create(origin)).session();
  return {
    part: ({ origin: at, id, digest, byteCount }: BlobReference, part: number) =>
      call(origin, 'fetchBlobPart', { origin: at, id, digest, byteCount, part }, { session }),
    digests: ({ origin: at, id, digest, byteCount }: BlobReference) =>
      call(origin, 'fetchBlobDigests', { origin: at, id, digest, byteCount }, { session }),
  };
}

describe('a reader', () => {
  it('reads a blob of another service, and of the same one', async () => {
    const sending = await bench.start({ roles: ['sending'] });
    const both = await bench.start();
    const { part, digests } = await reader(both.origin);
    for (const { origin } of [sending, both]) {
      const blob = sealed(origin, 2 * PART_BYTES);
      await host(origin, blob);
      expect((await digests(blob.reference)).value).toEqual(concat(...blob.parts.map(sha256)));
      const parts = [];
      for (const number of blob.parts.keys()) parts.push((await part(blob.reference, number)).value as Uint8Array);
      expect(openBlob(blob.reference, parts).length).toBe(2 * PART_BYTES);
    }
  });

  it('shares one answer with whoever waits for it, and the next one finds it kept, over a restart', async () => {
    let blob: Sealed | undefined;
    let let_go = (): void => {};
    const gate = new Promise<void>((resolve) => {
      let_go = resolve;
    });
    const there = await hostOf((request, response) => {
      void gate.then(() => serving(() => blob as Sealed)(request, response));
    });
    blob = sealed(there.origin, 100);
    const directory = bench.directory();
    const first = await bench.start({ roles: ['receiving'], dataDir: directory });
    const [alex, blair] = [await reader(first.origin), await reader(first.origin)];
    const asked = [alex, blair, alex, blair].map(({ part }) => part((blob as Sealed).reference, 0));
    await eventually(() => there.asked.length > 0);
    let_go();
    for (const answer of await Promise.all(asked)) expect(answer.value).toEqual(blob.parts[0]);
    expect(there.asked).toHaveLength(1);
    await first.close();
    const again = await bench.start({ roles: ['receiving'], dataDir: directory, port: first.port });
    expect((await (await reader(again.origin)).part(blob.reference, 0)).value).toEqual(blob.parts[0]);
    expect(there.asked).toHaveLength(1);
    expect(again.metrics.value('fetches_total', 'kept')).toBe(1);
  });

  it('keeps within its bound, and passes on what it does not keep', async () => {
    let blob: Sealed | undefined;
    const there = await hostOf(serving(() => blob as Sealed));
    const { origin } = await bench.start({ roles: ['receiving'], limits: { fetchedBytes: 16384 } });
    const { part } = await reader(origin);
    for (const wanted of [1, 2, 2]) {
      blob = sealed(there.origin, 100);
      for (let again = 0; again < 2; again++) expect((await part(blob.reference, 0)).value).toEqual(blob.parts[0]);
      expect(there.asked.splice(0)).toHaveLength(wanted);
    }
  });

  it('gets nothing that the digest does not name, whatever the host says', async () => {
    let blob: Sealed | undefined;
    let answer = (_: IncomingMessage, response: ServerResponse): void => void response.end();
    const there = await hostOf((request, response) => answer(request, response));
    blob = sealed(there.origin, 2 * PART_BYTES);
    const small = sealed(there.origin, 10);
    const other = sealed(there.origin, 2 * PART_BYTES);
    const { origin, metrics } = await bench.start({ roles: ['receiving'] });
    const { part, digests } = await reader(origin);
    const foreign = { status: 403, code: 'untrusted' };
    answer = serving(() => other);
    expect(await part(blob.reference, 0)).toMatchObject(foreign);
    expect(await digests(blob.reference)).toMatchObject(foreign);
    expect(await part(small.reference, 0)).toMatchObject(foreign);
    // The right list, and parts in another order.
    answer = (request, response) =>
      serving(() => blob as Sealed)({ url: request.url?.replace(/AAAAAA$/, 'AAAAAQ') } as IncomingMessage, response);
    expect(await part(blob.reference, 0)).toMatchObject(foreign);
    answer = (_, response) => void response.end(new Uint8Array(PART_BYTES + 1));
    expect(await part(small.reference, 0)).toMatchObject({ status: 502, code: 'bad-gateway' });
    answer = (_, response) => void response.writeHead(404).end('{"code":"not-found"}');
    expect(await part(small.reference, 0)).toMatchObject({ status: 404, code: 'not-found' });
    answer = (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    expect(await part(small.reference, 0)).toMatchObject({ code: 'bad-gateway' });
    answer = (_, response) => void response.destroy();
    expect(await part(small.reference, 0)).toMatchObject({ code: 'bad-gateway' });
    expect(metrics.value('fetches_total', 'foreign')).toBe(4);
    // Nothing of all that is kept.
    answer = serving(() => blob as Sealed);
    expect((await part(blob.reference, 0)).value).toEqual(blob.parts[0]);
  });

  it('cannot make the service ask what is no service, or no blob, or too much', async () => {
    const { origin } = await bench.start({ roles: ['receiving'], development: false });
    const { part } = await reader(origin);
    const { reference } = sealed('https://127.0.0.1:1', 100);
    for (const at of ['http://example.org', 'https://example.org/x', 'ftp://example.org', 'example'])
      expect((await part({ ...reference, origin: at }, 0)).code).toBe('malformed');
    for (const at of ['https://127.0.0.1:1', 'https://localhost:1', 'https://192.168.1.1', 'https://[::1]:1'])
      expect((await part({ ...reference, origin: at }, 0)).code).toBe('bad-gateway');
    expect((await part(reference, 1)).code).toBe('malformed');
    expect((await part({ ...reference, byteCount: 5 }, 0)).code).toBe('malformed');
    const { status } = await call(origin, 'fetchBlobPart', { ...reference, part: 0 }, { session: entropy(60) });
    expect(status).toBe(401);
  });
});

it('a host that never answers holds what one reader may wait for, and no other reader', async () => {
  const held: ServerResponse[] = [];
  const silent = await hostOf((_, response) => void held.push(response));
  let blob: Sealed | undefined;
  const well = await hostOf(serving(() => blob as Sealed));
  blob = sealed(well.origin, 100);
  const { origin } = await bench.start({ roles: ['receiving'] });
  const [mallory, blair] = [await reader(origin), await reader(origin)];
  let refused = 0;
  const asked = Array.from({ length: 100 }, async () => {
    const { code } = await mallory.part(sealed(silent.origin, 100).reference, 0);
    if (code === 'rate-limited') refused++;
  });
  await eventually(() => refused === 84);
  expect(held).toHaveLength(16);
  expect((await blair.part(blob.reference, 0)).value).toEqual(blob.parts[0]);
  for (const response of held) response.destroy();
  await Promise.all(asked);
  expect(held).toHaveLength(16);
});

it('a reader that is killed and asks for the same again is not told to wait', async () => {
  const held: [IncomingMessage, ServerResponse][] = [];
  let answers = false;
  let blob: Sealed | undefined;
  const serve = serving(() => blob as Sealed);
  const slow = await hostOf((request, response) => {
    if (answers) serve(request, response);
    else held.push([request, response]);
  });
  const four = sealed(slow.origin, 4 * PART_BYTES - 100);
  blob = four;
  const { origin } = await bench.start({ roles: ['receiving'] });
  const { part } = await reader(origin);
  // As many lives as it takes to wait for more than one reader may wait for, each for the same four parts.
  const lives = Array.from({ length: 6 }, () => four.parts.map((_, number) => part(four.reference, number)));
  await eventually(() => held.length === 1);
  answers = true;
  for (const waiting of held) serve(...waiting);
  for (const life of lives) expect((await Promise.all(life)).map(({ value }) => value)).toEqual(four.parts);
  // What all of them waited for was asked for once.
  expect(slow.asked).toHaveLength(1 + four.parts.length);
});

it('lists of digests that are asked for twice at a time are counted once', async () => {
  const list = new Uint8Array(32 * MAX_PARTS);
  let wanted = 2;
  const waiting: ServerResponse[] = [];
  const there = await hostOf((_, response) => {
    waiting.push(response);
    if (waiting.length === wanted) for (const one of waiting.splice(0)) one.end(list);
  });
  const { origin } = await bench.start({ roles: ['receiving'] });
  const { digests } = await reader(origin);
  const ask = () =>
    digests({ ...sealed(there.origin, 10).reference, digest: sha256(list), byteCount: MAX_HOSTED_BYTES });
  for (let turn = 0; turn < 40; turn++) {
    list.set(entropy(32));
    for (const { status } of await Promise.all([ask(), ask()])) expect(status).toBe(200);
  }
  // Bytes counted twice would leave no room for any.
  there.asked.length = 0;
  wanted = 1;
  list.set(entropy(32));
  for (let turn = 0; turn < 3; turn++) expect((await ask()).status).toBe(200);
  expect(there.asked).toHaveLength(1);
});
