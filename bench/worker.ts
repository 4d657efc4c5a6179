// The core in the extension's own worker, which has no threads and no native code, beside libsignal's native library in
// Node: one-way and ping-pong messages of 1 KiB, states loaded and saved each time. They run in turns; both by the
// clock, since a worker cannot tell its processor time.
import { buildPlace, bundle, Measured } from './browser.ts';
import { loadLibsignal } from './peers/libsignal.ts';
import { median, type Row } from './row.ts';

const PLAINTEXT = new Uint8Array(1024).fill(0x61);
const ROUNDS = 5;
const KINDS = [
  ['one-way', 1500],
  ['ping-pong', 300],
] as const;

export async function worker(): Promise<Row[]> {
  const place = await buildPlace();
  try {
    const browser = await Measured.start(place);
    try {
      const peer = await loadLibsignal();
      const thread = await browser.chromium.worker();
      await thread.evaluate(`${await bundle('core')}; globalThis.bench = bench; 0`);
      const speak = (provider: string, kind: string, times: number) =>
        thread.evaluate(`bench.speak('${provider}', '${kind}', ${times})`) as Promise<number>;
      const rows: Row[] = [];
      for (const [kind, times] of KINDS) {
        const conversation = await peer?.begin(PLAINTEXT);
        await conversation?.say(1);
        const speeds = { sodium: [] as number[], noble: [] as number[], peer: [] as number[] };
        for (let round = 0; round <= ROUNDS; round++) {
          const sodium = await speak('sodium', kind, times);
          const noble = await speak('noble', kind, Math.ceil(times / 8));
          const startedAt = performance.now();
          for (let turn = 0; conversation && turn < times; turn++)
            await conversation.say(kind === 'ping-pong' && turn % 2 === 1 ? 1 : 0);
          const theirs = (1000 * times) / (performance.now() - startedAt);
          // The first turn warms up.
          if (round === 0) continue;
          speeds.sodium.push(sodium);
          speeds.noble.push(noble);
          speeds.peer.push(theirs);
        }
        for (const provider of ['sodium', 'noble'] as const) {
          const mine = speeds[provider];
          const ratio = conversation ? median(mine.map((value, at) => value / (speeds.peer[at] ?? Number.NaN))) : null;
          rows.push({
            name: `${kind} 1 KiB in the worker (${provider})`,
            ours: median(mine),
            peer: conversation ? median(speeds.peer) : null,
            peerName: peer?.name ?? null,
            ratio,
            unit: 'messages per second',
          });
        }
      }
      return rows;
    } finally {
      await browser.close();
    }
  } finally {
    await place.leave();
  }
}
