// This device's own record: settings and what set-up has reached. Its presence says that set-up was completed.
import { boolean, list, struct, text, u16, type ValueOf } from '#wire/format.ts';
import { recordKind, singleton } from './record.ts';

export const profileKind = recordKind(
  'profile',
  1,
  64 * 1024,
  struct({
    recoveryConfirmed: boolean,
    autoLockMinutes: u16,
    notifications: boolean,
    readReceipts: boolean,
    quietSites: list(500, text(255)),
  }),
);
export type Profile = ValueOf<typeof profileKind.format>;
export const profile = singleton(profileKind);

export const NEW_PROFILE: Profile = {
  recoveryConfirmed: false,
  autoLockMinutes: 60,
  notifications: true,
  readReceipts: true,
  quietSites: [],
};
