// The SQLite store keeps the storage port's contract, and its own promises: group commit, its lock, its version.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storageContract } from '../contract.ts';
import { GroupCommit } from './group-commit.ts';
import { openSqliteStorage } from './sqlite.ts';

storageContract('SQLite', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'storage-'));
  return {
    open: async () => openSqliteStorage(directory),
    dispose: async () => rmSync(directory, { recursive: true }),
  };
});

describe('SQLite store', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'storage-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('refuses a folder that another store has open', async () => {
    const first = openSqliteStorage(directory);
    expect(() => openSqliteStorage(directory)).toThrow(expect.objectContaining({ code: 'storage-in-use' }));
    await first.close();
    await openSqliteStorage(directory).close();
  });

  it('refuses a folder that a newer version wrote', async () => {
    const database = new DatabaseSync(join(directory, 'services.sqlite'));
    database.exec('PRAGMA user_version=99');
    database.close();
    expect(() => openSqliteStorage(directory)).toThrow(expect.objectContaining({ code: 'storage-version' }));
  });

  it('brings the tables of an older version up to date, and keeps what is in them', async () => {
    const first = openSqliteStorage(directory);
    await first.keyValue('m').create('k', new Uint8Array([1]), 0, null);
    const mail = (id: number) => ({
      id: new Uint8Array([id]),
      body: new Uint8Array(9),
      expiresAt: 50,
      rememberUntil: 60,
    });
    for (const id of [1, 2, 3]) await first.mailboxes('b').append(new Uint8Array([7]), mail(id), 100);
    await first.close();
    const database = new DatabaseSync(join(directory, 'services.sqlite'));
    // Blobs were one row each, of a format that nothing reads any more.
    database.exec(`DROP TABLE log_entries; DROP TABLE blobs; DROP TABLE blob_parts; ALTER TABLE boxes DROP COLUMN item_count; PRAGMA user_version=1;
      CREATE TABLE blobs (collection TEXT NOT NULL, id BLOB NOT NULL, body BLOB NOT NULL, expires_at INTEGER NOT NULL);
      INSERT INTO blobs VALUES ('hosted', x'01', x'0203', 99)`);
    database.close();
    const second = openSqliteStorage(directory);
    expect((await second.keyValue('m').get('k', 0))?.value).toEqual(new Uint8Array([1]));
    await second.mailboxes('b').delete(new Uint8Array([7]), [1]);
    expect((await second.mailboxes('b').read(new Uint8Array([7]), 5, 49)).waiting).toBe(2);
    expect(await second.logs('l').append(new Uint8Array(1), new Uint8Array(1), 0)).toBe(true);
    const blob = { byteCount: 5, unfinishedUntil: 10, expiresAt: 10 };
    expect(await second.blobs('hosted').create(new Uint8Array([1]), blob, 0)).toBe('created');
    expect(await second.blobs('hosted').byteCount()).toBe(5);
    await second.close();
  });

  it('refuses writes after closing', async () => {
    const storage = openSqliteStorage(directory);
    const map = storage.keyValue('m');
    await storage.close();
    await expect(map.delete('k')).rejects.toMatchObject({ code: 'storage-closed' });
  });
});

const onDisk = () => Promise.resolve();

