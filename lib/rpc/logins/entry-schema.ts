// An entry as pages hand it in: the shape of `VaultEntry`, with the bounds of one message. Longer texts are cut where
// they are kept (lib/app/logins/entry-records.ts), so that an import can say so.
import * as v from 'valibot';
import type { EntryChange } from '#app/logins/change.ts';
import type { VaultEntry } from '#logins/formats/entry.ts';
import { MOST_LETTERS } from '#logins/formats/format.ts';
import { oneTime } from '../call/schemas.ts';

const text = v.pipe(v.string(), v.maxLength(MOST_LETTERS));
const time = v.nullable(v.number());
const some = <S extends v.GenericSchema>(element: S) => v.pipe(v.array(element), v.maxLength(1000));

const site = v.object({
  url: text,
  match: v.picklist(['domain', 'host', 'starts-with', 'exact', 'regex', 'never']),
});
const field = v.object({
  ...{ name: text, value: text, section: text },
  type: v.picklist(['text', 'hidden', 'yes-no', 'linked']),
});
const card = v.object({ holder: text, number: text, brand: text, expiry: text, code: text, pin: text });
const person = v.object({
  ...{ title: text, firstName: text, middleName: text, lastName: text, company: text, email: text, phone: text },
  ...{ lines: some(text), city: text, region: text, postalCode: text, country: text },
});
const passkey = v.object({
  ...{ credentialId: text, rpId: text, rpName: text, userHandle: text, userName: text, userDisplayName: text },
  ...{ key: text, createdAt: time },
  prfSecrets: v.nullable(v.object({ verified: text, unverified: text })),
});
const more = {
  ...{ folder: some(text), tags: some(text), favourite: v.boolean(), email: text, oneTimes: some(oneTime) },
  ...{ card: v.nullable(card), person: v.nullable(person) },
};
const earlier = v.object({
  ...{ until: time, password: text },
  rest: v.nullable(
    v.object({
      ...{ title: text, sites: some(site), username: text, note: text, fields: some(field) },
      more: v.optional(v.object(more)),
    }),
  ),
});

const changeable = {
  ...{ title: text, sites: some(site), username: text, password: text, note: text, fields: some(field) },
  ...more,
};

export const entrySchema: v.GenericSchema<unknown, VaultEntry> = v.object({
  kind: v.picklist(['login', 'note', 'card', 'address', 'other']),
  ...changeable,
  passkeys: some(passkey),
  attachments: some(v.object({ name: text, ref: text, size: v.number() })),
  earlier: some(earlier),
  ...{ createdAt: time, changedAt: time, deletedAt: time },
  kept: some(v.object({ from: text, what: text, json: text })),
});

/** Parts that are absent stay as they are; `undefined`, which cannot cross as JSON, is absent. */
export const changeSchema = v.partial(v.object(changeable)) as v.GenericSchema<unknown, EntryChange>;
