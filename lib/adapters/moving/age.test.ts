// Files of age: sealed and opened by ours, and by Debian's age. That one asks for a passphrase on a terminal only, and
// gets one from `script` of util-linux.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { debianProgram } from '#e2e/harness/others/debian.ts';
import { type AgeRecipient, type AgeSealing, isAge, openAge, sealAge } from './age.ts';

const CONTENT = new TextEncoder().encode('{"entries":[]}\n'.repeat(10_000));
const PASSPHRASE = { passphrase: 'correct horse' };
/** Fit for nothing but a test. */
const workFactor = 4;

let identity: string;
let recipient: string;
beforeAll(async () => {
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
});

async function sealed(to: AgeRecipient, how: AgeSealing = {}): Promise<Uint8Array> {
  const outcome = await sealAge(CONTENT, to, { workFactor, ...how });
  if (!outcome.ok) throw new Error(outcome.refusal);
  return outcome.bytes;
}

describe('a file', () => {
  test.each([true, false])('comes back, armoured: %s', async (isArmoured) => {
    const underPassphrase = await sealed(PASSPHRASE, { isArmoured });
    expect(isAge(underPassphrase)).toBe(true);
    expect(await openAge(underPassphrase, PASSPHRASE)).toEqual({ ok: true, content: CONTENT });
    const toKey = await sealed({ recipients: [recipient] }, { isArmoured });
    const keyFile = `# created: 2027-01-01\n# public key: ${recipient}\n${identity}\n`;
    expect(await openAge(toKey, { identities: keyFile })).toEqual({ ok: true, content: CONTENT });
  });

  test('comes back from an armour that a mail has handled', async () => {
    const text = new TextDecoder().decode(await sealed(PASSPHRASE, { isArmoured: true }));
    const mailed = new TextEncoder().encode(`\r\n\r\n${text.trimEnd().replaceAll('\n', '\r\n')}`);
    expect(await openAge(mailed, PASSPHRASE)).toEqual({ ok: true, content: CONTENT });
  });

  test('under a passphrase costs what age makes it cost', async () => {
    const { bytes } = (await sealAge(new Uint8Array(), PASSPHRASE)) as { bytes: Uint8Array };
    expect(String.fromCharCode(...bytes.subarray(0, 60))).toMatch(/\n-> scrypt \S+ 18\n/);
  });

  test('that asks for another secret says for which', async () => {
    const [underPassphrase, toKey] = [await sealed(PASSPHRASE), await sealed({ recipients: [recipient] })];
    const other = { identities: await generateX25519Identity() };
    const refusal = async (bytes: Uint8Array, secret: Parameters<typeof openAge>[1]) => {
      const outcome = await openAge(bytes, secret);
      return outcome.ok ? null : outcome.refusal;
    };
    expect(await refusal(underPassphrase, { passphrase: 'another' })).toBe('wrong-secret');
    expect(await refusal(toKey, other)).toBe('wrong-secret');
    expect(await refusal(underPassphrase, other)).toBe('needs-passphrase');
    expect(await refusal(toKey, PASSPHRASE)).toBe('needs-key');
    expect(await refusal(toKey, { identities: 'AGE-SECRET-KEY-1MINE' })).toBe('bad-key');
    expect(await refusal(new TextEncoder().encode('{}'), PASSPHRASE)).toBe('not-age');
    const costly = new TextEncoder().encode(
      'age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 21\nAAAA\n--- A\n',
    );
    expect(await refusal(costly, PASSPHRASE)).toBe('too-costly');
  });

  test('that was changed or cut anywhere is said to be, and nothing of it is given', async () => {
    const bytes = await sealed({ recipients: [recipient] });
    await fc.assert(
      fc.asyncProperty(fc.nat(600), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const changed = Uint8Array.from(bytes, (byte, place) => (place === at ? byte ^ mask : byte));
        expect(await openAge(changed, { identities: identity })).toMatchObject({ ok: false });
        expect(await openAge(bytes.slice(0, -at - 1), { identities: identity })).toMatchObject({ ok: false });
      }),
      { numRuns: 60 },
    );
  });

  test('is not sealed to keys that others cannot use', async () => {
    const hybrid = await identityToRecipient(await generateHybridIdentity());
    const to = (recipients: string[]) => sealAge(CONTENT, { recipients });
    expect(await to([recipient, hybrid])).toEqual({ ok: false, refusal: 'bad-recipient' });
    expect(await to([recipient.slice(0, -1)])).toEqual({ ok: false, refusal: 'bad-recipient' });
    expect(await to([`${recipient.slice(0, -1)}${recipient.endsWith('q') ? 'p' : 'q'}`])).toMatchObject({ ok: false });
    expect(await to([])).toEqual({ ok: false, refusal: 'no-recipient' });
  });
});

const folder = mkdtempSync(join(tmpdir(), 'age-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const age = debianProgram('age');
describe.skipIf(age === null)('Debian’s age', () => {
  const run = (args: readonly string[], input: Uint8Array) => {
    const { status, stdout, stderr } = spawnSync(age ?? '', args, { input });
    if (status !== 0) throw new Error(stderr.toString());
    return new Uint8Array(stdout);
  };

  test('opens ours, and ours opens its', async () => {
    writeFileSync(join(folder, 'key'), `${identity}\n`);
    const ours = await sealed({ recipients: [recipient] }, { isArmoured: true });
    expect(run(['-d', '-i', join(folder, 'key')], ours)).toEqual(CONTENT);
    const theirs = run(['-a', '-r', recipient], CONTENT);
    expect(await openAge(theirs, { identities: identity })).toEqual({ ok: true, content: CONTENT });
  });

  test.each(['caf\u00e9', 'cafe\u0301', '\uff11\uff12\uff13'])(
    'opens ours with a passphrase as it was typed here: %j',
    async (passphrase) => {
      const [ours, clear] = [join(folder, 'ours.age'), join(folder, 'clear')];
      writeFileSync(ours, await sealed({ passphrase }));
      const command = `'${age}' -d -o '${clear}' '${ours}'`;
      const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], { input: `${passphrase}\n` });
      expect(new Uint8Array(readFileSync(clear)), stdout?.toString()).toEqual(CONTENT);
      rmSync(clear);
    },
  );
});
