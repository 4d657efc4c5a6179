// What one page of ours does at a time, held by the worker: for as long as the page has its port, and beyond a worker.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Claims, claimOfWorker } from './claims.ts';

vi.mock('wxt/browser', () => ({ browser: { runtime: {} } }));

type Heard = Parameters<Claims['hear']>[0];
type Listener = (said?: unknown) => void;

const event = () => {
  const listeners: Listener[] = [];
  const tell = (said?: unknown): void => listeners.forEach((listener) => void listener(said));
  return { addListener: (listener: Listener) => void listeners.push(listener), tell };
};

/** A browser whose worker can be ended; a page's own disconnecting is heard by the worker alone. */
class World {
  #claims = new Claims();
  #cuts: (() => void)[] = [];

  readonly connect = (name: string): Heard => {
    const [told, left, cut] = [event(), event(), event()];
    this.#cuts.push(cut.tell);
    const page = { name, onMessage: told, onDisconnect: cut, disconnect: () => left.tell() };
    const worker = { name, onDisconnect: left, postMessage: (said: unknown) => queueMicrotask(() => told.tell(said)) };
    this.#claims.hear(worker as unknown as Heard);
    return page as unknown as Heard;
  };

  endsWorker(): void {
    this.#claims = new Claims();
    for (const cut of this.#cuts.splice(0)) cut();
  }

  claim(work: string) {
    return claimOfWorker(work, this.connect);
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('one page at a time, the next when it has let go', async () => {
  const world = new World();
  const letGo = await world.claim('import');
  expect(letGo).not.toBeNull();
  expect(await world.claim('import')).toBeNull();
  expect(await world.claim('another')).not.toBeNull();
  letGo?.();
  expect(await world.claim('import')).not.toBeNull();
});

test('a page that was refused takes nothing away from the one that has it', async () => {
  const world = new World();
  await world.claim('import');
  expect(await world.claim('import')).toBeNull();
  expect(await world.claim('import')).toBeNull();
});

test('held of the next worker, too, and let go of there', async () => {
  const world = new World();
  const letGo = await world.claim('import');
  for (let times = 0; times < 2; times++) {
    world.endsWorker();
    await vi.runAllTimersAsync();
    expect(await world.claim('import')).toBeNull();
  }
  letGo?.();
  expect(await world.claim('import')).not.toBeNull();
});

test('a page that let go while the worker was ended asks the next one for nothing', async () => {
  const world = new World();
  const letGo = await world.claim('import');
  world.endsWorker();
  letGo?.();
  await vi.runAllTimersAsync();
  expect(await world.claim('import')).not.toBeNull();
});
