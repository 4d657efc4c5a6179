// Generations: there is always one for today and tomorrow, numbers never repeat, secrets outlive every address that can name them.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endOfDay } from '#protocol/day.ts';
import { SecretsFile } from '../secrets.ts';
import { entropy } from '../testing/party.ts';
import { ADDRESS_LIFETIME_DAYS, GENERATION_DAYS, Generations } from './generations.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'generations-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('generations', () => {
  /** Days on which a generation begins, ends and is forgotten, and any others. */
  const step = fc.oneof(fc.constantFrom(1, 28, 29, 30, 59, 60, 61, 89, 90), fc.integer({ min: 0, max: 130 }));

  it('serve every day, however long the service slept', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 8 }), (steps) => {
        rmSync(directory, { recursive: true });
        let today = 20_000;
        const everMade = new Map<number, { untilDay: number }>();
        for (const step of steps) {
          today += step;
          // A new process each time: what it knows, it reads.
          const generations = new Generations(SecretsFile.open(directory, entropy), entropy);
          generations.rotate(today);
          expect(generations.rotate(today)).toBe(false);
          const published = generations.published(today);
          for (const day of [today, today + 1]) {
            expect(published.filter((one) => one.fromDay <= day && day <= one.untilDay)).toHaveLength(1);
          }
          for (const one of published) everMade.set(one.generation, one);
          for (const [number, { untilDay }] of everMade) {
            const nameable = today <= untilDay + ADDRESS_LIFETIME_DAYS;
            expect(generations.secretsOf(number) !== undefined).toBe(nameable);
            expect(generations.retiresAt(number)).toBe(nameable ? endOfDay(untilDay + ADDRESS_LIFETIME_DAYS) : 0);
          }
          expect(new Set(published.map((one) => one.generation)).size).toBe(published.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('last as long as they say', () => {
    const generations = new Generations(SecretsFile.open(directory, entropy), entropy);
    generations.rotate(100);
    const [first] = generations.published(100);
    expect(first).toMatchObject({ generation: 1, fromDay: 100, untilDay: 100 + GENERATION_DAYS - 1 });
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
});
