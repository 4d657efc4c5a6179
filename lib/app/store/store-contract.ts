// What every Store must do, as cases over a world that opens stores on one disk and lets a case play the thief who can
// read and change that disk. Run against memory and SQLite in Node and against IndexedDB in real browsers, so it knows
// no test framework: a case throws. Cases take a tape of bytes for their choices: a property-testing library makes and
// shrinks it, or `tapes` derives some. Longer than most files, since it is one list.

import { encodeHex } from '#bytes/base64url.ts';
import { equal, u32Bytes } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { sha256 } from '#crypto/hash.ts';
import { blob, part, struct, text, u8, u32 as u32Coder } from '#wire/format.ts';
import { type VaultKey, vaultKey } from './sealing.ts';
import {
  type CopyableStore,
  type OpenedRecord,
  put,
  type RecordKind,
  type Ref,
  remove,
  type Store,
  type Write,
} from './store.ts';
import type { Stores } from './stores.ts';

export interface StoreWorld {
  /** Opens a store on the world's disk, where no other is open. @param capacityBytes the disk takes about as much */
  open(options?: {
    kinds?: readonly RecordKind<any>[];
    vaultKey?: VaultKey;
    capacityBytes?: number;
    entropy?: Entropy;
  }): Promise<CopyableStore>;
  /** The stores of the world's disk; what `open` opens is the first generation. */
  stores(kinds?: readonly RecordKind<any>[]): Stores;
  /** What a thief of the disk sees. */
  rows(kind: string): Promise<{ key: Uint8Array; row: Uint8Array }[]>;
  writeRow(kind: string, key: Uint8Array, row: Uint8Array): Promise<void>;
}

export interface StoreCase {
  readonly name: string;
  /** False: the case makes no choices, and one run says all. */
  readonly choices: boolean;
  run(world: StoreWorld, tape: Uint8Array): Promise<void>;
}

/** Reproducible tapes, if no property-testing library runs. */
export function tapes(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => {
    const tape = new Uint8Array(256);
    for (let at = 0; at < tape.length; at += 32) tape.set(sha256(new Uint8Array([...u32Bytes(i), at])), at);
    return tape;
  });
}

export const contractVaultKey = vaultKey(sha256(encodeUtf8('the vault of the contract')));

const note: RecordKind<string, false> = {
  name: 'note',
  version: 1,
  format: part('note', 100_000, text(90_000)),
  upgrades: {},
};
const counter: RecordKind<number, false> = {
  name: 'counter',
  version: 1,
  format: part('counter', 4, u32Coder),
  upgrades: {},
};
const secret: RecordKind<{ bytes: Uint8Array }, false> = {
  name: 'secret',
  version: 1,
  format: part('secret', 100_000, struct({ bytes: blob(90_000) })),
  upgrades: {},
};
/** As an outbox item is: bytes leave the device by it. */
const letter: RecordKind<string, true> = {
  name: 'letter',
  version: 1,
  format: part('letter', 1000, text(900)),
  upgrades: {},
  released: true,
};
export const contractKinds: readonly RecordKind<any>[] = [note, counter, secret, letter];

const noteOf = (id: string): Ref<string, false> => ({ kind: note, id });
const counterOf = (id: string): Ref<number, false> => ({ kind: counter, id });
const secretOf = (id: string): Ref<{ bytes: Uint8Array }, false> => ({ kind: secret, id });
const write = (store: Store, ...writes: Write<false>[]) => store.step([], () => ({ writes, result: undefined }));

