// A short run of the fuzzer, from the seed of all property tests; `npm run fuzz` is the long one. Here also stands that
// the fuzzer finds what it is there to find: it is run on broken decoders.
import { afterAll, describe, expect, it, test } from 'vitest';
import { RECORD_KINDS } from '#app/records/kinds.ts';
import { blob, list, part, struct, text, u8 } from '#wire/format.ts';
import { Draw } from '#wire/vectors/samples.ts';
import { FC_SEED } from '../harness/seed.ts';
import { declaredFormats } from './declared.ts';
import { decodes } from './formats.ts';
import { grow } from './grow.ts';
import { Finding, fuzz, reduced } from './run.ts';
import { FuzzedService } from './service.ts';
import type { Target } from './target.ts';
import { localTargets, remoteTargets } from './targets.ts';

const INPUTS = 400;
const REMOTE_INPUTS = 40;

const targets = await localTargets();
test.each(targets.map((target) => [target.name, target] as const))('%s', async (_, target) => {
  const { accepted } = await fuzz(target, FC_SEED, Math.ceil(INPUTS * Math.min(1, target.share ?? 1)));
  if (!target.blind) expect(accepted).toBeGreaterThan(0);
});

describe('a running service', async () => {
  const service = await FuzzedService.start();
  afterAll(() => service.end());

  test.each(remoteTargets(service).map((target) => [target.name, target] as const))('%s', async (_, target) => {
    await fuzz(target, FC_SEED, target.name === 'SMTP' ? 10 : REMOTE_INPUTS);
  });
});

it('knows every declared format', async () => {
  const names = (await declaredFormats()).map(({ path, format }) => `${path} ${format.name}`);
  expect(names.length).toBeGreaterThan(50);
  for (const some of [
    'lib/wire/transport.ts submission',
    'lib/app/records/proton.ts proton record',
    'services/receiving/roots.ts root record',
  ])
    expect(names).toContain(some);
  const declared = names.map((name) => name.slice(name.indexOf(' ') + 1));
  expect(declared).toEqual(expect.arrayContaining(RECORD_KINDS.map(({ format }) => format.name)));
});

describe('the fuzzer', () => {
  const honest = part('thing', 4096, struct({ kind: u8, names: list(8, text(40)), tail: blob(200) }));
  const target = (run: (input: Uint8Array) => boolean): Target => ({
    name: 'broken',
    maxBytes: 4096,
    sample: (draw) => honest.encode({ kind: 1, names: [draw.text(20)], tail: draw.bytes(20) }),
    run,
  });
  const finding = (broken: Target) =>
    fuzz(broken, 7, 5000).then(
      () => null,
      (error: unknown) => error as Finding,
    );

  it('finds nothing in an honest decoder', async () => {
    expect(await finding(target((input) => decodes(honest, input)))).toBeNull();
  });

  it('finds an error that is no fault', async () => {
    const found = await finding(target((input) => (input[0] === 0xff ? fail() : decodes(honest, input))));
    expect(found).toBeInstanceOf(Finding);
    expect(found?.message).toContain('TypeError');
  });

  it('finds a second encoding', async () => {
    const loose = {
      ...honest,
      decode: (bytes: Uint8Array) => honest.decode(bytes.at(-1) === 0 ? bytes.slice(0, -1) : bytes),
    };
    expect((await finding(target((input) => decodes(loose, input))))?.message).toContain('second encoding');
  });

  it('leaves out of a finding what does not matter', async () => {
    const broken = target((input) => (input.includes(0xee) && input.length > 20 ? fail() : true));
    const found = (await finding(broken)) as Finding;
    const short = await reduced(broken, found);
    expect(short.length).toBe(21);
    expect(short).toContain(0xee);
  });

  it('finds work that grows faster than the input', async () => {
    const found = await finding(
      target((input) => {
        let sum = 0;
        for (let turn = 0; turn < 4 && input.length > 3000; turn++)
          for (const a of input) for (const b of input) sum += a * b;
        return sum >= 0 && input.length < 100;
      }),
    );
    expect(found?.message).toMatch(/\d+ ms for \d+ bytes/);
  });

  it('grows a valid encoding from a decoder alone', () => {
    const encoded = grow(honest as never, new Draw(1));
    expect(encoded).not.toBeNull();
    expect(honest.decode(encoded as Uint8Array)).toMatchObject({ names: [] });
  });
});

function fail(): never {
  throw new TypeError('an error of ours');
}
