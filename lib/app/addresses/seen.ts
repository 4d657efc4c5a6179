// For how long a taken envelope is recognised. Of a letter nothing is kept: its key is gone when it has been read, so a
// repetition does not open. A mask's keys stay, and so does everything sealed to it: the record of a mail lives as long
// as an address that could bring it again, and a mail older than the address over which it comes is a repetition.
import { dayOf } from '#protocol/base/day.ts';
import { INVITATION_LIFETIME_DAYS, MASK_ADDRESS_DAYS } from './addresses.ts';

/** Services hold an item for 30 days and retry for 7: after that no honest one delivers it. */
export const REDELIVERY_DAYS = 40;
/** Past its expiry an address may still be on something that was accepted in time. */
export const ADDRESS_GRACE_DAYS = 40;
/** By which the clocks of this device and of a gateway may differ; with clocks further apart no address can be made. */
const CLOCKS_APART_DAYS = 40;

const LIFE_DAYS = {
  handshake: INVITATION_LIFETIME_DAYS + ADDRESS_GRACE_DAYS,
  mail: MASK_ADDRESS_DAYS + ADDRESS_GRACE_DAYS + CLOCKS_APART_DAYS + 1,
} as const;

/** The record of an envelope that was taken. */
export const seenOn = (now: number, way: keyof typeof LIFE_DAYS): { untilDay: number } => ({
  untilDay: dayOf(now) + LIFE_DAYS[way],
});

/** Whether a mail of that day comes over an address that was made later. @param expiryDay of the address */
export const isOlderThanAddress = (mailDay: number, expiryDay: number): boolean =>
  mailDay < expiryDay - MASK_ADDRESS_DAYS - CLOCKS_APART_DAYS;
