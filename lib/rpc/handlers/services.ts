// Settings, and the services in use.

import { servicesInUse } from '#app/records/service.ts';
import { joinService, listService } from '#app/services.ts';
import { changeSettings, showSettings } from '#app/settings.ts';
import type { ServiceHealth } from '#app/show/connection.ts';
import { showConnection } from '#app/show/connection.ts';
import { transact } from '#app/transaction.ts';
import { Fault } from '#bytes/fault.ts';
import type { Handlers } from '../contract.ts';
import type { PageContract } from '../page.ts';
import { openVaultOf, type Surroundings } from './surroundings.ts';

type Methods = 'settings' | 'changeSettings' | 'connection' | 'checkNow' | 'addService' | 'removeService';

export function serviceHandlers(
  surroundings: Surroundings,
  health: ServiceHealth,
): Pick<Handlers<PageContract, unknown>, Methods> {
  return {
    async settings() {
      return showSettings((await openVaultOf(surroundings)).desk);
    },
    async changeSettings(change) {
      return changeSettings((await openVaultOf(surroundings)).desk, change);
    },
    async connection() {
      return showConnection((await openVaultOf(surroundings)).desk.store, health);
    },
    async checkNow() {
      const { courier } = await openVaultOf(surroundings);
      await courier.join();
      await Promise.all([courier.sendNow(), courier.fetch()]);
      return null;
    },
    async addService({ origin: typed }) {
      const origin = originOf(typed);
      if (origin === null) return { ok: false, reason: 'malformed' };
      const { desk } = await openVaultOf(surroundings);
      const [inUse] = await desk.store.read([servicesInUse]);
      if (inUse?.origins.includes(origin)) return { ok: false, reason: 'already' };
      try {
        await joinService(desk, origin);
      } catch (error) {
        if (!(error instanceof Fault) || error.blame === 'bug') throw error;
        return {
          ok: false,
          reason:
            error.blame === 'unavailable' || error.blame === 'refused'
              ? 'unreachable'
              : error.blame === 'malformed'
                ? 'malformed'
                : 'untrusted',
        };
      }
      await listService(desk, origin);
      return { ok: true };
    },
    async removeService({ origin }) {
      const { desk } = await openVaultOf(surroundings);
      const removed = await transact(desk.store, [servicesInUse], (transaction) => {
        const origins = transaction.get(servicesInUse)?.origins ?? [];
        const left = origins.filter((one) => one !== origin);
        if (left.length === 0) return false;
        transaction.put(servicesInUse, { origins: left });
        return true;
      });
      surroundings.publish('connection');
      return removed ? { ok: true } : { ok: false, reason: 'last' };
    },
  };
}

/** `https://host[:port]`, or http on this machine; what a person typed may lack the scheme. */
function originOf(typed: string): string | null {
  const trimmed = typed.trim().toLowerCase();
  const match = /^(?:(https?):\/\/)?([a-z0-9.-]+|\[[0-9a-f:]+\])(?::(\d{1,5}))?\/?$/.exec(trimmed);
  if (match === null) return null;
  const [, scheme, host = '', port] = match;
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\]|.*\.localhost)$/.test(host);
  if (scheme === 'http' && !loopback) return null;
  const chosen = scheme ?? (loopback ? 'http' : 'https');
  const standard = chosen === 'https' ? '443' : '80';
  return `${chosen}://${host}${port === undefined || port === standard ? '' : `:${port}`}`;
}
