// Mailbox sessions: a challenge signed by the root's access key buys a bearer credential. Credentials live in memory only (the Volatile
// port); a fetch-only one may outlive a lock, so that mail still arrives, sealed, while the vault is closed.
import { Fault } from '#bytes/fault.ts';
import { signSeed } from '#crypto/keys.ts';
import { signSession } from '#protocol/session.ts';
import type { MailboxAccess, Transport } from './ports.ts';
import type { Service } from './records/service.ts';

/** A credential is renewed when less than that is left of it. */
const MARGIN_MS = 3_600_000;

export function isFresh(access: MailboxAccess, now: number): boolean {
  return access.untilAt - now > MARGIN_MS;
}

/** Opens a session. @throws Fault of the transport, bug 'service-without-root' */
export async function openSession(
  transport: Transport,
  known: Service,
  scope: 'fetch' | 'manage',
  now: number,
): Promise<MailboxAccess> {
  if (known.root === null) throw new Fault('bug', 'service-without-root', 'a session wants a root');
  const { origin } = known.name;
  const { challenge } = await transport.call('createChallenge', origin, null);
  const { root, accessSeed } = known.root;
  const signature = signSession(signSeed(accessSeed), { origin, root, scope, challenge });
  const { session, lifetimeSeconds } = await transport.call('createSession', origin, {
    root,
    scope,
    challenge,
    signature,
  });
  return { origin, session, untilAt: now + lifetimeSeconds * 1000 };
}
