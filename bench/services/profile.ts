// Which code takes the processor time of an accepted delivery: the service under Node's sampling profiler, its samples
// sorted by what the function belongs to. Waiting is not counted; native code is counted to the function that called
// it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from '../row.ts';
import { alone, prepare, runOurs } from './acceptance.ts';
import { createFolder, startService } from './place.ts';

interface Profile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { functionName: string; url: string } }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const PARTS = ['crypto', 'storage', 'HTTP', 'formats and the rest', 'collecting garbage'] as const;
type Part = (typeof PARTS)[number];

function partOf({ functionName, url }: Profile['nodes'][number]['callFrame']): Part | null {
  if (functionName === '(idle)' || functionName === '(program)' || functionName === '(root)') return null;
  if (functionName === '(garbage collector)') return 'collecting garbage';
  if (/wasm|internal\/crypto|\/crypto\/|noble|libsodium|protocol\/address/.test(url)) return 'crypto';
  if (/services\/storage|node:sqlite/.test(url)) return 'storage';
  if (
    /node:_http|node:net|internal\/(stream|http|timers|async_hooks|url|fetch|event)|node:events|hono|undici|services\/http/.test(
      url,
    )
  )
    return 'HTTP';
  if (url === '' && /^(writev|writeLatin1String|writeUtf8String|writeBuffer|readStart|execute)$/.test(functionName))
    return 'HTTP';
  return 'formats and the rest';
}

export async function profile(): Promise<Row[]> {
  const folder = createFolder('profile');
  const service = await startService({ nodeArguments: ['--cpu-prof', `--cpu-prof-dir=${folder.path}`] });
  let perDelivery = 0;
  try {
    // Long enough that starting up is little of it.
    const requests = await prepare(service, 12_000);
    perDelivery = 1e6 / (await runOurs([{ service, requests }])).perCpuSecond;
  } finally {
    await service.stop();
  }
  const times = new Map<Part, number>();
  for (const file of readdirSync(folder.path)) addTo(times, JSON.parse(readFileSync(join(folder.path, file), 'utf8')));
  folder.leave();
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [
    ...PARTS.map((part) => alone(`time of a delivery: ${part}`, (100 * (times.get(part) ?? 0)) / total, '%')),
    alone('time of a delivery (under the profiler)', perDelivery, 'µs of processor'),
  ];
}

function addTo(times: Map<Part, number>, { nodes, samples, timeDeltas }: Profile): void {
  const parts = new Map(nodes.map((node) => [node.id, partOf(node.callFrame)]));
  for (const [index, sample] of samples.entries()) {
    const part = parts.get(sample) ?? null;
    if (part !== null) times.set(part, (times.get(part) ?? 0) + (timeDeltas[index] ?? 0));
  }
}
