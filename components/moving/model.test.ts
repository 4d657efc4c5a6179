// An import's page, over the real staging and a store in memory: whatever befalls its worker or its disk, and whenever
// the person stops it, it ends with a report of what was kept, and nothing stays staged.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createMemoryDisk, MemoryLife } from '#adapters/memory/disk.ts';
import { openMemoryStore } from '#adapters/memory/store.ts';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { putFilePart } from '#app/logins/files.ts';
import { entryIds, handOut } from '#app/logins/hand-out.ts';
import { StagedImport } from '#app/logins/staged-import.ts';
import { RECORD_KINDS } from '#app/records/kinds.ts';
import { vaultKey } from '#app/store/sealing.ts';
import { decodeBase64url, encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { EMPTY_ENTRY, type VaultEntry } from '#logins/formats/entry.ts';
import { MOST_FILE_BYTES } from '#logins/formats/file-reading.ts';
import { keptOnDisk } from '#rpc/call/parts.ts';
import { type ScriptedApp, scriptedApp } from '../model/testing/scripted-app.ts';
import { createImport, type ImportModel } from './model.ts';

const NOW = Date.UTC(2026, 0, 1);
const openApp = async () => ({
  store: await openMemoryStore({
    life: new MemoryLife({ disk: createMemoryDisk() }),
    kinds: RECORD_KINDS,
    vaultKey: vaultKey(new Uint8Array(32).fill(7)),
    entropy: nodeEntropy,
  }),
  now: () => NOW,
});
let vault: Awaited<ReturnType<typeof openApp>>;
beforeEach(async () => {
  vault = await openApp();
});
afterEach(() => vault.store.close());

const login = (username: string, password: string): VaultEntry => ({
  ...EMPTY_ENTRY,
  ...{ title: username, username, password },
  sites: [{ url: 'https://shop.example', match: 'domain' }],
});
const many = (count: number) => Array.from({ length: count }, (_, at) => login(`user ${at}`, 'p'));
const died = () => new Fault('unavailable', 'worker-gone', 'gone');

/** What the worker holds of an import, for all pages. */
let staged: { id: string; import: StagedImport } | null = null;
/** The page that imports. */
let importer: Page | null = null;
afterEach(() => {
  staged = null;
  importer = null;
});

/** A page and its worker, which a test ends by `kill`; `before` is told each call. */
class Page {
  before: (method: string) => void | Promise<void> = () => {};
  readonly dropped: string[] = [];
  readonly app: ScriptedApp = scriptedApp({
    stageImport: async ({ import: id, first, entries }) => {
      await this.before('stage');
      if (staged?.id !== id) staged = { id, import: new StagedImport(vault as never, id) };
      const refused = staged.import.add(first, entries as never);
      return refused === null ? { ok: true } : { ok: false, reason: refused };
    },
    previewImport: async ({ import: id }) => {
      await this.before('preview');
      return staged?.id !== id ? { ok: false, reason: 'gone' } : { ok: true, ...(await staged.import.look()) };
    },
    commitImport: ({ import: id, from, choices }) =>
      keptOnDisk(async () => {
        await this.before('commit');
        const done = staged?.id === id ? await staged.import.commit(from, choices) : null;
        await this.before('committed');
        return done === null ? { ok: false, reason: 'gone' } : { ok: true, ...done };
      }),
    putEntryFile: async ({ part, bytes, ...file }) => {
      await this.before('file');
      return putFilePart(vault as never, file, part, decodeBase64url(bytes) as Uint8Array);
    },
    dropImport: async ({ import: id }) => {
      this.dropped.push(id);
      if (staged?.id === id) staged = null;
      return null;
    },
  });
  readonly life = new AbortController();
  readonly model: ImportModel;

  constructor(entries: readonly VaultEntry[], files: ReadonlyMap<string, Uint8Array> = new Map()) {
    this.app.platform.claim = async () => {
      if (importer !== null) return null;
      importer = this;
      return () => {
        importer = null;
      };
    };
    this.app.randomId = () => encodeHex(nodeEntropy(16));
    const read = { is: 'read', format: 'A manager', entries, files, problems: [], vault: [] } as const;
    this.model = createImport(this.app, async () => read, this.life.signal);
  }

  /** The worker ends under the call at hand, and another greets. */
  kill(): never {
    staged = null;
    setImmediate(() => this.app.say(null));
    throw died();
  }

  /** Turns of the event loop, with the page's clock moving on. */
  async run<T>(work: Promise<T>): Promise<T> {
    let done = false;
    void work
      .then(
        () => {},
        () => {},
      )
      .finally(() => {
        done = true;
      });
    while (!done) {
      await new Promise((resolve) => setImmediate(resolve));
      this.app.clock.pass(100);
    }
    return work;
  }

  async looks(): Promise<Extract<ImportModel['state']['value'], { at: 'preview' }>> {
    await this.run(this.model.choose([new File(['x'], 'x')]));
    const { value } = this.model.state;
    if (value.at !== 'preview') throw new Error(`it is at ${value.at}`);
    return value;
  }

  /** Calls `act` at the n-th of a call. */
  at(method: string, number: number, act: () => void): void {
    let count = 0;
    this.before = (called) => {
      if (called === method && ++count === number) act();
    };
  }
}
const kept = async () => handOut(vault, await entryIds(vault));

describe('an import', () => {
  test('tells what the worker could not look for, beside what could not be read', async () => {
    const page = new Page(many(3));
    const problems = [{ entry: 'user 1', reason: 'not-compared', what: '' }] as const;
    const { previewImport } = page.app.worker;
    const found: typeof previewImport = async (call) => {
      const answer = await previewImport(call);
      return answer.ok ? { ...answer, problems } : answer;
    };
    Object.assign(page.app.worker, { previewImport: found });
    expect((await page.looks()).problems).toEqual(problems);
    await page.run(page.model.keep([]));
    expect(page.model.state.value).toMatchObject({ at: 'done', problems });
  });

  test('keeps all, says so, and leaves nothing in the worker', async () => {
    const page = new Page(many(230));
    await page.looks();
    await page.run(page.model.keep([]));
    expect(page.model.state.value).toMatchObject({ at: 'done', ended: 'whole', kept: 230, leftOut: [] });
    expect([await kept(), staged, page.dropped.length]).toMatchObject([{ length: 230 }, null, 1]);
  });

  test.each(['stage', 'preview', 'commit', 'committed'])(
    'goes on over a worker that ends at its %s',
    async (method) => {
      const page = new Page(many(230));
      page.at(method, method === 'stage' ? 2 : 1, () => page.kill());
      await page.looks();
      if (method.startsWith('commit')) page.at(method, 2, () => page.kill());
      await page.run(page.model.keep([]));
      expect(page.model.state.value).toMatchObject({ at: 'done', ended: 'whole', kept: 230 });
      expect(await kept()).toHaveLength(230);
    },
  );

  test('does with each conflict what was chosen for it, over a worker that ends', async () => {
    const names = Array.from({ length: 120 }, (_, at) => `user ${at}`);
    const before = new Page(names.map((name) => login(name, 'mine')));
    await before.looks();
    await before.run(before.model.keep([]));
    const page = new Page(names.map((name) => login(name, 'theirs')));
    const { conflicts } = await page.looks();
    page.at('commit', 2, () => page.kill());
    const isTaken = (at: number) => at < 105 || at === 119;
    await page.run(
      page.model.keep(conflicts.map(({ at }) => ({ at, choice: isTaken(at) ? 'take-theirs' : 'keep-mine' }))),
    );
    const taken = (await kept()).filter(({ password }) => password === 'theirs').map(({ username }) => username);
    expect(taken.sort()).toEqual(names.filter((_, at) => isTaken(at)).sort());
    expect(page.model.state.value).toMatchObject({ ended: 'whole', kept: 106 });
  });

  test('that no worker answers ends with what was kept', async () => {
    const page = new Page(many(230));
    await page.looks();
    page.at('commit', 2, () => {
      page.before = () => Promise.reject(died());
      throw died();
    });
    await expect(page.run(page.model.keep([]))).rejects.toMatchObject({ code: 'worker-gone' });
    expect(page.model.state.value).toMatchObject({ at: 'done', ended: 'failed', kept: 100 });
    expect(page.dropped).toHaveLength(1);
  });

  test('on a full disk says so, with what was kept', async () => {
    const page = new Page(many(230));
    await page.looks();
    page.at('commit', 2, () => {
      throw new Fault('unavailable', 'storage-full', 'full');
    });
    await page.run(page.model.keep([]));
    expect(page.model.state.value).toMatchObject({ at: 'done', ended: 'storage', kept: 100 });
    expect(staged).toBeNull();
  });

  test('that is stopped while entries are handed in again says what was kept', async () => {
    const page = new Page(many(230));
    await page.looks();
    page.at('commit', 2, () => {
      page.at('stage', 2, () => page.model.stop());
      page.kill();
    });
    await page.run(page.model.keep([]));
    expect(page.model.state.value).toMatchObject({ at: 'done', ended: 'stopped', kept: 100 });
  });

  test('that is stopped while files are handed in names each that is missing', async () => {
    const files = ['a', 'b', 'c'].map((name) => ({ name, ref: name, size: 1 }));
    const entry = { ...login('alex', 'p'), attachments: files };
    const page = new Page([entry], new Map(files.map(({ ref }) => [ref, Uint8Array.of(1)])));
    await page.looks();
    page.at('file', 1, () => page.model.stop());
    await page.run(page.model.keep([]));
    const missing = ['b', 'c'].map((what) => ({ title: 'alex', parts: [{ reason: 'stopped', what }] }));
    expect(page.model.state.value).toMatchObject({ at: 'done', kept: 1, leftOut: missing });
    expect(await kept()).toMatchObject([{ attachments: [{ name: 'a' }] }]);
  });

  test.each<[string, (page: Page) => void]>([
    ['given up', ({ model }) => model.startOver()],
    ['closed', ({ life }) => life.abort()],
  ])('that is %s at its preview leaves nothing in the worker', async (_, end) => {
    const page = new Page(many(3));
    await page.looks();
    end(page);
    expect(staged).toBeNull();
  });
});

describe('of two windows', () => {
  const refused = (page: Page) => {
    const { value } = page.model.state;
    return value.at === 'choose' && value.refused;
  };
  const chooses = (page: Page) => page.run(page.model.choose([new File(['x'], 'x')]));

  test('the second is told that the first imports, until that has ended; nothing is lost, and nothing comes twice', async () => {
    const [first, second] = [new Page(many(230)), new Page(many(230))];
    await first.looks();
    await chooses(second);
    expect(refused(second)).toBe('elsewhere');
    const keeping = first.run(first.model.keep([]));
    await chooses(second);
    expect(refused(second)).toBe('elsewhere');
    await keeping;
    expect(first.model.state.value).toMatchObject({ at: 'done', ended: 'whole', kept: 230 });
    const { counts } = await second.looks();
    expect(counts.doubles).toBe(230);
    await second.run(second.model.keep([]));
    expect(await kept()).toHaveLength(230);
  });

  test('the second may import when the first cannot read its file', async () => {
    const [first, second] = [new Page(many(3)), new Page(many(3))];
    const gone = { name: 'x', size: 1, arrayBuffer: () => Promise.reject(new Error('gone')) } as unknown as File;
    await expect(first.run(first.model.choose([gone]))).rejects.toThrow('gone');
    expect(refused(first)).toBeNull();
    await second.looks();
  });

  test('the second may import when the first, which chose twice at once, gives up', async () => {
    const [first, second] = [new Page(many(3)), new Page(many(3))];
    await Promise.all([chooses(first), chooses(first)]);
    expect(first.model.state.value.at).toBe('preview');
    first.model.startOver();
    await second.looks();
  });

  test.each<[string, (page: Page) => unknown]>([
    ['gives up', ({ model }) => model.startOver()],
    ['is closed', ({ life }) => life.abort()],
    ['is stopped', (page) => page.run(Promise.all([page.model.keep([]), page.model.stop()]))],
    ['chooses what is too large', ({ model }) => model.addPictures([{ size: 2 ** 40 } as File])],
  ])('the second may import when the first %s', async (_, ends) => {
    const [first, second] = [new Page(many(3)), new Page(many(3))];
    await first.looks();
    await ends(first);
    expect(await second.looks()).toMatchObject({ counts: { kinds: { login: 3 } } });
  });
});

test('a file larger than the bound is refused by its size, and none of it is read', async () => {
  const arrayBuffer = vi.fn();
  const read = vi.fn();
  const model = createImport(new Page([]).app, read, new AbortController().signal);
  await model.choose([{ name: 'export.zip', size: MOST_FILE_BYTES + 1, arrayBuffer } as unknown as File]);
  expect(model.state.value).toEqual({ at: 'choose', refused: 'too-large' });
  expect([arrayBuffer.mock.calls, read.mock.calls]).toEqual([[], []]);
});
