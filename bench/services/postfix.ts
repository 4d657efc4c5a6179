// Postfix beside us: an instance of its own (configuration, queue, port), the machine's is not touched. Messages of 4
// KiB by SMTP into a Maildir; durable in the same sense: a message is answered when its queue file is synced, and lies
// in the Maildir synced in the end.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cpuSecondsOf, createFolder, freePort } from './place.ts';

export interface PeerRun {
  /** Messages per second until the last lay in its mailbox. */
  readonly perSecond: number;
  /** Messages per second of processor time, all its processes. */
  readonly perCpuSecond: number;
}

const SOURCE = '/usr/sbin/smtp-source';
const POSTFIX = '/usr/sbin/postfix';
const PARTS = '/usr/lib/postfix/sbin';

/** Why it cannot run here; null: it can. */
export function postfixMissing(): string | null {
  if (!existsSync(POSTFIX) || !existsSync(SOURCE)) return 'Postfix is not installed (Debian: apt-get install postfix)';
  return process.getuid?.() === 0 ? null : 'Postfix can be started by root only';
}

/**
 * `kept`: each session sends all its messages over one connection, as ours do; smtp-source makes a new one for each by
 * itself.
 */
export async function runPostfix(messages: number, sessions: number, kept: boolean): Promise<PeerRun> {
  const folder = createFolder('postfix');
  const port = await freePort();
  const [uid, gid] = ['-u', '-g'].map((what) => Number(execFileSync('id', [what, 'postfix'], { encoding: 'utf8' })));
  const configuration = join(folder.path, 'etc');
  const queue = join(folder.path, 'queue');
  const mail = join(folder.path, 'mail');
  const data = join(folder.path, 'data');
  for (const one of [configuration, queue, mail, data]) mkdirSync(one);
  for (const one of [mail, data]) chownSync(one, uid as number, gid as number);
  chmodSync(folder.path, 0o755);
  writeFileSync(join(configuration, 'main.cf'), mainOf({ queue, mail, data, log: join(folder.path, 'log'), uid, gid }));
  writeFileSync(join(configuration, 'master.cf'), masterOf(port));
  const control = (command: string): void => {
    execFileSync(POSTFIX, ['-c', configuration, command], { stdio: 'pipe' });
  };
  control('start');
  try {
    const master = Number(readFileSync(join(queue, 'pid', 'master.pid'), 'utf8'));
    const arrived = (): number => count(join(mail, 'inbox', 'new'));
    const send = async (many: number): Promise<void> => {
      const target = arrived() + many;
      const options = ['-s', String(sessions), '-l', '4096', '-m', String(many), ...(kept ? ['-d'] : [])];
      const source = spawn(SOURCE, [
        ...options,
        '-f',
        'from@bench.invalid',
        '-t',
        'inbox@bench.invalid',
        `inet:127.0.0.1:${port}`,
      ]);
      const [code] = await once(source, 'exit');
      if (code !== 0) throw new Error('smtp-source failed');
      while (arrived() < target) await new Promise((resolve) => setTimeout(resolve, 10));
    };
    await send(sessions * 5);
    const cpuBefore = cpuSecondsOfAll(master);
    const startedAt = performance.now();
    await send(messages);
    const seconds = (performance.now() - startedAt) / 1000;
    return { perSecond: messages / seconds, perCpuSecond: messages / (cpuSecondsOfAll(master) - cpuBefore) };
  } finally {
    control('abort');
    folder.leave();
  }
}

function mainOf(at: {
  queue: string;
  mail: string;
  data: string;
  log: string;
  uid: number | undefined;
  gid: number | undefined;
}): string {
  return `compatibility_level = 3.6
queue_directory = ${at.queue}
data_directory = ${at.data}
command_directory = /usr/sbin
daemon_directory = ${PARTS}
maillog_file = ${at.log}
maillog_file_prefixes = ${at.log}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
myhostname = bench.invalid
mydestination =
virtual_mailbox_domains = bench.invalid
virtual_mailbox_base = ${at.mail}
virtual_mailbox_maps = static:inbox/
virtual_uid_maps = static:${at.uid}
virtual_gid_maps = static:${at.gid}
mailbox_size_limit = 0
virtual_mailbox_limit = 0
smtpd_client_connection_count_limit = 0
`;
}

function masterOf(port: number): string {
  return `127.0.0.1:${port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`;
}

function count(folder: string): number {
  return existsSync(folder) ? readdirSync(folder).length : 0;
}

/** Of the master and its children, those that have ended too. */
function cpuSecondsOfAll(master: number): number {
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(master)], { encoding: 'utf8' })
    .trim()
    .split(/\s+/);
  return [master, ...children.map(Number)].reduce((sum, pid) => {
    try {
      return sum + cpuSecondsOf(pid, pid === master);
    } catch {
      return sum; // ended meanwhile: its time is the master's at the next look
    }
  }, 0);
}
