// The order of my services: who is asked first to send, and where addresses are made first.
import type { AppContext } from '../ports/ports.ts';
import { servicesInUse } from '../records/service.ts';
import { transact } from '../store/transaction.ts';

/** Moves a service one place up (-1) or down (1); at the end of the list it stays where it is. */
export async function preferService(app: AppContext, origin: string, by: -1 | 1): Promise<void> {
  await transact(app.store, [servicesInUse], (transaction) => {
    const services = [...(transaction.get(servicesInUse)?.services ?? [])];
    const at = services.findIndex((use) => use.origin === origin);
    const [one, other] = [services[at], services[at + by]];
    if (one === undefined || other === undefined) return;
    services[at] = other;
    services[at + by] = one;
    transaction.put(servicesInUse, { services });
  });
}
