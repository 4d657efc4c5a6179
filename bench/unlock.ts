// Unlocking: Argon2id with the vault's own cost (64 MiB, three passes), libsodium beside noble in one process; and the
// whole of it in the browser, from the call of a page to an open vault, beside Argon2id alone there. Slow on purpose: a
// person waits as long as one guess costs a thief, who has better hardware; all else that an unlock takes is ours.
import { argon2id } from '@noble/hashes/argon2.js';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { DEFAULT_COST } from '#app/vault/vault.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { buildPlace, Measured, PASSPHRASE } from './browser.ts';
import { against, compete, type Row } from './row.ts';

const ROUNDS = 7;
/** A person takes half a second for an answer. */
const AIM_MS = 500;
/** Of Argon2id alone. */
const MOST_TIMES = 1.1;

export async function unlock(): Promise<Row[]> {
  const sodium = await loadSodium();
  const passphrase = new TextEncoder().encode(PASSPHRASE);
  const salt = nodeEntropy(16);
  const { memoryKiB, passes, lanes } = DEFAULT_COST;
  const rows = await compete(
    'Argon2id 64 MiB, three passes',
    'times per CPU second',
    [
      {
        name: 'sodium',
        times: 3,
        run: (times) => repeat(times, () => sodium.argon2id(passphrase, salt, DEFAULT_COST, 32)),
      },
    ],
    [
      {
        name: 'noble',
        times: 1,
        run: (times) =>
          repeat(times, () => argon2id(passphrase, salt, { m: memoryKiB, t: passes, p: lanes, dkLen: 32 })),
      },
    ],
    3,
  );
  const place = await buildPlace();
  try {
    const browser = await Measured.start(place);
    try {
      const times: number[] = [];
      const shares: number[] = [];
      for (let round = 0; round <= ROUNDS; round++) {
        await browser.ask('lock', null);
        const alone = Number(await browser.run('argon', 'derive', PASSPHRASE));
        const startedAt = performance.now();
        const answer = await browser.ask('unlock', { passphrase: PASSPHRASE });
        if (!answer.ok) throw new Error('the vault did not open');
        const took = performance.now() - startedAt;
        if (round === 0) continue;
        times.push(took);
        shares.push(took / alone);
      }
      return [
        ...rows,
        against('unlock in the browser', times, AIM_MS),
        against('unlock in the browser, by Argon2id alone there', shares, MOST_TIMES, 'times'),
      ];
    } finally {
      await browser.close();
    }
  } finally {
    await place.leave();
  }
}

function repeat(times: number, work: () => unknown): void {
  for (let turn = 0; turn < times; turn++) work();
}
