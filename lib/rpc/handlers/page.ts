// Every method of the page channel, from its features. A method without a handler does not compile.
import type { ServiceHealth } from '#app/show/connection.ts';
import type { Handlers } from '../contract.ts';
import type { PageContract } from '../page.ts';
import { conversationHandlers } from './conversations.ts';
import type { Creation } from './creation.ts';
import { invitationHandlers } from './invitations.ts';
import { serviceHandlers } from './services.ts';
import { siteHandlers } from './sites.ts';
import type { Surroundings } from './surroundings.ts';
import { vaultHandlers } from './vault.ts';

export function pageHandlers(
  surroundings: Surroundings,
  creation: Creation,
  health: ServiceHealth,
): Handlers<PageContract, unknown> {
  return {
    ...vaultHandlers(surroundings),
    ...serviceHandlers(surroundings, health),
    ...conversationHandlers(surroundings),
    ...invitationHandlers(surroundings),
    ...siteHandlers(surroundings, creation),
  };
}
