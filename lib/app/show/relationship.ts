// One relationship as it is shown: a row of the list of conversations, and all that its own page says. Keys become
// digits here, and nothing else of them leaves.
import { encodeHex } from '#bytes/base64url.ts';
import { siteLabel } from '#logins/site.ts';
import { safetyNumber } from '#protocol/pairwise/identity.ts';
import { type Entry, entry } from '../records/entry.ts';
import { type Login, login } from '../records/login.ts';
import { type Mask, mask, takesNewMask } from '../records/mask.ts';
import { type Message, message } from '../records/message.ts';
import { type Proton, proton } from '../records/proton.ts';
import { type Relationship, relationship } from '../records/relationship.ts';
import type { Store } from '../store/store.ts';
import type { ConversationView, RelationshipView } from '../views/conversations.ts';
import { readable } from '../words/visible.ts';

/**
 * A relationship shows with the first event told in it; before that (an identity whose mask is not yet registered) it
 * is none.
 */
export const isShown = (known: Relationship): boolean => known.lastSequence > 0;

/**
 * The host of a site. It is the name until the person renames the site (see rename.ts), which keeps it with `theirs`.
 */
export const siteHostOf = ({ kind, name, theirs }: Relationship): string | null =>
  kind === 'site' ? theirs.name || name : null;

export function conversationView(id: string, known: Relationship): ConversationView {
  return {
    id,
    kind: known.kind,
    name: known.name,
    picture: encodeHex(known.picture),
    me: { name: known.mine.name, picture: encodeHex(known.minePicture) },
    host: siteHostOf(known),
    lastAt: known.lastAt,
    preview: readable(known.preview),
    previewMine: known.previewMine,
    unread: known.unread,
    draft: known.draft,
    standing: known.standing,
    verified: known.verifiedAt !== null,
    muted: known.latency === 'on-request',
    sign: null,
  };
}

/**
 * @param ends what talking needs, null for a site; `here` who I am at a site, nothing for a person; `first` of what was
 * told in the conversation
 */
export function relationshipView(
  id: string,
  known: Relationship,
  ends: Proton | null,
  here: { readonly login: Login | null; readonly mask: Mask | null; readonly entry?: Entry | null },
  first: Message | null,
): RelationshipView {
  const view = conversationView(id, known);
  const { login: fills, mask: held } = here;
  const site = (fills ?? held)?.site;
  return {
    ...view,
    host: site === undefined ? view.host : siteLabel(site),
    history: known.history,
    invitedByMe: first?.content.kind === 'event' && first.content.value.kind === 'invited' ? first.mine : null,
    safetyNumber: ends === null ? null : safetyNumber(ends.identity, ends.theirs),
    latency: known.latency,
    theirServices: ends === null ? [] : [...new Set(ends.grants.map((grant) => grant.service.origin))],
    startsAnew: ends !== null && ends.anew.outstanding !== null,
    createdAt: known.createdAt,
    login: fills === null ? null : { username: fills.username, hasPassword: fills.password !== '' },
    oneTimes: (here.entry?.oneTimes ?? []).map(({ issuer, account }) => ({ issuer, account })),
    mask: held === null ? null : maskView(held),
  };
}

export function maskView(held: Mask): NonNullable<RelationshipView['mask']> {
  const { second } = held;
  const former =
    second?.is === 'former'
      ? { address: second.address, active: second.state !== 'retired', siteHasNew: second.siteHasNew }
      : null;
  return { address: held.address, active: held.state !== 'retired', former, takesNew: takesNewMask(held) };
}

export async function showRelationship(store: Store, id: string): Promise<RelationshipView | null> {
  const [known, ends, fills, held, kept, first] = await store.read([
    ...([relationship(id), proton(id), login(id), mask(id), entry(id), message(id, 1)] as const),
  ]);
  return known === null ? null : relationshipView(id, known, ends, { login: fills, mask: held, entry: kept }, first);
}
