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
const MAX_PROFILE_BYTES = 128 * 1024;
const profileV1 = part('profile record', MAX_PROFILE_BYTES, struct(fieldsV1));
const fieldsV2 = {
  ...fieldsV1,
  /** How long receipts and other automatic messages may be held back at random. */
  automaticDelay: delay,
};
const profileV2 = part('profile record', MAX_PROFILE_BYTES, struct(fieldsV2));
const fieldsV3 = {
  ...fieldsV2,
  /** Whether correspondents are told that their messages arrived, which also says when this device is there. */
  receivedReceipts: boolean,
};
const profileV3 = part('profile record', MAX_PROFILE_BYTES, struct(fieldsV3));
const fieldsV4 = {
  ...fieldsV3,
  /** Whether every mask has a record of its own: see device/masks-apart.ts. */
  masksApart: boolean,
};
const profileV4 = part('profile record', MAX_PROFILE_BYTES, struct(fieldsV4));
/** How a vault begins that was made when log-in and mask were one record. */
const BEFORE = { masksApart: false, unaskedSites: [] };

export const profileKind = recordKind(
  'profile',
  'fact',
  5,
  MAX_PROFILE_BYTES,
  struct({
    ...fieldsV4,
    /** Sites whose typed log-ins are not asked about: *Never here*. */
    unaskedSites: list(500, text(255)),
  }),
  [{ topic: 'settings' }, { topic: 'site', of: ({ quietSites }) => quietSites }],
  {
    1: (encoded) => ({
      ...profileV1.decode(encoded),
      automaticDelay: 'none' as const,
      receivedReceipts: true,
      ...BEFORE,
    }),
    2: (encoded) => ({ ...profileV2.decode(encoded), receivedReceipts: true, ...BEFORE }),
    3: (encoded) => ({ ...profileV3.decode(encoded), ...BEFORE }),
    4: (encoded) => ({ ...profileV4.decode(encoded), unaskedSites: [] }),
  },
);
export type Profile = ValueOf<typeof profileKind.format>;
export const profile = singleton(profileKind);

export const NEW_PROFILE: Profile = {
  recoveryConfirmed: false,
  autoLockMinutes: 60,
  notifications: true,
  readReceipts: true,
  quietSites: [],
  unaskedSites: [],
  automaticDelay: 'none',
  receivedReceipts: true,
  masksApart: true,
};
