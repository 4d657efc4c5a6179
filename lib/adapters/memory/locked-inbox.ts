// The Locked inbox port in memory, for tests, on the same disk and in the same life as the store.
import type { LockedInbox, WaitingItem } from '#app/vault/locked-inbox.ts';
import { equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import type { MemoryLife } from './disk.ts';

export function openMemoryLockedInbox(life: MemoryLife): LockedInbox {
  const { disk } = life;
  return {
    async readHeader() {
      await life.turn();
      return disk.header?.slice() ?? null;
    },
    async writeHeader(header) {
      await life.turn();
      await life.commit(() => {
        disk.header = header.slice();
      });
    },
    async replaceHeader(header) {
      await life.turn();
      if (disk.waiting.size > 0) return false;
      await life.commit(() => {
        disk.header = header.slice();
      });
      return true;
    },
    async addWaiting(items, header) {
      await life.turn();
      if (disk.header === null || !equal(disk.header, header))
        throw new Fault('unavailable', 'header-replaced', 'another vault key took the place of this one');
      await life.commit(() => {
        for (const { key, sealed } of items) disk.waiting.set(key, sealed.slice());
      });
      return disk.waiting.size;
    },
    async countWaiting() {
      await life.turn();
      return disk.waiting.size;
    },
    async readWaiting(limit): Promise<WaitingItem[]> {
      await life.turn();
      return [...disk.waiting].slice(0, limit).map(([key, sealed]) => ({ key, sealed: sealed.slice() }));
    },
    async removeWaiting(keys) {
      await life.turn();
      await life.commit(() => {
        for (const key of keys) disk.waiting.delete(key);
      });
    },
    async erase() {
      await life.turn();
      await life.commit(() => {
        disk.header = null;
        disk.waiting.clear();
        disk.stores.clear();
      });
    },
  };
}
