// One relationship as it is shown: a row of the list of conversations, and all that its own page says. Keys become
// digits here, and nothing else of them leaves.
import { encodeHex } from '#bytes/base64url.ts';
import { siteLabel } from '#logins/site.ts';
import { safetyNumber } from '#protocol/pairwise/identity.ts';
import { type Login, login } from '../records/login.ts';
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
 * @param ends what talking needs, null for a site; `site` null for a person; `first` of what was told in the
 * conversation
 */
export function relationshipView(
  id: string,
  known: Relationship,
  ends: Proton | null,
  site: Login | null,
  first: Message | null,
): RelationshipView {
  const view = conversationView(id, known);
  return {
    ...view,
    host: site === null ? view.host : siteLabel(site.site),
    history: known.history,
    invitedByMe: first?.content.kind === 'event' && first.content.value.kind === 'invited' ? first.mine : null,
    safetyNumber: ends === null ? null : safetyNumber(ends.identity, ends.theirs),
    latency: known.latency,
    theirServices: ends === null ? [] : [...new Set(ends.grants.map((grant) => grant.service.origin))],
    login:
      site === null
        ? null
        : {
            username: site.username,
            mask: site.mask,
            hasPassword: site.password !== '',
            createdAt: known.createdAt,
            maskActive: site.maskState !== 'retired',
          },
  };
}

export async function showRelationship(store: Store, id: string): Promise<RelationshipView | null> {
  const [known, ends, site, first] = await store.read([relationship(id), proton(id), login(id), message(id, 1)]);
  return known === null ? null : relationshipView(id, known, ends, site, first);
}
