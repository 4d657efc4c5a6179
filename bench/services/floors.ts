// The floors: how often a second this machine could do each part of accepting a delivery if that were all it did, with
// the same load generator, the same cryptography and the same disk. What the service reaches cannot be above the
// slowest of its threads.
import { closeSync, fdatasyncSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sha256 } from '#crypto/hash.ts';
import { createSignKeyPair } from '#crypto/keys.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import {
  createDeliveryAddress,
  createGeneration,
  isMadeBy,
  openSealedAddress,
  sealAddress,
} from '#protocol/address/address.ts';
import { nativeProvider } from '#services/crypto/native.ts';
import { entropy } from '#services/testing/party.ts';
import { median, type Row } from '../row.ts';
import { alone, CONNECTIONS } from './acceptance.ts';
import { postRequest, sendAll } from './generator.ts';
import { createFolder, startFloor } from './place.ts';

const DELIVERY_BYTES = 5396;
const GROUP = 64;

export async function floors(): Promise<Row[]> {
  const http = await httpFloor();
  return [
    alone('floor: POST of a delivery to a bare node:http server', http.perSecond, 'per second'),
    alone('floor: the same', http.perCpuSecond, 'per CPU second of the server'),
    alone('floor: both layers opened, signature checked', await openingFloor(), 'per CPU second'),
    ...diskFloor(),
  ];
}

async function httpFloor(): Promise<{ perSecond: number; perCpuSecond: number }> {
  const server = await startFloor('http');
  try {
    const body = new Uint8Array(DELIVERY_BYTES);
    const requests = Array.from({ length: 20_000 }, () => postRequest(server.port, '/', body));
    await sendAll({ port: server.port, requests: requests.slice(0, 2000), connections: CONNECTIONS });
    const before = server.cpuSeconds();
    const { seconds } = await sendAll({ port: server.port, requests, connections: CONNECTIONS });
    return { perSecond: requests.length / seconds, perCpuSecond: requests.length / (server.cpuSeconds() - before) };
  } finally {
    await server.stop();
  }
}

async function openingFloor(): Promise<number> {
  useProvider(nativeProvider(await loadSodium()));
  const service = { origin: 'https://receiving.example', key: entropy(32) };
  const { generation, secrets } = createGeneration(1, { fromDay: 0, untilDay: 30, opensUntilDay: 200 }, entropy);
  const owner = createSignKeyPair(entropy);
  const maker = { service, generation, root: entropy(16), addressSeed: owner.seed };
  const envelope = entropy(4096);
  const sealed = Array.from({ length: 200 }, () =>
    sealAddress(createDeliveryAddress(maker, entropy(16), 20, entropy), service, generation, envelope, entropy),
  );
  const round = (): number => {
    const before = process.cpuUsage();
    for (const one of sealed) {
      const opened = openSealedAddress(one, sha256(envelope), service, () => secrets);
      if (opened === null || !isMadeBy(opened, service, owner.publicKey)) throw new Error('does not open');
    }
    const { user, system } = process.cpuUsage(before);
    return (sealed.length * 1e6) / (user + system);
  };
  round();
  return median(Array.from({ length: 7 }, round));
}

/**
 * Bodies of a delivery into a table of SQLite, so many a commit, the log synced after each: what keeping it once costs.
 */
function diskFloor(): Row[] {
  const folder = createFolder('floor');
  mkdirSync(folder.path, { recursive: true });
  const path = join(folder.path, 'floor.sqlite');
  const database = new DatabaseSync(path);
  database.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL');
  database.exec('CREATE TABLE bodies (id INTEGER PRIMARY KEY, body BLOB NOT NULL)');
  const log = openSync(`${path}-wal`, 'r+');
  const insert = database.prepare('INSERT INTO bodies (body) VALUES (?)');
  const body = entropy(DELIVERY_BYTES);
  const commits = 150;
  const syncMs: number[] = [];
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  for (let commit = 0; commit < commits; commit++) {
    database.exec('BEGIN');
    for (let one = 0; one < GROUP; one++) insert.run(body);
    database.exec('COMMIT');
    const syncing = performance.now();
    fdatasyncSync(log);
    syncMs.push(performance.now() - syncing);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  closeSync(log);
  database.close();
  folder.leave();
  return [
    alone(`floor: kept once in SQLite, ${GROUP} a commit, synced`, (commits * GROUP) / seconds, 'per second'),
    alone('floor: the same', (commits * GROUP * 1e6) / (user + system), 'per CPU second'),
    alone('floor: one sync of the disk', median(syncMs), 'ms'),
  ];
}
