// More than one process: two receiving services with a store each, as every relationship manager uses two; and the
// cluster, if its program is installed.
import type { Row } from '../row.ts';
import { alone, prepare, runOurs } from './acceptance.ts';
import { cluster } from './cluster.ts';
import { startService } from './place.ts';

const MESSAGES = 6000;

export async function scale(): Promise<Row[]> {
  const services = [await startService(), await startService()];
  try {
    const load = async (count: number) =>
      Promise.all(services.map(async (service) => ({ service, requests: await prepare(service, count) })));
    await runOurs(await load(1500));
    const two = await runOurs(await load(MESSAGES));
    const rows = [
      alone('acceptance, two processes', two.perSecond, 'deliveries per second'),
      alone('acceptance, two processes', two.perCpuSecond, 'deliveries per CPU second'),
    ];
    return [...rows, ...(await cluster())];
  } finally {
    for (const service of services) await service.stop();
  }
}
