// A round over waiting records: only due ones are worked off, in order and a few at once, and the round returns the
// earliest time of all that remain.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Round, workOffDue } from './due.ts';

interface Waiting {
  readonly name: string;
  /** Null: waits for no time. */
  readonly at: number | null;
  /** When it is due again once it was worked off; 'fails': it throws. */
  readonly again: number | null | 'fails';
}

const NOW = 100;
const turn = () => new Promise((resolve) => setImmediate(resolve));

async function* inBatches(rows: readonly Waiting[], size: number): AsyncGenerator<readonly Waiting[]> {
  for (let from = 0; from < rows.length; from += size) {
    await turn();
    yield rows.slice(from, from + size);
  }
}

async function told(rows: readonly Waiting[], over: Partial<Round<Waiting, Waiting, Waiting>> = {}) {
  const begun: string[] = [];
  let underWay = 0;
  let most = 0;
  const round: Round<Waiting, Waiting, Waiting> = {
    rows: inBatches(rows, 3),
    dueness: (row) => (row.at === null ? null : row.at <= NOW ? { due: row } : { laterAt: row.at }),
    plan: (due) => due.sort((a, b) => (a.at ?? 0) - (b.at ?? 0)),
    together: 2,
    signal: { aborted: false },
    async work(one) {
      begun.push(one.name);
      most = Math.max(most, ++underWay);
      await turn();
      underWay--;
      if (one.again === 'fails') throw new Error(one.name);
      return one.again;
    },
    ...over,
  };
  const ended = await workOffDue(round).then(
    (nextAt) => ({ nextAt }),
    (error: Error) => ({ failed: error.message }),
  );
  return { begun, most, ended };
}

describe('a round over what waits', () => {
  it('works off what is due, in its order, and says when the next is', async () => {
    const { begun, ended } = await told([
      { name: 'later', at: 300, again: null },
      { name: 'second', at: 50, again: null },
      { name: 'never', at: null, again: null },
      { name: 'first', at: 20, again: 250 },
    ]);
    expect(begun).toEqual(['first', 'second']);
    expect(ended).toEqual({ nextAt: 250 });
    expect((await told([{ name: 'done', at: 1, again: null }])).ended).toEqual({ nextAt: null });
    expect((await told([])).ended).toEqual({ nextAt: null });
  });

  it('throws the first mistake, after all others had their turn', async () => {
    const { begun, ended } = await told([
      { name: 'a', at: 1, again: 'fails' },
      { name: 'b', at: 2, again: 'fails' },
      { name: 'c', at: 3, again: null },
      { name: 'd', at: 4, again: null },
    ]);
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    expect(ended).toEqual({ failed: 'a' });
  });

  it('begins nothing more once it is ended', async () => {
    const signal = { aborted: false };
    const rows = Array.from({ length: 6 }, (_, at) => ({ name: `${at}`, at, again: null }));
    const begun: string[] = [];
    const work = async ({ name }: Waiting): Promise<null> => {
      begun.push(name);
      await turn();
      signal.aborted = true;
      return null;
    };
    await told(rows, { signal, work });
    expect(begun).toEqual(['0', '1']);
  });

  it('does each thing once, no more at once than allowed, and forgets no time, whatever waits', async () => {
    const waiting = fc.record({
      at: fc.option(fc.integer({ min: 1, max: 200 })),
      again: fc.option(fc.integer({ min: 1, max: 400 })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(waiting, { maxLength: 20 }), fc.integer({ min: 1, max: 4 }), async (all, together) => {
        const rows = all.map(({ at, again }, i) => ({ name: `${i}`, at, again }));
        const due = rows.filter(({ at }) => at !== null && at <= NOW);
        const left = [
          ...rows.flatMap(({ at }) => (at !== null && at > NOW ? [at] : [])),
          ...due.flatMap(({ again }) => again ?? []),
        ];
        const { begun, most, ended } = await told(rows, { together });
        expect([...begun].sort()).toEqual(due.map(({ name }) => name).sort());
        expect(most).toBe(Math.min(together, due.length));
        expect(ended).toEqual({ nextAt: left.length === 0 ? null : Math.min(...left) });
      }),
    );
  });
});
