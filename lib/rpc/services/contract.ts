// Settings, and the services in use.
import * as v from 'valibot';
import type {
  ConnectionView,
  LeavingPreview,
  MailboxesView,
  NotAdded,
  NotLeft,
  NotLookedAt,
  ServicePreview,
} from '#app/views/services.ts';
import type { SettingsView } from '#app/views/vault.ts';
import { method, nothing, type OkOrReason } from '../call/contract.ts';

const origin = v.pipe(v.string(), v.maxLength(255));

export const services = {
  settings: method<SettingsView>()(nothing),
  changeSettings: method<SettingsView>()(
    v.partial(
      v.object({
        autoLockMinutes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_080)),
        notifications: v.boolean(),
        readReceipts: v.boolean(),
        receivedReceipts: v.boolean(),
        automaticDelay: v.picklist(['none', 'minute', 'ten-minutes', 'hour']),
        quietSites: v.array(v.pipe(v.string(), v.maxLength(255))),
        unaskedSites: v.array(v.pipe(v.string(), v.maxLength(255))),
      }),
    ),
  ),
  connection: method<ConnectionView>()(nothing),
  /** Asks every service now. */
  checkNow: method<null>()(nothing),
  /** A service's descriptor, before it is joined. Nothing is kept of it. */
  lookAtService: method<OkOrReason<{ service: ServicePreview }, NotLookedAt>>()(
    v.object({ typed: v.pipe(v.string(), v.maxLength(300)) }),
  ),
  /** Joins the service that was shown: the one of that fingerprint, and no other. */
  addService: method<OkOrReason<object, NotAdded>>()(
    v.object({
      origin,
      fingerprint: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
      use: v.picklist(['both', 'sending', 'receiving']),
    }),
  ),
  /** Gives up adding a service: it is not in use afterwards, unless it was already. */
  cancelAddService: method<null>()(v.object({ origin })),
  /** Which is asked first: moves it one place up or down. */
  preferService: method<null>()(v.object({ origin, by: v.picklist([-1, 1]) })),
  /** The effects of leaving a service, before it is begun. */
  previewLeaving: method<LeavingPreview>()(v.object({ origin })),
  /**
   * Begins to leave a service: those who write there are moved first, and the mailbox is closed when the last address
   * has expired.
   */
  leaveService: method<OkOrReason<object, NotLeft>>()(v.object({ origin })),
  /** Sets a service's uses; `both` also takes a leaving back. */
  useService: method<OkOrReason<object, NotLeft>>()(
    v.object({ origin, use: v.picklist(['both', 'sending', 'receiving']) }),
  ),
  /** Closes the mailbox without waiting: late messages are lost. */
  leaveAtOnce: method<null>()(v.object({ origin })),
  /** A service that was left is not shown any more. */
  forgetService: method<null>()(v.object({ origin })),
  mailboxes: method<MailboxesView>()(nothing),
  /** Other mailboxes in place of mine, for when their keys may be in other hands. Open invitations are withdrawn. */
  replaceMailboxes: method<OkOrReason<object, 'unreachable'>>()(nothing),
  /** Shows an issuer of permission the code that its operator gave out. */
  giveInvitationCode: method<OkOrReason<object, 'wrong' | 'unreachable'>>()(
    v.object({ issuer: origin, code: v.pipe(v.string(), v.maxLength(64)) }),
  ),
} as const;
export type ServicesContract = typeof services;
