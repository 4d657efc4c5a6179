// What operators could tie together, from requests overheard in front of their services: each request is reduced to
// what it names (an account, a mailbox, a mask, a submission), and all that comes by one connection belongs to one
// person. Whatever goes to one origin may come by one connection: which requests really do is a matter of seconds, and
// of the browser.
import { encodeHex } from '#bytes/base64url.ts';
import { sha256 } from '#crypto/hash.ts';
import { decodeToken } from '#protocol/service/token.ts';
import { ENDPOINTS, type EndpointName, ISSUER_DIRECTORY_PATH, PUSH_PATH, WELL_KNOWN_PATH } from '#wire/endpoints.ts';
import type { Overheard } from './eavesdropper.ts';

export type Kind =
  | 'account'
  | 'mailbox'
  | 'mask'
  | 'submission'
  | 'hosted blob'
  | 'blob that is read'
  | 'service asked about';

export interface Thing {
  readonly kind: Kind;
  readonly name: string;
}

/**
 * What one thing tells of a place elsewhere: a mask, of the service that receives its mail; whatever is paid for, of
 * the issuer, by the key of the token.
 */
export interface Told {
  readonly origin: string;
  readonly thing: Thing;
  readonly by: 'grant' | 'token';
  readonly leadsTo: string;
}

/** The same for everybody, and no endpoints of the table. */
const OF_ALL = [WELL_KNOWN_PATH, ISSUER_DIRECTORY_PATH];

/** Which endpoint a request is for. @throws Error for any other request: what it names has to be said here first */
function endpointOf({ method, path }: Overheard): EndpointName | 'push' | null {
  if (path === PUSH_PATH) return 'push';
  if (OF_ALL.includes(path)) return null;
  const found = Object.entries(ENDPOINTS).find(
    ([, one]) => one.method === method && new RegExp(`^${one.path.replace(/:\w+/g, '[^/]+')}$`).test(path),
  );
  if (found === undefined) throw new Error(`what ${method} ${path} names is not written down`);
  return found[0] as EndpointName;
}

const NOTHING = new Uint8Array(0);

/** The session that a push line names first. */
const helloIn = (frame: Uint8Array): string => JSON.parse(Buffer.from(frame).toString()).session;

export class Ties {
  readonly #by: 'connection' | 'origin';
  readonly #things = new Map<number | string, Map<string, Thing>>();
  /** Which mailbox a session opens. */
  readonly #sessions = new Map<string, string>();
  /** Roots that were opened with each session. */
  readonly rootsOf = new Map<string, Set<string>>();
  readonly told: Told[] = [];

  /** @param by what counts as one line */
  constructor(heard: readonly Overheard[], by: 'connection' | 'origin') {
    this.#by = by;
    for (const one of heard) this.#take(one);
  }

  /** Pairs of kinds that came by one line, as `kind + kind`; one kind twice if two of it did. */
  get pairs(): Set<string> {
    const pairs = new Set<string>();
    for (const things of this.#things.values()) {
      const all = [...things.values()];
      for (const [i, one] of all.entries())
        for (const other of all.slice(i + 1)) pairs.add([one.kind, other.kind].sort().join(' + '));
    }
    return pairs;
  }

  #note(heard: Overheard, kind: Kind, name: string): void {
    const line = heard[this.#by];
    const things = this.#things.get(line) ?? new Map<string, Thing>();
    this.#things.set(line, things.set(`${kind} ${name}`, { kind, name }));
  }

  #tell({ origin }: Overheard, kind: Kind, name: string, token: Uint8Array): void {
    if (token.length === 0) return;
    const leadsTo = encodeHex(decodeToken(token).keyId);
    this.told.push({ origin, thing: { kind, name }, by: 'token', leadsTo });
  }

  /** @throws Error if nobody was overheard opening that session */
  #mailboxOf(session: string): string {
    const known = this.#sessions.get(session);
    if (known === undefined) throw new Error('a session that was not opened here');
    return known;
  }

  #take(one: Overheard): void {
    // In one piece: the table of all endpoints, and what a request to each names.
    const name = endpointOf(one);
    if (name === null) return;
    if (name === 'push') return this.#note(one, 'mailbox', this.#mailboxOf(helloIn(one.body)));
    const decoded = <N extends EndpointName>(wanted: N): any => {
      const { request } = ENDPOINTS[wanted];
      return request === null || 'raw' in request ? null : request.decode(one.body);
    };
    const bearer = /^Bearer (.+)$/.exec(one.headers.authorization ?? '')?.[1];
    if (bearer !== undefined) this.#note(one, 'mailbox', this.#mailboxOf(bearer));
    switch (name) {
      case 'openAccount':
      case 'issueTokens':
        return this.#note(one, 'account', encodeHex(sha256(decoded(name).secret)));
      case 'createRoot': {
        const root = encodeHex(ENDPOINTS.createRoot.response.decode(one.answer).root);
        this.#tell(one, 'mailbox', root, decoded(name).token);
        return this.#note(one, 'mailbox', root);
      }
      case 'createSession': {
        const root = encodeHex(decoded(name).root);
        const { session } = ENDPOINTS.createSession.response.decode(one.answer);
        const text = Buffer.from(session).toString('base64url');
        this.#sessions.set(text, root);
        this.rootsOf.set(text, (this.rootsOf.get(text) ?? new Set()).add(root));
        return this.#note(one, 'mailbox', root);
      }
      case 'createMask':
      case 'renewMask': {
        const { localPart, grant, token = NOTHING } = decoded(name);
        const thing: Thing = { kind: 'mask', name: localPart };
        this.told.push({ origin: one.origin, thing, by: 'grant', leadsTo: grant.service.origin });
        this.#tell(one, thing.kind, thing.name, token);
        return this.#note(one, 'mask', localPart);
      }
      case 'retireMask':
        return this.#note(one, 'mask', decoded(name).localPart);
      case 'submit': {
        const { dedupe, token } = decoded(name);
        this.#tell(one, 'submission', encodeHex(dedupe), token);
        return this.#note(one, 'submission', encodeHex(dedupe));
      }
      case 'getOutcome':
        return this.#note(one, 'submission', encodeHex(decoded(name).dedupe));
      case 'createBlob': {
        const { id, token } = decoded(name);
        this.#tell(one, 'hosted blob', encodeHex(id), token);
        return this.#note(one, 'hosted blob', encodeHex(id));
      }
      case 'completeBlob':
        return this.#note(one, 'hosted blob', encodeHex(decoded(name).id));
      case 'putBlobPart':
      case 'getBlobStatus':
      case 'cancelBlob':
        return this.#note(one, 'hosted blob', Buffer.from(one.path.split('/')[3] ?? '', 'base64url').toString('hex'));
      case 'fetchBlobPart':
      case 'fetchBlobDigests':
        return this.#note(one, 'blob that is read', encodeHex(decoded(name).id));
      case 'getDescriptor':
        return this.#note(one, 'service asked about', one.path);
      // Named by the session alone, which is noted above.
      case 'getMailbox':
      case 'getMailboxPage':
      case 'acknowledge':
      case 'revoke':
      case 'setLatency':
      case 'retireRoot':
      // The same for everybody.
      case 'createChallenge':
      case 'getIssuer':
      case 'getStatus':
      // Between services.
      case 'getBlobDigests':
      case 'getBlobPart':
      case 'deliver':
      case 'deliverMany':
        return;
      default:
        // A new endpoint says here what it names.
        name satisfies never;
    }
  }
}