describe('group commit', () => {
  it('puts the writes of one turn into one transaction, and one that throws takes nobody with it', async () => {
    const database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE t (n INTEGER PRIMARY KEY)');
    const insert = database.prepare('INSERT INTO t VALUES (?)');
    const commit = new GroupCommit(database, onDisk);
    const begun: boolean[] = [];
    const write = (n: number) =>
      commit.write(() => {
        begun.push(database.isTransaction);
        insert.run(n);
        if (n === 2) {
          insert.run(20);
          throw new Error('no');
        }
        return n;
      });
    const results = await Promise.allSettled([write(1), write(2), write(3)]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    // Together first, and once more as one of them threw, each for itself.
    expect(begun).toEqual([true, true, true, true, true]);
    expect(database.prepare('SELECT n FROM t').all()).toEqual([{ n: 1 }, { n: 3 }]);
    expect(database.isTransaction).toBe(false);
  });

  it('answers when the sync that began after the commit has ended, and gathers what comes meanwhile', async () => {
    const database = new DatabaseSync(':memory:');
    const syncs: { end(): void }[] = [];
    const commit = new GroupCommit(database, () => new Promise((resolve) => syncs.push({ end: resolve })));
    const order: string[] = [];
    const write = (name: string) =>
      commit.write(() => order.push(`${name} run`)).then(() => order.push(`${name} heard`));
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const first = write('first');
    await turn();
    const others = Promise.all([write('second'), write('third')]);
    await turn();
    await turn();
    expect([order, syncs.length]).toEqual([['first run'], 1]);
    syncs[0]?.end();
    await first;
    await turn();
    expect([order, syncs.length]).toEqual([['first run', 'first heard', 'second run', 'third run'], 2]);
    syncs[1]?.end();
    await others;
    await commit.close();
    expect(syncs.length).toBe(2);
  });

  it('says what others see already while the sync is under way, of what was committed', async () => {
    const database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE t (n INTEGER PRIMARY KEY)');
    const insert = database.prepare('INSERT INTO t VALUES (?)');
    let end = () => {};
    const commit = new GroupCommit(database, () => new Promise((resolve) => (end = resolve)));
    const seen: unknown[] = [];
    const write = (n: number) =>
      commit.write(
        () => {
          insert.run(n);
          if (n === 2) throw new Error('no');
          return n;
        },
        (value) => seen.push([value, database.isTransaction]),
      );
    let isOver = false;
    const results = Promise.allSettled([write(1), write(2), write(3)]).then(() => {
      isOver = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect([seen, isOver]).toEqual([
      [
        [1, false],
        [3, false],
      ],
      false,
    ]);
    end();
    await results;
    await commit.close();
  });

  it('takes nothing more after a sync that failed: nobody knows what is on disk', async () => {
    const database = new DatabaseSync(':memory:');
    let fail: (error: Error) => void = () => {};
    const commit = new GroupCommit(database, () => new Promise((_, reject) => (fail = reject)));
    const lost = commit.write(() => 1);
    await new Promise((resolve) => setImmediate(resolve));
    const waiting = commit.write(() => 2);
    fail(new Error('input/output error'));
    const fault = { blame: 'unavailable', code: 'storage-write' };
    await expect(lost).rejects.toMatchObject(fault);
    await expect(waiting).rejects.toMatchObject(fault);
    await expect(commit.write(() => 3)).rejects.toMatchObject(fault);
    await commit.close();
  });

  it('writes what is not urgent with the next group, or by itself, and before closing', async () => {
    const database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE t (n INTEGER PRIMARY KEY)');
    const commit = new GroupCommit(database, onDisk);
    const order: string[] = [];
    const soon = (name: string) => commit.writeSoon(() => order.push(name));
    const first = soon('soon');
    expect(order).toEqual([]);
    await commit.write(() => order.push('now'));
    expect(order).toEqual(['soon', 'now']);
    await first;
    await soon('alone');
    const last = soon('last');
    commit.close();
    await last;
    expect(order).toEqual(['soon', 'now', 'alone', 'last']);
    await expect(soon('late')).rejects.toMatchObject({ code: 'storage-closed' });
  });

  it('loses nothing to a full disk, says so, and goes on when there is room', async () => {
    const database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE t (body BLOB)');
    database.exec('PRAGMA max_page_count=40');
    const insert = database.prepare('INSERT INTO t VALUES (?)');
    const commit = new GroupCommit(database, onDisk);
    const body = new Uint8Array(50_000);
    await commit.write(() => insert.run(body));
    await commit.write(() => insert.run(body));
    const [full, company] = [commit.write(() => insert.run(body)), commit.write(() => insert.run(body))];
    await expect(full).rejects.toMatchObject({ blame: 'unavailable', code: 'storage-write' });
    await expect(company).rejects.toMatchObject({ blame: 'unavailable', code: 'storage-write' });
    expect(database.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 2 });
    await commit.write(() => database.exec('DELETE FROM t'));
    await commit.write(() => insert.run(body));
    expect(database.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 1 });
  });

  it('tells every caller when the commit fails, and goes on afterwards', async () => {
    const database = new DatabaseSync(':memory:');
    database.exec(`PRAGMA foreign_keys=ON; CREATE TABLE parent (n INTEGER PRIMARY KEY);
      CREATE TABLE child (n INTEGER REFERENCES parent (n) DEFERRABLE INITIALLY DEFERRED)`);
    const commit = new GroupCommit(database, onDisk);
    const bad = commit.write(() => database.exec('INSERT INTO child VALUES (1)'));
    const good = commit.write(() => database.exec('INSERT INTO parent VALUES (2)'));
    await expect(bad).rejects.toMatchObject({ code: 'storage-write', blame: 'unavailable' });
    await expect(good).rejects.toMatchObject({ code: 'storage-write', blame: 'unavailable' });
    await commit.write(() => database.exec('INSERT INTO parent VALUES (3)'));
    expect(database.prepare('SELECT n FROM parent').all()).toEqual([{ n: 3 }]);
  });
});