export const storeContract: readonly StoreCase[] = [
  {
    name: 'behaves like a map of kinds and ids, also when opened again',
    choices: true,
    async run(world, bytes) {
      const tape = new Tape(bytes);
      const model = new Map<string, string>();
      let store = await world.open();
      for (let round = 0; round < 12; round++) {
        const steps = Array.from({ length: 1 + tape.below(4) }, () => randomWrites(tape));
        // Begun together: they take effect in the order they were begun.
        await Promise.all(steps.map((writes) => write(store, ...writes)));
        for (const each of steps.flat()) {
          if ('remove' in each) model.delete(nameOf(each.ref));
          else model.set(nameOf(each.ref), String(each.value));
        }
        if (tape.below(4) === 0) {
          store.close();
          store = await world.open();
        }
        const refs = [
          noteOf(`id ${tape.below(6)}`),
          counterOf(`id ${tape.below(6)}`),
          noteOf('never written'),
        ] as const;
        const read = await store.read(refs);
        same(
          read.map(String),
          refs.map((ref) => model.get(nameOf(ref)) ?? 'null'),
          'read',
        );
      }
      for (const kind of [note, counter] as readonly RecordKind<any>[]) {
        const scanned = (await scanAll(store, kind)).map(({ id, value }) => `${kind.name}/${id}=${value}`);
        const expected = [...model]
          .filter(([name]) => name.startsWith(`${kind.name}/`))
          .map(([name, v]) => `${name}=${v}`);
        same(scanned.sort(), expected.sort(), 'scan');
        same(await store.count(kind), expected.length, 'count');
      }
      store.close();
    },
  },
  {
    name: 'runs steps one after another, in the order in which they were begun',
    choices: false,
    async run(world) {
      const store = await world.open();
      const results = await Promise.all(Array.from({ length: 40 }, () => countUp(store)));
      same(
        results,
        Array.from({ length: 40 }, (_, i) => i + 1),
        'every number once',
      );
      store.close();
    },
  },
  {
    name: 'writes nothing of a step whose compute throws, and goes on',
    choices: false,
    async run(world) {
      const store = await world.open();
      await write(store, put(noteOf('kept'), 'before'));
      const thrown = new Error('a mistake');
      const failing = store.step([noteOf('kept')], () => {
        throw thrown;
      });
      same(await failing.catch((error: unknown) => error === thrown), true, 'the error of compute');
      // The second value cannot be encoded: the first must not stay either.
      const half = write(store, put(noteOf('kept'), 'after'), put(counterOf('kept'), -1));
      same(
        await half.then(
          () => 'written',
          () => 'refused',
        ),
        'refused',
        'a value out of range',
      );
      same(await store.read([noteOf('kept'), counterOf('kept')]), ['before', null], 'the records');
      store.close();
    },
  },
  {
    name: 'reads what a step needs in the same transaction and runs it again on the same entropy and unspoilt values',
    choices: false,
    async run(world) {
      const store = await world.open();
      await write(store, put(secretOf('a'), { bytes: new Uint8Array([1, 2, 3]) }), put(counterOf('b'), 7));
      const drawn: string[] = [];
      const seen: string[] = [];
      const stepping = store.step([secretOf('a')], (reads, entropy) => {
        drawn.push(encodeHex(entropy(32)) + encodeHex(entropy(8)));
        const first = reads.get(secretOf('a'))?.bytes as Uint8Array;
        seen.push(encodeHex(first));
        first.fill(0);
        if (seen.length === 1) return { need: [counterOf('b'), counterOf('c')] };
        if (seen.length === 2) return { need: [noteOf('d')] };
        const sum = `${reads.get(counterOf('b'))} ${reads.get(counterOf('c'))} ${reads.get(noteOf('d'))}`;
        return { writes: [put(noteOf('sum'), sum)], result: sum };
      });
      const later = write(store, put(counterOf('b'), 8), put(noteOf('d'), 'later'));
      same(await stepping, '7 null null', 'what it needed, as it was when the step began');
      await later;
      same(seen, ['010203', '010203', '010203'], 'the value at each run');
      same(new Set(drawn).size, 1, 'one tape');
      same(
        (await store.step([], (_, entropy) => ({ writes: [], result: encodeHex(entropy(32)) }))) ===
          drawn[0]?.slice(0, 64),
        false,
        'another step draws afresh',
      );
      same(await store.read([noteOf('sum'), noteOf('d')]), ['7 null null', 'later'], 'the records');
      store.close();
    },
  },
  {
    name: 'refuses a step that reads what it did not name, needs what it has, or knows another kind',
    choices: false,
    async run(world) {
      const store = await world.open();
      const unnamed = store.step([noteOf('a')], (reads) => ({ writes: [], result: reads.get(noteOf('b')) }));
      await faults(unnamed, 'bug', 'read-unnamed');
      await faults(
        store.step([noteOf('a')], () => ({ need: [noteOf('a')] })),
        'bug',
        'need-known',
      );
      const foreign = { kind: { ...note, name: 'foreign' }, id: 'a' };
      await faults(
        store.step([foreign], () => ({ writes: [], result: null })),
        'bug',
        'kind-unknown',
      );
      await faults(write(store, put(noteOf('a'), 'x'), put(foreign, 'x')), 'bug', 'kind-unknown');
      await faults(store.read([foreign]), 'bug', 'kind-unknown');
      same(await store.count(note), 0, 'nothing written');
      store.close();
    },
  },
  {
    name: 'puts a record by which bytes leave the device in a flushed step only, and takes it away in any',
    choices: false,
    async run(world) {
      const store = await world.open();
      const sent = { kind: letter, id: 'a' };
      const writes = [put(noteOf('a'), 'beside it'), put(sent, 'dear')];
      // Types forbid it; a caller that goes around them is refused.
      const forced = writes as unknown as Write<false>[];
      await faults(write(store, ...forced), 'bug', 'step-unflushed');
      await faults(
        store.step([], () => ({ writes: forced, result: null }), { durability: 'relaxed' }),
        'bug',
        'step-unflushed',
      );
      same(await store.count(note), 0, 'nothing of that step');
      await store.step<null, { durability: 'strict' }>([], () => ({ writes, result: null }), { durability: 'strict' });
      same((await store.read([sent]))[0], 'dear', 'put in a flushed step');
      // Taken back by a loss of power, it is sent again under the same id.
      await write(store, remove(sent));
      same(await store.count(letter), 0, 'taken away');
      store.close();
    },
  },
  {
    name: 'does not open the store of another vault',
    choices: false,
    async run(world) {
      const store = await world.open();
      await write(store, put(noteOf('a'), 'mine'));
      store.close();
      await faults(
        world.open({ vaultKey: vaultKey(sha256(encodeUtf8('another vault'))) }),
        'untrusted',
        'record-forged',
      );
      const again = await world.open();
      same(await again.read([noteOf('a')]), ['mine'], 'the owner still reads');
      again.close();
    },
  },
  {
    name: 'notices a row changed, cut, moved, swapped or put under another kind or version',
    choices: true,
    async run(world, bytes) {
      const tape = new Tape(bytes);
      let store = await world.open();
      // The thief comes while nothing runs: what an open store has read it may keep in memory.
      const opensAgain = async (): Promise<void> => {
        store.close();
        store = await world.open();
      };
      await write(
        store,
        put(noteOf('a'), 'alpha'),
        put(noteOf('b'), 'beta'),
        put(secretOf('a'), { bytes: new Uint8Array(5) }),
      );
      const [first, second] = (await world.rows('note')) as [Row, Row];
      const [other] = (await world.rows('secret')) as [Row];
      const flipped = first.row.slice();
      const at = (tape.below(256) * 256 + tape.below(256)) % flipped.length;
      flipped[at] = (flipped[at] as number) ^ (1 << tape.below(8));
      for (const row of [
        flipped,
        first.row.subarray(0, at).slice(),
        second.row,
        other.row,
        new Uint8Array([...first.row, 0]),
      ]) {
        await world.writeRow('note', first.key, row);
        await opensAgain();
        await faults(store.read([noteOf('a'), noteOf('b')]), 'untrusted', 'record-forged');
        await faults(scanAll(store, note), 'untrusted', 'record-forged');
        const stepping = store.step([noteOf('a'), noteOf('b')], () => ({
          writes: [remove(noteOf('b'))],
          result: null,
        }));
        await faults(stepping, 'untrusted', 'record-forged');
      }
      await world.writeRow('note', first.key, first.row);
      await opensAgain();
      same(await store.read([noteOf('a'), noteOf('b')]), ['alpha', 'beta'], 'the true rows');
      // A row of one id under a key that no id has is found by a scan only.
      await world.writeRow('note', new Uint8Array(16).fill(9), first.row);
      await opensAgain();
      await faults(scanAll(store, note), 'untrusted', 'record-forged');
      store.close();
    },
  },
  {
    name: 'upgrades older records when they are read, and an older program writes nothing over newer ones',
    choices: false,
    async run(world) {
      const newNote: RecordKind<{ title: string; stars: number }, false> = {
        name: 'note',
        version: 2,
        format: part('note', 1000, struct({ title: text(500), stars: u8 })),
        upgrades: { 1: (encoded) => ({ title: note.format.decode(encoded), stars: 0 }) },
      };
      const old = await world.open();
      await write(old, put(noteOf('a'), 'old'), put(noteOf('b'), 'old too'));
      old.close();
      const kinds = [newNote, counter, secret];
      const updated = await world.open({ kinds });
      const newOf = (id: string) => ({ kind: newNote, id });
      same(await updated.read([newOf('a')]), [{ title: 'old', stars: 0 }], 'upgraded');
      await write(updated, put(newOf('a'), { title: 'new', stars: 5 }));
      same((await scanAll(updated, newNote)).map(({ value }) => value.stars).sort(), [0, 5], 'both versions scanned');
      updated.close();
      const before = await world.rows('note');
      await faults(world.open(), 'bug', 'record-newer');
      same(await world.rows('note'), before, 'rows left alone');
      const again = await world.open({ kinds });
      same(await again.read([newOf('a')]), [{ title: 'new', stars: 5 }], 'still there');
      again.close();
    },
  },
  {
    name: 'copies every record out, older versions as they are, and into another store under another key',
    choices: true,
    async run(world, bytes) {
      const tape = new Tape(bytes);
      const newNote: RecordKind<{ title: string; stars: number }, false> = {
        name: 'note',
        version: 2,
        format: part('note', 1000, struct({ title: text(500), stars: u8 })),
        upgrades: { 1: (encoded) => ({ title: note.format.decode(encoded), stars: 0 }) },
      };
      const kinds = [newNote, counter, secret];
      const old = await world.open();
      const ids = Array.from({ length: 300 + tape.below(256) }, (_, i) => `id ${i}`);
      await write(old, ...ids.map((id) => put(noteOf(id), `note ${id}`)), put(counterOf('n'), 7));
      old.close();
      const from = await world.open({ kinds });
      await write(from, put({ kind: newNote, id: 'id 1' }, { title: 'new', stars: 5 }));
      const copied = new Map<string, OpenedRecord[]>();
      for (const kind of kinds)
        for await (const batch of from.copyOut(kind))
          copied.set(kind.name, [...(copied.get(kind.name) ?? []), ...batch]);
      const before = (await scanAll(from, newNote))
        .map(({ id, value }) => [id, value.title, value.stars].join())
        .sort();
      from.close();
      same(copied.get('note')?.length, ids.length, 'each once');
      const versions = new Set(copied.get('note')?.map(({ version }) => version));
      same([...versions].sort(), [1, 2], 'versions');
      const elsewhere = await world.stores(kinds).create(1, vaultKey(sha256(encodeUtf8('next'))));
      for (const kind of kinds) await elsewhere.copyIn(kind, copied.get(kind.name) ?? []);
      await elsewhere.flush();
      const after = (await scanAll(elsewhere, newNote)).map(({ id, value }) => [id, value.title, value.stars].join());
      same(after.sort(), before, 'the notes');
      same(await elsewhere.read([counterOf('n'), counterOf('m')]), [7, null], 'the counter');
      same(await elsewhere.count(secret), 0, 'of a kind that had none');
      elsewhere.close();
    },
  },
  {
    name: 'gives every record of some kinds as of one moment, whatever is written before they are opened',
    choices: true,
    async run(world, bytes) {
      const tape = new Tape(bytes);
      const store = await world.open();
      const ids = Array.from({ length: 300 + tape.below(256) }, (_, i) => `id ${i}`);
      // Both or neither: a snapshot between two transactions would tell.
      const both = (round: number) => [
        ...ids.slice(0, 8).map((id) => put(noteOf(id), `round ${round}`)),
        put(counterOf('round'), round),
      ];
      await write(store, ...ids.map((id) => put(noteOf(id), 'round 0')), put(counterOf('round'), 0));
      const writing = (async () => {
        for (let round = 1; round <= 5; round++) await write(store, ...both(round));
      })();
      const taken = await store.snapshot([note, counter]);
      await writing;
      await write(store, remove(noteOf('id 0')), put(counterOf('round'), 99));
      const notes = new Map<string, string>();
      let round: number | null = null;
      for (const { kind, records } of taken)
        for (const { id, version, encoded } of records) {
          same(version, kind.version, 'the version');
          if (kind === note) notes.set(id, note.format.decode(encoded));
          else round = counter.format.decode(encoded);
        }
      same(notes.size, ids.length, 'each once');
      same(new Set(ids.slice(0, 8).map((id) => notes.get(id))).size, 1, 'moments in the notes');
      same(notes.get('id 0'), `round ${round}`, 'the counter of the same moment');
      const late = (await store.snapshot([note]))[Symbol.iterator]();
      late.next();
      store.close();
      await faults(
        Promise.resolve().then(() => late.next()),
        'locked',
        'store-closed',
      );
    },
  },
  {
    name: 'takes a new kind into a store that has records',
    choices: false,
    async run(world) {
      const small = await world.open({ kinds: [note] });
      await write(small, put(noteOf('a'), 'kept'));
      small.close();
      const store = await world.open();
      await write(store, put(counterOf('a'), 1));
      same(await store.read([noteOf('a'), counterOf('a')]), ['kept', 1], 'old and new');
      store.close();
    },
  },
  {
    name: 'scans while steps go on: each record that stays is met exactly once, and a scan can be stopped',
    choices: true,
    async run(world, bytes) {
      const tape = new Tape(bytes);
      const store = await world.open();
      const staying = Array.from({ length: 600 }, (_, i) => `stays ${i}`);
      await write(store, ...staying.map((id) => put(noteOf(id), id)));
      const met: string[] = [];
      for await (const batch of store.scan(note)) {
        for (const { id, value } of batch) {
          same(value.startsWith(id), true, 'a value belongs to its id');
          met.push(id);
        }
        const stays = `stays ${tape.below(256)}`;
        const comes = `comes ${tape.below(256)}`;
        await write(
          store,
          put(noteOf(stays), `${stays} changed`),
          put(noteOf(comes), `${comes} new`),
          remove(noteOf(`comes ${tape.below(256)}`)),
        );
        if (met.some((id) => id.startsWith('comes'))) break;
      }
      same(new Set(met).size, met.length, 'none twice');
      if (!met.some((id) => id.startsWith('comes'))) {
        same(met.length >= 600 && staying.every((id) => met.includes(id)), true, 'all that stayed');
      }
      const signal = { aborted: false };
      let batches = 0;
      for await (const batch of store.scan(note, signal)) {
        same(batch.length < 600, true, 'more than one batch');
        batches++;
        signal.aborted = true;
      }
      same(batches, 1, 'batches after the stop');
      store.close();
    },
  },
  {
    name: 'says that the disk is full, keeps nothing of that step and everything before it',
    choices: false,
    async run(world) {
      const store = await world.open({ capacityBytes: 1_000_000 });
      const filler = { bytes: new Uint8Array(60_000).fill(7) };
      let written = 0;
      let refusal: unknown = null;
      while (refusal === null && written < 200) {
        const last = written + 1;
        await write(
          store,
          put(counterOf('last'), last),
          put(secretOf(`${last}`), filler),
          put(secretOf(`${last}+`), filler),
        ).then(
          () => {
            written++;
          },
          (error: unknown) => {
            refusal = error;
          },
        );
      }
      same(refusal instanceof Fault && `${refusal.blame} ${refusal.code}`, 'unavailable storage-full', 'the refusal');
      same(written > 0, true, 'something fitted');
      same(await store.read([counterOf('last')]), [written], 'the last step that fitted');
      same(await store.count(secret), 2 * written, 'its records');
      // Making room is possible.
      await write(store, remove(secretOf('1')), remove(secretOf('1+')), put(counterOf('last'), 0));
      same(await store.read([counterOf('last'), secretOf('1')]), [0, null], 'after making room');
      store.close();
    },
  },
  {
    name: 'leaves nothing readable: ids and values do not stand in the rows, equal values make unequal rows, lengths are bucketed',
    choices: false,
    async run(world) {
      const store = await world.open();
      await write(
        store,
        put(noteOf('blair@example.org'), 'the planted sentence'),
        put(noteOf('x'), 'the planted sentence'),
        put(noteOf('y'), ''),
      );
      const rows = await world.rows('note');
      for (const { key, row } of rows) {
        for (const planted of ['blair', 'planted', 'example.org']) {
          same(
            contains(key, encodeUtf8(planted)) || contains(row, encodeUtf8(planted)),
            false,
            `'${planted}' in a row`,
          );
        }
      }
      same(new Set(rows.map(({ row }) => row.length)).size, 1, 'lengths');
      same(
        rows.every(({ key }) => key.length === 16),
        true,
        'key lengths',
      );
      same(new Set(rows.map(({ row }) => encodeHex(row.subarray(25, 60)))).size, 3, 'different rows');
      store.close();
    },
  },
  {
    name: 'does nothing more once closed',
    choices: false,
    async run(world) {
      const store = await world.open();
      await write(store, put(noteOf('a'), 'kept'));
      store.close();
      await faults(write(store, put(noteOf('a'), 'lost')), 'locked', 'store-closed');
      await faults(store.read([noteOf('a')]), 'locked', 'store-closed');
      await faults(store.count(note), 'locked', 'store-closed');
      await faults(scanAll(store, note), 'locked', 'store-closed');
      const again = await world.open();
      same(await again.read([noteOf('a')]), ['kept'], 'after opening again');
      again.close();
    },
  },
];

