// Background jobs: which of them a round asks and waits for, which an impatient caller reaches, and the time of the
// alarm.
import { beforeEach, describe, expect, it } from 'vitest';
import { IDLE_MS, type Job, LOOK_AGAIN_MS, Schedule, type Turn } from './schedule.ts';

const NOW = 1_000_000;
let now = NOW;
let alarms: (number | null)[] = [];
let reports: unknown[] = [];
let log: string[] = [];

beforeEach(() => {
  now = NOW;
  alarms = [];
  reports = [];
  log = [];
});

/** A job that logs its runs and whether it was impatient; `run` says when it is due again. */
const job = (
  name: string,
  part: Job['part'],
  run: (turn: Turn) => Promise<number | null> = async () => null,
  more: Partial<Job> = {},
): Job => ({
  name,
  part,
  ...more,
  run(turn) {
    log.push(turn.impatient() ? `${name}!` : name);
    return run(turn);
  },
});

const schedule = (...jobs: Job[]) =>
  new Schedule<string>(
    {
      now: () => now,
      roundAt: (at) => void alarms.push(at),
      report: (error) => void reports.push(error),
    },
    jobs,
  );

/** A promise that a test keeps, and what keeps it. */
function held<T>() {
  let keep: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    keep = resolve;
  });
  return { promise, keep };
}

describe('a round', () => {
  it('asks what has a part in it, what comes last once all else is through, and nothing that is asked by itself', async () => {
    const slow = held<null>();
    const jobs = schedule(
      job('upkeep', 'asked'),
      job('tokens', 'last'),
      job('blobs', 'aside'),
      job('letters', 'round', () => slow.promise),
      job('tasks', 'round'),
    );
    const round = jobs.round();
    expect(log).toEqual(['blobs', 'letters', 'tasks']);
    slow.keep(null);
    await round;
    expect(log).toEqual(['blobs', 'letters', 'tasks', 'tokens']);
    await jobs.ask('upkeep');
    expect(log.at(-1)).toBe('upkeep');
  });

  it('lets what comes first get under way, and waits for it no longer than that', async () => {
    const slow = held<null>();
    const [under, others] = [held<void>(), held<void>()];
    let further = held<void>();
    const jobs = schedule(
      job('blobs', 'aside', async () => {
        others.keep();
        further.keep();
        return null;
      }),
      job('letters', 'first', async (turn) => {
        await under.promise;
        turn.underWay();
        return slow.promise;
      }),
      job('tasks', 'round'),
    );
    const round = jobs.round();
    await Promise.resolve();
    expect(log).toEqual(['letters']);
    under.keep();
    await others.promise;
    expect(log).toEqual(['letters', 'blobs', 'tasks']);
    // Under way, it keeps no further round from beginning.
    further = held<void>();
    const other = jobs.round();
    await further.promise;
    slow.keep(null);
    await Promise.all([round, other]);
  });

  it('goes on if what comes first fails, or has nothing to do', async () => {
    const jobs = schedule(
      job('letters', 'first', () => Promise.reject(new Error('letters'))),
      job('tasks', 'round'),
    );
    await expect(jobs.round()).rejects.toThrow('letters');
    expect(log).toEqual(['letters', 'tasks']);
  });

  it('waits for no job beside it, and asks one that comes last at once if it is due', async () => {
    const never = held<null>();
    const jobs = schedule(
      job('blobs', 'aside', () => never.promise),
      job('letters', 'round'),
      job('tokens', 'last', async () => now + 10),
    );
    await jobs.round();
    await jobs.ask('tokens');
    now += 20;
    log = [];
    await jobs.round();
    expect(log.slice(0, 2)).toEqual(['tokens', 'letters']);
  });

  it('tells one who waits of a mistake and reports the others, and looks again after a minute', async () => {
    const jobs = schedule(
      job('blobs', 'aside', () => Promise.reject(new Error('beside'))),
      job('letters', 'round', () => Promise.reject(new Error('waited for'))),
      job('tasks', 'round', async () => NOW + 5 * LOOK_AGAIN_MS),
    );
    await expect(jobs.round()).rejects.toThrow('waited for');
    await Promise.resolve();
    expect(reports).toEqual([new Error('beside')]);
    expect(alarms.at(-1)).toBe(NOW + LOOK_AGAIN_MS);
  });
});

