// Acceptance on the cluster of `npm run cluster`: three nodes of nats-server and two service processes that keep
// nothing themselves, each asked at its own port. An acknowledged write is on the disks of two nodes of three.
import { existsSync } from 'node:fs';
import type { NodePorts } from '#services/storage/nats/nodes.ts';
import type { Row } from '../row.ts';
import { alone, prepare, runOurs } from './acceptance.ts';
import {
  cpuSecondsOf,
  createFolder,
  freePort,
  memoryBytesOf,
  NO_PACE,
  NO_RATES,
  readMetric,
  type Service,
  writtenBytesOf,
} from './place.ts';

const MESSAGES = 3000;
const CLUSTER = new URL('../../demo/cluster/cluster.ts', import.meta.url);
const PROCESSES = 2;

export async function cluster(): Promise<Row[]> {
  if (!existsSync('/usr/sbin/nats-server') && !existsSync('/usr/bin/nats-server')) {
    process.stdout.write(
      'nats-server is not installed (Debian: apt-get install nats-server); the cluster is left out.\n',
    );
    return [];
  }
  // Imported at run time: without a cluster the rest is still measured.
  const { Cluster } = existsSync(CLUSTER) ? await import(CLUSTER.href) : { Cluster: null };
  if (Cluster === null) return [];
  const folder = createFolder('cluster');
  const nodePorts: NodePorts[] = [];
  for (let node = 0; node < 3; node++) nodePorts.push([await freePort(), await freePort(), await freePort()]);
  const running = await Cluster.start({
    directory: folder.path,
    port: 0,
    nodePorts,
    smtpPorts: new Array(PROCESSES).fill(0),
    config: { roles: ['receiving'], rates: NO_RATES, limits: NO_PACE },
  });
  try {
    const services = (running.processes as { child: { pid: number }; port: number }[]).map(({ child, port }) =>
      serviceOf(running.origin, port, child.pid),
    );
    const load = async (count: number) =>
      Promise.all(services.map(async (service) => ({ service, requests: await prepare(service, count) })));
    await runOurs(await load(500));
    const run = await runOurs(await load(MESSAGES));
    return [
      alone('acceptance, cluster of two processes and three nodes', run.perSecond, 'deliveries per second'),
      alone('the same, without what the nodes take', run.perCpuSecond, 'deliveries per CPU second'),
    ];
  } finally {
    await running.stop();
    folder.leave();
  }
}

function serviceOf(origin: string, port: number, pid: number): Service {
  return {
    origin,
    port,
    cpuSeconds: () => cpuSecondsOf(pid),
    writtenBytes: () => writtenBytesOf(pid),
    memoryBytes: async () => memoryBytesOf(pid),
    metric: (line) => readMetric(`http://localhost:${port}`, line),
    // The cluster ends its processes.
    stop: async () => {},
    kill: async () => {},
  };
}
