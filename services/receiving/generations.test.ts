// Generations: there is always one for today and tomorrow, numbers never repeat, secrets outlive every address that can
// name them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endOfDay } from '#protocol/base/day.ts';
import { SecretsFile } from '../secrets/secrets.ts';
import { SharedSecrets } from '../secrets/shared-secrets.ts';
import { openSqliteStorage } from '../storage/sqlite/sqlite.ts';
import { entropy } from '../testing/party.ts';
import { GENERATION_DAYS, Generations, OPENING_DAYS, SEALED_DAYS } from './generations.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'generations-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('generations', () => {
  /** Days on which a generation begins, ends and is forgotten, and any others. */
  const step = fc.oneof(
    fc.constantFrom(1, 28, 29, 30, 31, 44, 45, 46, 75, 189, 190, 191, 220),
    fc.integer({ min: 0, max: 130 }),
  );

  it('serve every day, however long the service slept', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
        rmSync(directory, { recursive: true });
        let today = 20_000;
        const everMade = new Map<number, { untilDay: number }>();
        for (const step of steps) {
          today += step;
          // A new process each time: what it knows, it reads.
          const generations = new Generations(SecretsFile.open(directory, entropy), entropy);
          await generations.rotate(today);
          expect(await generations.rotate(today)).toBe(false);
          const published = generations.published(today);
          for (const day of [today, today + 1]) {
            expect(published.filter((one) => one.fromDay <= day && day <= one.untilDay)).toHaveLength(1);
          }
          for (const one of published) everMade.set(one.generation, one);
          for (const [number, { untilDay }] of everMade) {
            const nameable = today <= untilDay + OPENING_DAYS;
            const secrets = generations.secretsOf(number);
            expect(secrets !== undefined).toBe(nameable);
            // What a sending service recorded is beyond opening long before the delivery address inside has expired.
            expect(secrets?.outer != null).toBe(today <= untilDay + SEALED_DAYS);
            expect(generations.retiresAt(number)).toBe(nameable ? endOfDay(untilDay + SEALED_DAYS) : 0);
          }
          expect(new Set(published.map((one) => one.generation)).size).toBe(published.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('last as long as they say', async () => {
    const generations = new Generations(SecretsFile.open(directory, entropy), entropy);
    await generations.rotate(100);
    const [first] = generations.published(100);
    const untilDay = 100 + GENERATION_DAYS - 1;
    expect(first).toMatchObject({ generation: 1, fromDay: 100, untilDay, opensUntilDay: untilDay + OPENING_DAYS });
  });

  it('of a file from before they said how long they open keep what was promised then', async () => {
    const path = join(directory, 'secrets.json');
    await new Generations(SecretsFile.open(directory, entropy), entropy).rotate(100);
    const written = readFileSync(path, 'utf8');
    writeFileSync(path, written.replace(/,?"opensUntilDay":\d+/g, ''));
    const generations = new Generations(SecretsFile.open(directory, entropy), entropy);
    expect(generations.published(100)[0]).toMatchObject({ untilDay: 129, opensUntilDay: 189 });
    // Its last address has expired.
    await generations.rotate(190);
    expect(generations.secretsOf(1)).toBeUndefined();
  });
});

describe('generations of processes that share a store', () => {
  it('are made by one of them, and the other takes them over', async () => {
    const storage = openSqliteStorage(directory);
    const homes = [await SharedSecrets.open(storage, entropy), await SharedSecrets.open(storage, entropy)] as const;
    expect(homes[0].secrets).toEqual(homes[1].secrets);
    const [first, second] = homes.map((home) => new Generations(home, entropy)) as [Generations, Generations];
    for (const today of [100, 129, 129 + SEALED_DAYS + 1, 129 + OPENING_DAYS + 1]) {
      const changed = await Promise.all([first.rotate(today), second.rotate(today)]);
      expect(changed).toContain(true);
      expect(await Promise.all([first.rotate(today), second.rotate(today)])).toContain(false);
      expect(first.published(today)).toEqual(second.published(today));
      for (const { generation } of first.published(today))
        expect(first.secretsOf(generation)).toEqual(second.secretsOf(generation));
    }
    expect(first.secretsOf(1)).toBeUndefined();
    expect(second.secretsOf(1)).toBeUndefined();
    await storage.close();
  });
});

describe('the secrets file', () => {
  it('is its owner’s alone', () => {
    SecretsFile.open(directory, entropy);
    expect(statSync(join(directory, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('is never replaced when damaged, and the fault quotes nothing of it', () => {
    writeFileSync(join(directory, 'secrets.json'), '{"version":1,"descriptorSeed":"abcd secret"');
    let fault: unknown;
    try {
      SecretsFile.open(directory, entropy);
    } catch (error) {
      fault = error;
    }
    expect(fault).toMatchObject({ code: 'secrets-malformed' });
    expect(fault).not.toHaveProperty('cause');
    expect(readFileSync(join(directory, 'secrets.json'), 'utf8')).toContain('abcd secret');
  });

  it('holds a generation before it is published: what no disk has taken is not used', async () => {
    const file = SecretsFile.open(directory, entropy);
    const generations = new Generations(file, entropy);
    const before = file.secrets;
    // Nothing can be written aside.
    mkdirSync(join(directory, 'secrets.json.new'));
    await expect(generations.rotate(100)).rejects.toThrow();
    expect(file.secrets).toBe(before);
    expect(generations.published(100)).toEqual([]);
    rmSync(join(directory, 'secrets.json.new'), { recursive: true });
    expect(await generations.rotate(100)).toBe(true);
    const reread = new Generations(SecretsFile.open(directory, entropy), entropy);
    expect(reread.published(100)).toEqual(generations.published(100));
  });

  it('is whole on a disk that fills up while it is written', () => {
    SecretsFile.open(directory, entropy);
    const rotate = `
      import { randomBytes } from 'node:crypto';
      import { SecretsFile } from './services/secrets/secrets.ts';
      const file = SecretsFile.open(${JSON.stringify(directory)}, (n) => new Uint8Array(randomBytes(n)));
      await file.update((secrets) => ({ ...secrets, sessionKey: new Uint8Array(4096) }));`;
    // A file may have 1,024 bytes, so writes are cut off there as on a disk without room.
    const program = (limit: string) =>
      spawnSync('sh', ['-c', `${limit}; exec "$0" "$@"`, process.execPath, '--input-type=module', '-e', rotate], {
        cwd: process.cwd(),
      });
    expect(program('ulimit -f 2').status).not.toBe(0);
    expect(SecretsFile.open(directory, entropy).secrets.sessionKey).toHaveLength(32);
    // With room it writes: it was the limit that stopped it.
    expect(program(':').status).toBe(0);
    expect(SecretsFile.open(directory, entropy).secrets.sessionKey).toHaveLength(4096);
  });
});
