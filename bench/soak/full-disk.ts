// A disk that runs full, a real one of a few megabytes: new work is refused, acknowledged work is kept and delivered,
// and when there is room again work goes on. Once with a reserve, as operators have it, and once to the last byte,
// until the system itself says no. Needs the right to mount (root).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchAgain } from '#adapters/node/fetch-again.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { eventually } from '#services/testing/eventually.ts';
import { entropy, Party } from '#services/testing/party.ts';
import { call } from '#services/testing/services.ts';
import { ENVELOPE_BYTES } from '#wire/sizes.ts';
import { ServiceProcess } from './fleet.ts';

const MIB = 1024 ** 2;
const DISK_MIB = 40;
/** Left to fill. */
const ROOM_MIB = 6;
const SHARED = { development: true, retry: { firstMs: 50, maxMs: 500, horizonDays: 7 } } as const;

/** More than the write-ahead log grows to before it is worked off (16 MiB): what ends is written there first. */
export const RESERVE_BYTES = 20 * MIB;

export interface FullDiskResult {
  readonly acknowledged: number;
  readonly refused: number;
  /** When the first was refused. */
  readonly freeBytes: number;
}

export function canMount(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', probe], { stdio: 'ignore' });
    execFileSync('umount', [probe], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

/** @throws Error if something acknowledged is lost, or nothing was refused, or work does not go on */
export async function fullDisk(reserveBytes: number): Promise<FullDiskResult> {
  // In one piece: one story, from an empty disk to a full one and back.
  useProvider(await loadSodium());
  const disk = mkdtempSync(join(tmpdir(), 'disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m`, 'tmpfs', disk]);
  const receiving = new ServiceProcess('receiving', { ...SHARED, roles: ['receiving'] });
  const sending = new ServiceProcess('sending', { ...SHARED, roles: ['sending'], limits: { reserveBytes } }, disk);
  try {
    await receiving.start();
    await sending.start();
    const blair = await Party.create(receiving.origin);
    await receiving.kill();
    const submit = async () => {
      const submission = {
        dedupe: entropy(16),
        destination: blair.origin,
        delay: 'none' as const,
        token: new Uint8Array(0),
      };
      return (
        await call(sending.origin, 'submit', {
          ...submission,
          ...blair.delivery(blair.address(), entropy(ENVELOPE_BYTES.large)),
        })
      ).status;
    };
    const ballast = join(disk, 'ballast');
    writeFileSync(ballast, new Uint8Array((DISK_MIB - ROOM_MIB) * MIB - reserveBytes));
    let acknowledged = 0;
    let refused = 0;
    let freeBytes = 0;
    // A group of writes may be refused while a smaller one is taken.
    while (refused < 20) {
      for (const status of await Promise.all([submit(), submit(), submit(), submit()])) {
        if (status === 202) acknowledged++;
        else if (status !== 503) throw new Error(`answered ${status}`);
        else if (++refused === 1) freeBytes = free(disk);
      }
    }
    const health = await fetchAgain(new URL('/healthz', sending.origin));
    if (health.status !== 200) throw new Error('a full disk is no illness');
    // A crash on the full disk. Within the reserve it starts again as it is; without one the operator may have to make
    // room first, and is told so.
    await sending.kill();
    if (reserveBytes > 0) await sending.start();
    else {
      const started = await sending.start().then(
        () => true,
        () => false,
      );
      const said = sending.log.at(-1);
      if (!started && said !== 'The services did not start: the disk of the data folder is full')
        throw new Error(`said: ${said}`);
      unlinkSync(ballast);
      if (!started) await sending.start();
    }
    await receiving.start();
    const items = await blair.arrived(acknowledged);
    if (items.length > acknowledged) throw new Error(`${items.length} came of ${acknowledged}`);
    // Delivered messages have made room inside the store: the disk itself is as full as before.
    await eventually(async () => (await submit()) === 202);
    await eventually(async () => (await sending.metrics())?.get('queue_items{queue="sending"}') === 0);
    return { acknowledged, refused, freeBytes };
  } finally {
    await Promise.all([sending.end(), receiving.end()]);
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true, force: true });
  }
}

function free(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
