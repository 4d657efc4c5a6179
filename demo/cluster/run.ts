// The cluster on this machine, once packages are there: three nodes, two service processes, one origin. Ctrl-C ends all
// of it, and the next start finds the data again. `--data` names another folder, `--port` another port for the origin.

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../bootstrap.mjs';
import { explainFailure } from '../demo.ts';
import { CLUSTER_MAIL_DOMAIN, Cluster } from './cluster.ts';

const PORT = 8797;
/** Beside the usual ones, since a nats-server of the system may be running. */
const NODE_PORTS = [
  [4322, 6322, 8322],
  [4323, 6323, 8323],
  [4324, 6324, 8324],
] as const;
const SMTP_PORTS = [2526, 2527];

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: join(ROOT, '.data', 'cluster') },
    port: { type: 'string', default: String(PORT) },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log('Options: [--data FOLDER] [--port PORT]');
  process.exit(0);
}

let cluster: Cluster | null = null;
let stopping = false;
async function stop(): Promise<void> {
  // Before all of it runs there is nothing to end well; parts that started are killed as this process exits.
  if (stopping || cluster === null) process.exit(1);
  stopping = true;
  console.log('\nStopping. Everything is kept for the next start.');
  await cluster.stop();
  process.exit(0);
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
process.on('SIGHUP', () => void stop());

console.log('Starting three nodes and two service processes …');
cluster = await Cluster.start({
  directory: values.data,
  port: Number(values.port),
  nodePorts: NODE_PORTS,
  smtpPorts: SMTP_PORTS,
}).catch((error: unknown) => {
  console.error(explainFailure(error) ?? (error instanceof Error ? error.message : error));
  process.exit(1);
});

const list = (lines: readonly string[]) => lines.join(', ');
const processes = cluster.processes.flatMap((process) => (process === null ? [] : [process]));
console.log(`
The cluster is running.

  Origin       ${cluster.origin}   passes each connection on to one of the processes
  Processes    ${list(processes.map(({ child, port }) => `http://localhost:${port} (pid ${child.pid})`))}
  Mail         ${list(processes.map(({ smtpPort }) => `smtp://127.0.0.1:${smtpPort}`))}   for masks at ${CLUSTER_MAIL_DOMAIN}
  Nodes        ${list(cluster.nodes.servers)}
  Data         ${values.data}

To use it, add ${cluster.origin} as a service: options, services. Things to try:

  - kill -9 one of the processes: the other goes on with its work.
  - kill -9 one of the nodes: the other two are a majority.

Ctrl-C stops everything.`);
