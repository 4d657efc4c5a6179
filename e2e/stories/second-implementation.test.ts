// The protocol is what its pages say: a second implementation, written from them alone in another language, opens every golden vector,
// and talks to our own through real services that ask for tokens.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { findPython, ROOT } from '#demo/bootstrap.mjs';
import { invitationOf, person, TestDevice } from '#e2e/harness/devices.ts';
import { runVectors, SecondPerson } from '#e2e/harness/second-person.ts';
import { eventually } from '#services/testing/eventually.ts';
import { Bench } from '#services/testing/services.ts';

const VECTORS = join(ROOT, 'lib/protocol/vectors');
const hasPython = findPython() !== undefined;

describe.skipIf(!hasPython)('the second implementation (left out where no Python has PyNaCl)', () => {
  const bench = new Bench();
  const ended: (() => Promise<void>)[] = [];
  let origins: string[] = [];
  beforeAll(async () => {
    useProvider(await loadSodium());
    const roles = ['issuer', 'sending', 'receiving', 'mail'] as const;
    const first = await bench.start({ roles, tokenIssuers: ['self'] });
    const second = await bench.start({ roles: ['sending', 'receiving'], tokenIssuers: [first.origin] });
    origins = [first.origin, second.origin];
  });
  afterAll(async () => {
    for (const end of ended) await end();
    await bench.end();
  });

  test('opens every golden vector', async () => {
    const { code, lines } = await runVectors();
    expect([code, lines.filter((line) => !line.endsWith(': holds'))]).toEqual([0, []]);
    expect(lines.length).toBeGreaterThanOrEqual(10);
  });

  test('Blair, whose program is the second one, accepts an invitation and talks', async () => {
    const alex = await person(origins);
    await (await alex.vault()).courier.supply();
    const blair = new SecondPerson('Blair', origins);
    ended.push(() => blair.leave());
    const invited = await invitationOf(alex, 'Blair');
    const alexs = await blair.accept(invited.text);
    console.log(alexs);
    await blair.say(alexs, 'hello from Python');
    await eventually(async () => {
      await alex.settle();
      console.log(alex.reports, (await alex.records((await import('#app/records/relationship.ts')).relationshipKind as never)).length);
      return false;
    });
  });
});
