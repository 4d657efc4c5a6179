// Contextual identities for sites: fresh keys, delivery addresses, a mask and a generated password, for one site and
// never another.
import { encodeHex } from '#bytes/base64url.ts';
import { wellFormed } from '#bytes/utf8.ts';
import { createSealKeyPair, createSignKeyPair } from '#crypto/keys.ts';
import { createPassword, type PasswordHints } from '#logins/password.ts';
import { type Site, siteLabel } from '#logins/site.ts';
import { nameFor } from '#logins/words.ts';
import { dayOf } from '#protocol/base/day.ts';
import { signMaskRequest } from '#protocol/mail/mask.ts';
import { maskRequest } from '#wire/mail.ts';
import { grantAddresses, MASK_ADDRESS_DAYS } from '../addresses/addresses.ts';
import { clip, idBytes, idText, newRelationship, sink, tell } from '../conversation/conversation.ts';
import { receiversFor } from '../masks/mask.ts';
import { registerMask } from '../masks/mask-registration.ts';
import type { AppContext } from '../ports/ports.ts';
import { type Login, login, site } from '../records/login.ts';
import { type Relationship, recent, relationship } from '../records/relationship.ts';
import { myServicesWith } from '../services/services.ts';
import { joinedFactsOf } from '../services/snapshot.ts';
import { STRICT, transact } from '../store/transaction.ts';
import { takeToken } from '../tokens/token-stock.ts';
import { stockFor } from '../tokens/token-supply.ts';

export type Created = { ok: true; id: string } | { ok: false; reason: 'unreachable' | 'storage' | 'no-permission' };

/** What the form wants of a new identity. */
export interface FormHints {
  readonly password: PasswordHints;
  /** It asks for a user name beside the address; many take no address there. */
  readonly ownUsername: boolean;
}

/** What a form is filled with. */
export interface Fill {
  readonly email: string;
  readonly username: string;
  readonly password: string;
  readonly displayName: string;
}

/** Names tried where a mask's name is taken at the gateway. */
const TRIES = 4;

/** The identities I have at a site, most recently made last. */
export async function identitiesAt(
  app: Pick<AppContext, 'store'>,
  at: Site,
): Promise<{ id: string; relationship: Relationship; login: Login }[]> {
  const [known] = await app.store.read([site(at)]);
  const ids = (known?.relationships ?? []).map(idText);
  const found = await Promise.all(ids.map((id) => app.store.read([relationship(id), login(id)])));
  return ids.flatMap((id, index) => {
    const [one, its] = found[index] ?? [null, null];
    return one == null || its == null ? [] : [{ id, relationship: one, login: its }];
  });
}

/** The one used last first, then the newest. */
export async function likeliestAt(app: Pick<AppContext, 'store'>, at: Site): ReturnType<typeof identitiesAt> {
  return (await identitiesAt(app, at)).reverse().sort((a, b) => b.login.filledAt - a.login.filledAt);
}

/**
 * A name of at most 17 letters, digits and a hyphen, which nearly every site takes: the mask's own, without its first
 * word.
 */
const shortName = (mask: string): string => {
  const localPart = mask.slice(0, mask.indexOf('@'));
  return localPart.slice(localPart.indexOf('-') + 1);
};

/**
 * Makes an identity for a site: whose name and picture grow from `suggested` (16 random bytes). The mask is registered
 * at the gateway before anything is committed or filled: a form must never be given an address that does not exist.
 * What the gateway then holds of a worker killed in between receives nothing and expires.
 */