describe('who is impatient', () => {
  it('is noticed by each job once', async () => {
    const jobs = schedule(job('letters', 'round'), job('blobs', 'aside'), job('tokens', 'last'));
    await jobs.impatientRound();
    expect(log).toEqual(['blobs!', 'letters!', 'tokens!']);
    await jobs.round();
    expect(log.slice(3)).toEqual(['blobs', 'letters', 'tokens']);
  });

  it('reaches long work while it is under way, and one job alone', async () => {
    const going = held<null>();
    let asked: () => boolean = () => false;
    const jobs = schedule(
      job('blobs', 'aside', ({ impatient }) => {
        asked = impatient;
        return going.promise;
      }),
      job('letters', 'round'),
    );
    await jobs.round();
    expect(asked()).toBe(false);
    const both = jobs.askImpatiently('blobs');
    expect(asked()).toBe(true);
    expect(asked()).toBe(false);
    await jobs.round();
    expect(log.at(-1)).toBe('letters');
    going.keep(null);
    await both;
  });
});

describe('the alarm', () => {
  it('is set for the earliest of all times, and for none if nothing waits', async () => {
    let taskAt: number | null = NOW + 200;
    const jobs = schedule(
      job('letters', 'round', async () => NOW + 900),
      job('tasks', 'round', async () => taskAt),
      job('holders', 'round'),
    );
    await jobs.round();
    expect(alarms.at(-1)).toBe(NOW + 200);
    taskAt = null;
    await jobs.ask('tasks');
    expect(alarms.at(-1)).toBe(NOW + 900);
    const none = schedule(job('letters', 'round'));
    await none.round();
    expect(alarms.at(-1)).toBeNull();
  });

  it('is never set for a time that is past while a job is under way, and beats while it says that it is busy', async () => {
    const slow = held<null>();
    let busy: () => void = () => {};
    const jobs = schedule(
      job(
        'letters',
        'round',
        (turn) => {
          busy = turn.busy;
          return slow.promise;
        },
        { firstAt: 0 },
      ),
      job('tasks', 'round'),
    );
    const round = jobs.round();
    await jobs.ask('tasks');
    expect(alarms.at(-1)).toBe(NOW + IDLE_MS);
    now += 700;
    busy();
    expect(alarms.at(-1)).toBe(NOW + 700 + IDLE_MS);
    slow.keep(null);
    await round;
    expect(alarms.at(-1)).toBeNull();
  });

  it('is not moved by what is asked by itself', async () => {
    const jobs = schedule(job('upkeep', 'asked'), job('in flight', 'round', undefined, { firstAt: 0 }));
    await jobs.ask('upkeep');
    expect(alarms).toEqual([]);
  });
});

describe('a job that waits for its time', () => {
  const waiting = (run: () => Promise<number | null>, firstAt = 0) =>
    schedule(job('in flight', 'round', run, { onlyWhenDue: true, firstAt }));

  it('is run at the first round, and before its time by no other', async () => {
    const jobs = waiting(async () => now + 500);
    await jobs.round();
    await jobs.round();
    expect(log).toEqual(['in flight']);
    now += 500;
    await jobs.round();
    expect(log).toEqual(['in flight', 'in flight']);
  });

  it('is run at once when something is due, and at the time that was noted while it ran', async () => {
    const slow = held<null>();
    const jobs = waiting(() => slow.promise, NOW + 9_000);
    jobs.note('in flight', NOW);
    expect(log).toEqual(['in flight']);
    jobs.note('in flight', NOW + 300);
    slow.keep(null);
    await jobs.ask('in flight');
    expect(alarms.at(-1)).toBe(NOW + 300);
    expect(log).toEqual(['in flight']);
  });
});
