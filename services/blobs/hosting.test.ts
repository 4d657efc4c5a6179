// Hosting over real HTTP: a blob comes in parts, however often and in whatever order, and is read whole or not at all.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { concat } from '#bytes/bytes.ts';
import { sha256 } from '#crypto/hash.ts';
import { blobClassBytes, MAX_HOSTED_BYTES } from '#wire/blob.ts';
import { PART_BYTES } from '#wire/sizes.ts';
import { announce, complete, host, partOf, read, sealed } from '../testing/blobs.ts';
import { entropy } from '../testing/party.ts';
import { Bench, call } from '../testing/services.ts';

const DAY_MS = 86_400_000;

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());

const put = (origin: string, id: Uint8Array, part: number, body: Uint8Array) =>
  call(origin, 'putBlobPart', body, partOf(id, part));
const statusOf = (origin: string, id: Uint8Array) => call(origin, 'getBlobStatus', null, { parameters: { id } });

describe('hosting', () => {
  it('never promises more room than there is, however many ask in one moment', async () => {
    const size = sealed('http://x.localhost', 1000, 1).reference.byteCount;
    const { origin } = await bench.start({ roles: ['sending'], limits: { blobBytes: 3 * size } });
    const asked = Array.from({ length: 16 }, () => announce(origin, sealed(origin, 1000, 1)));
    const codes = (await Promise.all(asked)).map(({ status, code }) => code ?? status);
    expect(codes.filter((code) => code === 201)).toHaveLength(3);
    expect(codes.filter((code) => code === 'no-room')).toHaveLength(13);
  });

  it('takes a blob in parts of any order and gives it until its last day, over a restart', async () => {
    let now = Date.now();
    const directory = bench.directory();
    const first = await bench.start({ roles: ['sending'], dataDir: directory }, { now: () => now });
    const blob = sealed(first.origin, 3 * PART_BYTES, 1);
    const { id } = blob.reference;
    expect((await announce(first.origin, blob)).status).toBe(201);
    expect((await put(first.origin, id, 3, blob.parts[3] as Uint8Array)).status).toBe(204);
    expect((await put(first.origin, id, 0, blob.parts[0] as Uint8Array)).status).toBe(204);
    const half = await statusOf(first.origin, id);
    expect(half.value).toEqual({
      byteCount: blob.reference.byteCount,
      digest: new Uint8Array(0),
      parts: new Uint8Array([0b1001_0000]),
    });
    // Nothing of it can be read yet.
    expect((await call(first.origin, 'getBlobPart', null, partOf(id, 0))).code).toBe('not-found');
    expect((await call(first.origin, 'getBlobDigests', null, { parameters: { id } })).code).toBe('not-found');
    expect((await complete(first.origin, blob)).code).toBe('conflict');
    // Nor does the digest of the present parts complete it: a blob is as long as it was announced.
    const digest = sha256(concat(...[0, 3].map((part) => sha256(blob.parts[part] as Uint8Array))));
    expect((await call(first.origin, 'completeBlob', { id, digest })).code).toBe('conflict');
    await first.close();

    const { origin } = await bench.start(
      { roles: ['sending'], dataDir: directory, port: first.port },
      { now: () => now },
    );
    for (const part of [1, 2]) await put(origin, id, part, blob.parts[part] as Uint8Array);
    expect((await complete(origin, blob)).status).toBe(204);
    expect((await statusOf(origin, id)).value?.digest).toEqual(blob.reference.digest);
    expect((await call(origin, 'getBlobDigests', null, { parameters: { id } })).value).toEqual(
      concat(...blob.parts.map(sha256)),
    );
    expect((await read({ ...blob.reference, origin })).length).toBe(3 * PART_BYTES);
    now += 2 * DAY_MS;
    expect((await call(origin, 'getBlobPart', null, partOf(id, 0))).code).toBe('not-found');
  });

  it('answers whatever is repeated the same, and takes nothing else under a known id', async () => {
    const { origin, metrics } = await bench.start({ roles: ['sending'] });
    const blob = sealed(origin, 2 * PART_BYTES);
    const { id } = blob.reference;
    const [first, second] = blob.parts as [Uint8Array, Uint8Array];
    expect((await announce(origin, blob)).status).toBe(201);
    expect((await announce(origin, blob)).status).toBe(201);
    expect((await announce(origin, blob, { byteCount: 16384 })).code).toBe('conflict');
    expect((await put(origin, id, 0, first)).status).toBe(204);
    expect((await put(origin, id, 0, first)).status).toBe(204);
    expect((await put(origin, id, 0, second)).code).toBe('conflict');
    expect(await host(origin, blob)).toEqual([201, 204, 204, 204, 204]);
    // Complete, and once more.
    expect(await host(origin, blob)).toEqual([201, 204, 204, 204, 204]);
    expect((await put(origin, id, 1, first)).code).toBe('conflict');
    expect((await put(origin, id, 0, second)).code).toBe('conflict');
    expect((await call(origin, 'completeBlob', { id, digest: entropy(32) })).code).toBe('conflict');
    expect((await call(origin, 'cancelBlob', null, { parameters: { id } })).code).toBe('conflict');
    expect(metrics.value('blobs_total', 'created')).toBe(1);
    expect(metrics.value('blobs_total', 'completed')).toBe(1);
    expect((await read(blob.reference)).length).toBe(2 * PART_BYTES);
  });

  it('completes nothing whose parts are not the ones named', async () => {
    const { origin } = await bench.start({ roles: ['sending'] });
    const blob = sealed(origin, 100);
    await announce(origin, blob);
    await put(origin, blob.reference.id, 0, (blob.parts[0] as Uint8Array).with(7, 0).with(8, 0));
    expect((await complete(origin, blob)).code).toBe('conflict');
    expect((await call(origin, 'getBlobPart', null, partOf(blob.reference.id, 0))).code).toBe('not-found');
  });

  it('gives up what was cancelled at once, and what was left lying after a day', async () => {
    let now = Date.now();
    const { origin } = await bench.start({ roles: ['sending'] }, { now: () => now });
    const [cancelled, left] = [sealed(origin, 100), sealed(origin, 100)];
    for (const blob of [cancelled, left]) {
      await announce(origin, blob);
      await put(origin, blob.reference.id, 0, blob.parts[0] as Uint8Array);
    }
    const { id } = cancelled.reference;
    for (let again = 0; again < 2; again++)
      expect((await call(origin, 'cancelBlob', null, { parameters: { id } })).status).toBe(204);
    expect((await put(origin, id, 0, cancelled.parts[0] as Uint8Array)).code).toBe('not-found');
    expect((await complete(origin, cancelled)).code).toBe('not-found');
    now += DAY_MS;
    expect((await complete(origin, left)).code).toBe('not-found');
    // Both begin anew.
    expect(await host(origin, cancelled)).toEqual([201, 204, 204]);
    expect(await host(origin, left)).toEqual([201, 204, 204]);
  });

  it('refuses sizes that are no class, days that are none, parts that are not of the blob', async () => {
    const { origin } = await bench.start({ roles: ['sending'] });
    const blob = sealed(origin, PART_BYTES);
    const { id, byteCount, expiryDay } = blob.reference;
    const codes = async (over: object) => (await announce(origin, blob, over)).code;
    expect(await codes({ byteCount: byteCount + 1 })).toBe('malformed');
    expect(await codes({ byteCount: 0 })).toBe('malformed');
    expect(await codes({ byteCount: blobClassBytes(MAX_HOSTED_BYTES + 1) })).toBe('too-large');
    expect(await codes({ expiryDay: expiryDay - 6 })).toBe('malformed');
    expect(await codes({ expiryDay: expiryDay + 56 })).toBe('malformed');
    const body = blob.parts[0] as Uint8Array;
    expect((await put(origin, id, 0, body)).code).toBe('not-found');
    await announce(origin, blob);
    expect((await put(origin, id, 0, body.slice(1))).code).toBe('malformed');
    expect((await put(origin, id, 2, body)).code).toBe('malformed');
    expect((await put(origin, id, 0, new Uint8Array(PART_BYTES + 1))).code).toBe('too-large');
    expect((await put(origin, id, 0, new Uint8Array(0))).code).toBe('malformed');
    expect((await put(origin, entropy(15), 0, body)).code).toBe('malformed');
    for (const part of [entropy(3), entropy(5)]) {
      const wrong = { parameters: { id, part } };
      expect((await call(origin, 'putBlobPart', body, wrong)).code).toBe('malformed');
      expect((await call(origin, 'getBlobPart', null, wrong)).code).toBe('malformed');
    }
  });

  it('says that there is no room: for anybody, and for one who leaves much', async () => {
    const { origin, metrics } = await bench.start({ roles: ['sending'], limits: { blobBytes: 40_000 } });
    const [first, second, third] = [sealed(origin, 100), sealed(origin, 100), sealed(origin, 100)];
    expect(await host(origin, first)).toEqual([201, 204, 204]);
    expect((await announce(origin, second)).status).toBe(201);
    expect(await announce(origin, third)).toMatchObject({ status: 507, code: 'no-room', retryAfterSeconds: 60 });
    expect(metrics.value('blobs_total', 'full')).toBe(1);
    // An announced blob has its room, and can end.
    expect(await host(origin, second)).toEqual([201, 204, 204]);

    const wide = await bench.start({ roles: ['sending'] });
    const largest = () => announce(wide.origin, first, { id: entropy(16), byteCount: MAX_HOSTED_BYTES });
    expect([await largest(), await largest()].map(({ status }) => status)).toEqual([201, 201]);
    const refused = await largest();
    expect(refused.code).toBe('no-room');
    expect(refused.retryAfterSeconds).toBeGreaterThan(60);
  });
});