export async function createSiteIdentity(
  app: AppContext,
  at: Site,
  suggested: Uint8Array,
  hints: FormHints,
): Promise<Created> {
  // A service that is away must not keep a form waiting: it is asked only where there is no other.
  const facts = await joinedFactsOf(app);
  const gateways = await myServicesWith(app, 'mail');
  let token: Uint8Array | null = null;
  for (let attempt = 0, asked = 0; attempt < TRIES; attempt++) {
    const gateway = gateways[asked];
    if (gateway === undefined || facts.receivers.length === 0) break;
    // Where a name is taken at the gateway, another one is drawn; else the person gets whom they were shown.
    const picture = attempt === 0 ? suggested : app.entropy(16);
    const called = nameFor(picture);
    const suffix = mnemonic(app.entropy(5));
    const localPart = `${called.slug}-${suffix}`;
    const prepared = {
      id: app.entropy(16),
      seed: app.entropy(32),
      management: createSignKeyPair(app.entropy),
      mailKeys: createSealKeyPair(app.entropy),
    };
    // The addresses that the gateway will hold are committed first, so that mail that comes at once finds its
    // relationship.
    const id = encodeHex(prepared.id);
    const password = createPassword(app.entropy, hints.password).text;
    const mask = `${localPart}@${gateway.statement.mailDomain}`;
    const payee = { origin: gateway.service.name.origin, statement: gateway.statement };
    // The person waits for it.
    await stockFor(app, payee, 'mask');
    const request = await transact(
      app.store,
      [site(at), recent],
      (transaction) => {
        const paid = token ?? takeToken(transaction, payee, 'mask', facts.now);
        if (paid === null) return 'no-token';
        const { grants, book } = grantAddresses(
          transaction,
          receiversFor(facts.receivers, gateway.service.name, prepared.id),
          { purpose: 'mask', id: prepared.id },
          { seed: prepared.seed, next: 0 },
          {
            now: facts.now,
            lifetimeDays: MASK_ADDRESS_DAYS,
            perService: 1,
            latency: 'now',
          },
        );
        const grant = grants[0];
        if (grant === undefined) return null;
        transaction.put(
          relationship(id),
          newRelationship(
            {
              kind: 'site',
              standing: 'active',
              name: clip(siteLabel(at), 120),
              theirs: { name: '', pronouns: '' },
              picture,
              mine: { name: called.text, pronouns: '' },
              minePicture: picture,
              addresses: book,
            },
            facts.now,
          ),
        );
        transaction.put(login(id), {
          site: at,
          username: hints.ownUsername ? shortName(mask) : mask,
          password,
          passwordChangedAt: facts.now,
          mask,
          gateway: gateway.service.name,
          managementSeed: prepared.management.seed,
          mailSecret: prepared.mailKeys.secretKey,
          maskState: 'pending',
          maskExpiryDay: dayOf(facts.now) + MASK_ADDRESS_DAYS,
          used: false,
          filledAt: 0,
          mailer: '',
          codesUsedTo: 0,
        });
        const statement = {
          localPart,
          managementKey: prepared.management.publicKey,
          mailKey: prepared.mailKeys.publicKey,
          grant,
        };
        return signMaskRequest(prepared.management.seed, statement, paid);
      },
      STRICT,
    );
    if (request === 'no-token') return { ok: false, reason: 'no-permission' };
    if (request === null) return { ok: false, reason: 'unreachable' };
    const outcome = await registerMask(app, gateway.service.name.origin, request);
    if (outcome === 'registered') {
      await adopt(app, id, at, facts.now);
      return { ok: true, id };
    }
    await discard(app, id);
    // Where one gateway does not answer, another of mine may.
    if (outcome === 'failed') asked++;
    // A gateway spends no token on a name that is taken; what became of it otherwise, nobody knows.
    token = outcome === 'taken' ? maskRequest.decode(request).token : null;
  }
  return { ok: false, reason: 'unreachable' };
}

/** The identity becomes one of the site's, and shows. */
async function adopt(app: AppContext, id: string, at: Site, now: number): Promise<void> {
  await transact(
    app.store,
    [site(at), login(id), relationship(id), recent],
    (transaction) => {
      const others = transaction.get(site(at))?.relationships ?? [];
      transaction.put(site(at), { relationships: [...others, idBytes(id)].slice(-64) });
      transaction.put(login(id), { ...transaction.require(login(id)), maskState: 'active' });
      tell(transaction, id, { kind: 'identity-created', at: now, detail: '' }, true);
    },
    STRICT,
  );
}

/** Takes back an identity that never became one. */
export async function discard(app: AppContext, id: string): Promise<void> {
  await transact(app.store, [], (transaction) => {
    transaction.remove(login(id));
    transaction.remove(relationship(id));
    sink(transaction, id, 0);
  });
}

/**
 * What fills a form of this site. Null where the identity is not of this site: a page is never given another site's.
 * `ownUsername`: the form wants a name where it is not known to take the address. `begins`: it was just made for this
 * form, which may never be sent.
 */
export async function fillFor(
  app: AppContext,
  id: string,
  at: Site,
  { ownUsername = false, begins = false }: { ownUsername?: boolean; begins?: boolean } = {},
): Promise<Fill | null> {
  const [known, its] = await app.store.read([login(id), relationship(id)]);
  if (known === null || its === null || known.site !== at) return null;
  const filledAt = app.now();
  // From then on it is the name by which the site knows this identity.
  const username = ownUsername && known.username === known.mask ? shortName(known.mask) : known.username;
  await transact(app.store, [login(id)], (transaction) => {
    const current = transaction.get(login(id));
    if (current !== null) transaction.put(login(id), { ...current, username, used: current.used || !begins, filledAt });
  });
  return { email: known.mask, username, password: known.password, displayName: its.mine.name };
}

/** The person sent a form that was filled with it. */
export async function noteUsed(app: AppContext, id: string): Promise<void> {
  await transact(app.store, [login(id)], (transaction) => {
    const known = transaction.get(login(id));
    if (known !== null && !known.used) transaction.put(login(id), { ...known, used: true });
  });
}

/** Keeps what the person changed by hand. */
export async function setPassword(app: AppContext, id: string, username: string, password: string): Promise<void> {
  const now = app.now();
  await transact(
    app.store,
    [login(id)],
    (transaction) => {
      const known = transaction.get(login(id));
      if (known !== null)
        transaction.put(login(id), {
          ...known,
          username: wellFormed(username),
          password: wellFormed(password),
          passwordChangedAt: now,
        });
    },
    STRICT,
  );
}

const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A few characters that are not mixed up when read aloud; they make the mask unguessable together with its words. */
function mnemonic(random: Uint8Array): string {
  return [...random].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
