// Acceptance on the cluster of `npm run cluster`: three nodes of nats-server and two service processes that keep
// nothing themselves, each asked at its own port. An acknowledged write is on the disks of two nodes of three.
import { ensureNats } from '#demo/bootstrap.mjs';
import { Cluster } from '#demo/cluster/cluster.ts';
import type { NodePorts } from '#services/storage/nats/nodes.ts';
import type { Opened } from '../part.ts';
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
const TURN_MESSAGES = 1000;
const PROCESSES = 2;

/** Rows of `scale`. */
export async function cluster(): Promise<Row[]> {
  const opened = await openCluster(MESSAGES);
  try {
    await opened.turn();
    return (await opened.turn()).map(({ name, unit, value }) => alone(name, value, unit));
  } finally {
    await opened.close();
  }
}

/** @param messages a turn, to each process */
export async function openCluster(messages = TURN_MESSAGES): Promise<Opened> {
  const missing = await ensureNats().then(
    () => null,
    (error: Error) => error.message,
  );
  if (missing !== null) {
    process.stdout.write(`${missing} The cluster is left out.\n`);
    return { turn: async () => [], close: async () => {} };
  }
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
  const services = running.processes
    .filter((one) => one !== null)
    .map(({ child, port }) => serviceOf(running.origin, port, child.pid as number));
  const turn = async () => {
    const load = services.map(async (service) => ({ service, requests: await prepare(service, messages) }));
    const { perSecond, perCpuSecond } = await runOurs(await Promise.all(load));
    const name = 'acceptance, cluster of two processes and three nodes';
    return [
      { name, unit: 'deliveries per second', value: perSecond },
      { name: `${name}, without what the nodes take`, unit: 'deliveries per CPU second', value: perCpuSecond },
    ];
  };
  const close = async (): Promise<void> => {
    await running.stop();
    folder.leave();
  };
  return { turn, close };
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
