// IndexedDB's exceptions as faults for a caller. A full disk is its own fault, since a person can do something about
// it.
import { Fault } from '#bytes/fault.ts';

export function storageFault(error: unknown): unknown {
  if (!(error instanceof DOMException)) return error;
  if (error.name === 'QuotaExceededError') return new Fault('unavailable', 'storage-full', 'the disk is full', error);
  return new Fault('unavailable', 'storage-failed', `IndexedDB: ${error.name}`, error);
}
