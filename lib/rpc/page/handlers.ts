// Every method of the page channel, from its features. A method without a handler does not compile. A person's actions
// put auto-lock off; whether its time has passed is judged before anything of the vault is answered.
import type { ServiceHealth } from '#app/show/connection.ts';
import { attachmentHandlers } from '../attachments/handlers.ts';
import type { Handlers } from '../call/contract.ts';
import type { PageCaller, WorkerContext } from '../call/worker-context.ts';
import { codeHandlers } from '../codes/handlers.ts';
import { HeldPage } from '../codes/held-page.ts';
import { conversationHandlers } from '../conversations/handlers.ts';
import { shownOf } from '../conversations/shown.ts';
import { generatorHandlers } from '../generator/handlers.ts';
import { invitationHandlers } from '../invitations/handlers.ts';
import { loginHandlers } from '../logins/handlers.ts';
import { serviceHandlers } from '../services/handlers.ts';
import type { Creation } from '../sites/creation.ts';
import type { FillPermits } from '../sites/fill-permits.ts';
import { siteHandlers } from '../sites/handlers.ts';
import type { TypedParts } from '../sites/typed-questions.ts';
import { vaultHandlers } from '../vault/handlers.ts';
import { watchHandlers } from '../watch/handlers.ts';
import type { PageContract } from './contract.ts';

/**
 * Requests that pages make by themselves, when something changed or came in sight: without a touch of the person, so
 * they put no lock off.
 */
export const UNATTENDED: ReadonlySet<keyof PageContract> = new Set([
  'vault',
  'vaultKey',
  'settings',
  'connection',
  'previewLeaving',
  'mailboxes',
  'conversations',
  'thread',
  'attachmentPart',
  'wholeText',
  'mail',
  'relationship',
  'markRead',
  'invitations',
  'site',
  'pageDetails',
  'siteIcon',
  'siteChoices',
  'unusedIdentities',
  'entries',
  'entryPlaces',
  'entry',
  'oneTimeCode',
  'heldPage',
  'codePlaces',
  'imports',
  'savedFile',
  'generator',
  'generatedLately',
  'watch',
  'findings',
  'cancelAddService',
]);

/**
 * Methods that take away and tell nothing. They must work while the vault is rewritten, and if it cannot be opened:
 * auto-lock is not judged before.
 */
const AT_ONCE: ReadonlySet<keyof PageContract> = new Set(['lock', 'forgetPin', 'erase', 'stopRenewal']);

interface PageParts {
  readonly creation: Creation;
  readonly health: ServiceHealth;
  readonly permits: FillPermits;
  readonly typed: TypedParts;
  readonly held?: HeldPage;
}

export function pageHandlers(
  context: WorkerContext,
  { creation, health, permits, typed, held = new HeldPage() }: PageParts,
): Handlers<PageContract, PageCaller> {
  const handlers: Handlers<PageContract, PageCaller> = {
    ...vaultHandlers(context),
    ...serviceHandlers(context, health),
    ...conversationHandlers(context),
    ...attachmentHandlers(context),
    ...invitationHandlers(context),
    ...siteHandlers(context, creation, permits, typed),
    ...loginHandlers(context),
    ...generatorHandlers(context),
    ...watchHandlers(context),
    ...codeHandlers(context, held),
  };
  const judge = (method: keyof PageContract): Promise<void> => {
    if (method === 'vault') return context.glanced();
    return UNATTENDED.has(method) ? context.judged() : context.used();
  };
  const attended = Object.entries(handlers).map(([method, handle]) => {
    const name = method as keyof PageContract;
    if (AT_ONCE.has(name)) return [method, handle];
    const judged = async (...call: Parameters<typeof handle>): Promise<unknown> => {
      await judge(name);
      const answer = await (handle as (...call: unknown[]) => unknown)(...call);
      // If it is cut off, the first search reads on.
      if (name === 'vault') void readAhead(context).catch(() => {});
      return answer;
    };
    return [method, judged];
  });
  return Object.fromEntries(attended) as Handlers<PageContract, PageCaller>;
}

/** Of log-ins, behind a view that opens: a worker's first search among thousands would wait for it. */
async function readAhead({ device, turn }: WorkerContext): Promise<void> {
  const open = await device.opened();
  if (open !== null) await shownOf(open).entries.readAhead(turn);
}
