// Settings, and the services in use.

import { addService, lookAtService } from '#app/add-service.ts';
import { preferService } from '#app/prefer-service.ts';
import { servicesInUse } from '#app/records/service.ts';
import { changeSettings, showSettings } from '#app/settings.ts';
import type { ServiceHealth } from '#app/show/connection.ts';
import { showConnection } from '#app/show/connection.ts';
import { transact } from '#app/transaction.ts';
import type { Handlers } from '../contract.ts';
import type { PageContract } from '../page.ts';
import { openVaultOf, type Surroundings } from './surroundings.ts';

type Methods =
  | 'settings'
  | 'changeSettings'
  | 'connection'
  | 'checkNow'
  | 'lookAtService'
  | 'addService'
  | 'cancelAddService'
  | 'preferService'
  | 'removeService';

export function serviceHandlers(
  surroundings: Surroundings,
  health: ServiceHealth,
): Pick<Handlers<PageContract, unknown>, Methods> {
  /** What is being added, by origin: a person may think better of it. */
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
    async removeService({ origin }) {
      const { desk } = await openVaultOf(surroundings);
      const removed = await transact(desk.store, [servicesInUse], (transaction) => {
        const services = transaction.get(servicesInUse)?.services ?? [];
        const left = services.filter((one) => one.origin !== origin);
        if (left.length === 0) return false;
        transaction.put(servicesInUse, { services: left });
        return true;
      });
      surroundings.publish('connection');
      return removed ? { ok: true } : { ok: false, reason: 'last' };
    },
  };
}