/** Of adapters whose disk several programs may have open at once. */
export const sharedStoreContract: readonly StoreCase[] = [
  {
    name: 'runs steps one after another, over every store open on the disk',
    choices: false,
    async run(world) {
      // Opened at once on a disk that has nothing yet.
      const stores = await Promise.all([world.open(), world.open(), world.open()]);
      const results = await Promise.all(Array.from({ length: 40 }, (_, i) => countUp(stores[i % 3] as Store)));
      same(
        results.sort((a, b) => a - b),
        Array.from({ length: 40 }, (_, i) => i + 1),
        'every number once',
      );
      for (const store of stores) store.close();
    },
  },
];

/** Of adapters that keep their disk to one store at a time. */
export const exclusiveStoreContract: readonly StoreCase[] = [
  {
    name: 'waits, however many open it at once, until the one before has finished what it sealed',
    choices: false,
    async run(world) {
      const openings = Array.from({ length: 3 }, () => world.open());
      const lives: { first: number; last: number }[] = [];
      await Promise.all(
        openings.map(async (opening) => {
          const store = await opening;
          const first = await countUp(store);
          const steps = Array.from({ length: 5 }, () => countUp(store));
          // Begun, and computed in memory, before the store is closed.
          await steps[0];
          store.close();
          const results = await Promise.allSettled(steps);
          const done = results.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []));
          lives.push({ first, last: Math.max(...done) });
        }),
      );
      lives.sort((a, b) => a.first - b.first);
      const again = await world.open();
      const [stands] = await again.read([counterOf('n')]);
      again.close();
      same(
        lives.map(({ last }) => last),
        [...lives.slice(1).map(({ first }) => first - 1), stands],
        'each life goes on where the one before ended',
      );
    },
  },
  {
    name: 'writes steps that were begun together in one flush, and undoes of those only what cannot be written',
    choices: false,
    async run(world) {
      const store = await world.open({ capacityBytes: 20_000 });
      const tooMuch = put(secretOf('too much'), { bytes: new Uint8Array(90_000) });
      const reading = (after: string) =>
        store.step([noteOf('lost'), counterOf('n')], (reads) => {
          const n = (reads.get(counterOf('n')) ?? 0) + 1;
          return { writes: [put(counterOf('n'), n)], result: `${after}: ${reads.get(noteOf('lost'))} ${n}` };
        });
      const outcomes = await Promise.allSettled([
        reading('first'),
        write(store, put(noteOf('kept'), 'kept')),
        write(store, put(noteOf('lost'), 'lost'), tooMuch),
        reading('upon what is lost'),
        reading('again'),
      ]);
      same(
        outcomes.map((it) => (it.status === 'fulfilled' ? (it.value ?? 'written') : it.reason.code)),
        ['first: null 1', 'written', 'storage-full', 'upon what is lost: null 2', 'again: null 3'],
        'the steps',
      );
      store.close();
      const again = await world.open();
      same(await again.read([noteOf('kept'), noteOf('lost'), counterOf('n')]), ['kept', null, 3], 'the disk');
      again.close();
    },
  },
  {
    name: 'reads nothing that is only on its way to the disk',
    choices: false,
    async run(world) {
      const store = await world.open();
      await write(store, put(counterOf('n'), 1));
      // Both are in memory now.
      await store.read([counterOf('n')]);
      await scanAll(store, counter);
      let isWritten = false;
      const writing = store
        .step([], () => ({ writes: [put(counterOf('n'), 2)], result: null }), { durability: 'strict' })
        .then(() => {
          isWritten = true;
        });
      while (!isWritten) {
        const [n] = await store.read([counterOf('n')]);
        if (!isWritten) same(n, 1, 'read before it was written');
        const [scanned] = await scanAll(store, counter);
        if (!isWritten) same(scanned?.value, 1, 'scanned before it was written');
        // Of another kind, from the disk: time passes.
        await store.count(note);
      }
      await writing;
      same(await store.read([counterOf('n')]), [2], 'after it');
      store.close();
    },
  },
];

