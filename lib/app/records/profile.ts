// This device's own record: settings and what set-up has reached. Its presence says that set-up was completed.
import { boolean, list, part, struct, text, u16, type ValueOf } from '#wire/format.ts';
import { delay } from '#wire/transport.ts';
import { recordKind, singleton } from './record.ts';

const fieldsV1 = {
  recoveryConfirmed: boolean,
  autoLockMinutes: u16,
  notifications: boolean,
  readReceipts: boolean,
  quietSites: list(500, text(255)),
};
const profileV1 = part('profile record', 64 * 1024, struct(fieldsV1));

export const profileKind = recordKind(
  'profile',
  2,
  64 * 1024,
  struct({
    ...fieldsV1,
    /** How long receipts and other automatic messages may be held back at random. */
    automaticDelay: delay,
  }),
  { 1: (encoded) => ({ ...profileV1.decode(encoded), automaticDelay: 'none' as const }) },
);
export type Profile = ValueOf<typeof profileKind.format>;
export const profile = singleton(profileKind);

export const NEW_PROFILE: Profile = {
  recoveryConfirmed: false,
  autoLockMinutes: 60,
  notifications: true,
  readReceipts: true,
  quietSites: [],
  automaticDelay: 'none',
};
