// MailboxKey sessions: a challenge signed by the root's access key buys a bearer credential. Credentials live in memory
// only (the Volatile port); a fetch-only one may outlive a lock, so that mail still arrives, sealed, while the vault is
// closed.
import { signSeed } from '#crypto/keys.ts';
import { signSession } from '#protocol/service/session.ts';
import type { MailboxAccess, Transport } from '../ports/ports.ts';

/** A credential is renewed when less than that is left of it. */
const MARGIN_MS = 3_600_000;

export function isFresh(access: MailboxAccess, now: number): boolean {
  return access.untilAt - now > MARGIN_MS;
}

/** A root of mine and the key that opens its mailbox. */
export interface MailboxKey {
  readonly origin: string;
  readonly root: Uint8Array;
  readonly accessSeed: Uint8Array;
}

/** Opens a session. @throws Fault of the transport */
export async function openSession(
  transport: Transport,
  { origin, root, accessSeed }: MailboxKey,
  scope: 'fetch' | 'manage',
  now: number,
): Promise<MailboxAccess> {
  const { challenge } = await transport.call('createChallenge', origin, null);
  const signature = signSession(signSeed(accessSeed), { origin, root, scope, challenge });
  const { session, lifetimeSeconds } = await transport.call('createSession', origin, {
    root,
    scope,
    challenge,
    signature,
  });
  return { origin, root, session, untilAt: now + lifetimeSeconds * 1000 };
}
