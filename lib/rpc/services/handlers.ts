// Settings, and the services in use.

import { forgetService, leaveAtOnce, leaveService, useService } from '#app/leaving/leave-service.ts';
import { replaceMailboxes, showMailboxes } from '#app/leaving/replace-mailboxes.ts';
import { addService, lookAtService } from '#app/services/add-service.ts';
import { preferService } from '#app/services/prefer-service.ts';
import { changeSettings, showSettings } from '#app/services/settings.ts';
import type { ServiceHealth } from '#app/show/connection.ts';
import { showConnection } from '#app/show/connection.ts';
import { previewLeaving } from '#app/show/leaving.ts';
import { giveInvitation } from '#app/tokens/token-supply.ts';
import type { Handlers } from '../call/contract.ts';
import { openVaultOf, type Surroundings } from '../call/worker-context.ts';
import type { ServicesContract } from './contract.ts';

export function serviceHandlers(
  surroundings: Surroundings,
  health: ServiceHealth,
): Handlers<ServicesContract, unknown> {
  // In one piece: a table of handlers, and the services being added, which two of them share.
  /** Services being added, by origin: the person may change their mind. */
  const adding = new Map<string, { aborted: boolean }>();
  return {
    async settings() {
      return showSettings((await openVaultOf(surroundings)).desk);
    },
    async changeSettings(change) {
      return changeSettings((await openVaultOf(surroundings)).desk, change);
    },
    async connection() {
      const { desk } = await openVaultOf(surroundings);
      return showConnection(desk.store, health, desk.now());
    },
    async checkNow() {
      const { courier } = await openVaultOf(surroundings);
      await courier.join();
      await Promise.all([courier.sendNow(), courier.fetch()]);
      return null;
    },
    async lookAtService({ typed }) {
      return lookAtService((await openVaultOf(surroundings)).desk, typed);
    },
    async addService(shown) {
      const { desk } = await openVaultOf(surroundings);
      const life = { aborted: false };
      adding.set(shown.origin, life);
      return addService(desk, shown, life).finally(() => adding.delete(shown.origin));
    },
    async cancelAddService({ origin }) {
      const life = adding.get(origin);
      if (life !== undefined) life.aborted = true;
      return null;
    },
    async preferService({ origin, by }) {
      await preferService((await openVaultOf(surroundings)).desk, origin, by);
      return null;
    },
    async previewLeaving({ origin }) {
      return previewLeaving((await openVaultOf(surroundings)).desk, origin);
    },
    async leaveService({ origin }) {
      return leaveService((await openVaultOf(surroundings)).desk, origin);
    },
    async useService({ origin, use }) {
      const { desk, signal } = await openVaultOf(surroundings);
      return useService(desk, origin, use, signal);
    },
    async leaveAtOnce({ origin }) {
      const { desk, signal } = await openVaultOf(surroundings);
      await leaveAtOnce(desk, origin, signal);
      return null;
    },
    async forgetService({ origin }) {
      await forgetService((await openVaultOf(surroundings)).desk, origin);
      return null;
    },
    async mailboxes() {
      return showMailboxes((await openVaultOf(surroundings)).desk);
    },
    async replaceMailboxes() {
      const { desk, signal } = await openVaultOf(surroundings);
      return (await replaceMailboxes(desk, signal)) ? { ok: true } : { ok: false, reason: 'unreachable' };
    },
    async giveInvitationCode({ issuer, code }) {
      const { desk, courier } = await openVaultOf(surroundings);
      const outcome = await giveInvitation(desk, issuer, code);
      if (outcome !== 'opened') return { ok: false, reason: outcome };
      // Messages that waited for it go at once.
      await courier.sendNow();
      return { ok: true };
    },
  };
}