const countUp = (store: Store): Promise<number> =>
  store.step([counterOf('n')], (reads) => {
    const next = (reads.get(counterOf('n')) ?? 0) + 1;
    return { writes: [put(counterOf('n'), next)], result: next };
  });

interface Row {
  key: Uint8Array;
  row: Uint8Array;
}

/** Choices from bytes; zero once they are used up, so a shorter tape is a simpler run. */
class Tape {
  readonly #bytes: Uint8Array;
  #at = 0;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }
  below(limit: number): number {
    return (this.#bytes[this.#at++] ?? 0) % limit;
  }
}

function randomWrites(tape: Tape): Write<false>[] {
  return Array.from({ length: tape.below(4) }, () => {
    const id = `id ${tape.below(6)}`;
    const choice = tape.below(6);
    if (choice === 0) return remove(noteOf(id));
    if (choice === 1) return remove(counterOf(id));
    if (choice < 4) return put(noteOf(id), 'ü'.repeat(tape.below(256) * tape.below(64)));
    return put(counterOf(id), tape.below(256));
  });
}

export async function scanAll<T>(store: Store, kind: RecordKind<T>): Promise<{ id: string; value: T }[]> {
  const all: { id: string; value: T }[] = [];
  for await (const batch of store.scan(kind)) all.push(...batch);
  return all;
}

const nameOf = ({ kind, id }: Ref<any>) => `${kind.name}/${id}`;

function contains(bytes: Uint8Array, part: Uint8Array): boolean {
  for (let at = 0; at + part.length <= bytes.length; at++)
    if (equal(bytes.subarray(at, at + part.length), part)) return true;
  return false;
}

export function same(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: ${b?.slice(0, 500)} expected, got ${a?.slice(0, 500)}`);
}

export async function faults(promise: Promise<unknown>, blame: string, code: string): Promise<void> {
  const outcome = await promise.then(
    () => 'no fault',
    (error: unknown) => (error instanceof Fault ? `${error.blame} ${error.code}` : String(error)),
  );
  same(outcome, `${blame} ${code}`, 'fault');
}
