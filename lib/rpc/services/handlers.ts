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
import { openVaultOf, type WorkerContext } from '../call/worker-context.ts';
import type { ServicesContract } from './contract.ts';

export function serviceHandlers(context: WorkerContext, health: ServiceHealth): Handlers<ServicesContract, unknown> {
  // In one piece: a table of handlers, and the services being added, which two of them share.
  /** Services being added, by origin: the person may change their mind. */
  const adding = new Map<string, { aborted: boolean }>();
  return {
    async settings() {
      return showSettings((await openVaultOf(context)).app);
    },
    async changeSettings(change) {
      return changeSettings((await openVaultOf(context)).app, change);
    },
    async connection() {
      const { app } = await openVaultOf(context);
      return showConnection(app.store, health, app.now());
    },
    async checkNow() {
      const { courier } = await openVaultOf(context);
      await courier.join();
      await Promise.all([courier.sendNow(), courier.fetch()]);
      return null;
    },
    async lookAtService({ typed }) {
      return lookAtService((await openVaultOf(context)).app, typed);
    },
    async addService(shown) {
      const { app } = await openVaultOf(context);
      const life = { aborted: false };
      adding.set(shown.origin, life);
      return addService(app, shown, life).finally(() => adding.delete(shown.origin));
    },
    async cancelAddService({ origin }) {
      const life = adding.get(origin);
      if (life !== undefined) life.aborted = true;
      return null;
    },
    async preferService({ origin, by }) {
      await preferService((await openVaultOf(context)).app, origin, by);
      return null;
    },
    async previewLeaving({ origin }) {
      return previewLeaving((await openVaultOf(context)).app, origin);
    },
    async leaveService({ origin }) {
      return leaveService((await openVaultOf(context)).app, origin);
    },
    async useService({ origin, use }) {
      const { app, signal } = await openVaultOf(context);
      return useService(app, origin, use, signal);
    },
    async leaveAtOnce({ origin }) {
      const { app, signal } = await openVaultOf(context);
      await leaveAtOnce(app, origin, signal);
      return null;
    },
    async forgetService({ origin }) {
      await forgetService((await openVaultOf(context)).app, origin);
      return null;
    },
    async mailboxes() {
      return showMailboxes((await openVaultOf(context)).app);
    },
    async replaceMailboxes() {
      const { app, signal } = await openVaultOf(context);
      return (await replaceMailboxes(app, signal)) ? { ok: true } : { ok: false, reason: 'unreachable' };
    },
    async giveInvitationCode({ issuer, code }) {
      const { app, courier } = await openVaultOf(context);
      const outcome = await giveInvitation(app, issuer, code);
      if (outcome !== 'opened') return { ok: false, reason: outcome };
      // Messages that waited for it go at once.
      await courier.sendNow();
      return { ok: true };
    },
  };
}
