// When everything was last saved as a backup file, and what it looked like then (lib/app/logins/saved-file.ts).
import { struct, timestamp } from '#wire/format.ts';
import { id16, recordKind, singleton } from './record.ts';

/** Of two devices' files the later counts. */
export const savedFileKind = recordKind('saved-file', 'fact', 1, 64, struct({ at: timestamp, stamp: id16 }), [
  { topic: 'settings' },
]);
export const savedFile = singleton(savedFileKind);
