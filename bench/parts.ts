// What our script costs a page that puts 2,000 parts of five nodes each into itself, none of them a field: all in one
// task, and each in a task of its own. Samples of the browser's own profiler that fall in our script, what it calls
// counted to it, until everything that it puts off has run.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CDPSession, Page } from '@playwright/test';
import { launchChromium } from '#e2e/harness/chromium.ts';
import { Visitor } from '#e2e/people/site-visitor.ts';
import { buildTown } from '#e2e/people/town-building.ts';
import type { Opened } from './part.ts';
import { median } from './row.ts';

const PARTS = 2000;
const TIMES = 3;
const EVERY_US = 100;
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Join</title><link rel="icon" href="data:,">
  <form><label>E-mail <input name="email" type="email" autocomplete="email"></label>
  <label>Password <input name="password" type="password" autocomplete="new-password"></label></form><main></main>`;

export async function openParts(): Promise<Opened> {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(PAGE));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const town = await buildTown('chrome');
  const chromium = await launchChromium({ extension: town.extension, siteAccess: 'yes' });
  await new Visitor(chromium).setsUp();
  const measured = async (inOneTask: boolean): Promise<number> => {
    const page = await chromium.context.newPage();
    try {
      await page.goto(`http://localhost:${port}/`);
      return await scriptTime(page, () => page.evaluate(insert, [PARTS, inOneTask] as const));
    } finally {
      await page.close();
    }
  };
  const often = async (inOneTask: boolean): Promise<number> => {
    const times: number[] = [];
    while (times.length < TIMES) times.push(await measured(inOneTask));
    return median(times);
  };
  const turn = async () => [
    { name: `our script, ${PARTS} parts in one task`, unit: 'ms', value: await often(true) },
    { name: `our script, ${PARTS} parts, a task each`, unit: 'ms', value: await often(false) },
  ];
  const close = async (): Promise<void> => {
    await chromium.close();
    await town.leave();
    server.close();
  };
  return { turn, close };
}

/** Runs in the page. */
async function insert([count, inOneTask]: readonly [number, boolean]): Promise<void> {
  const idle = () =>
    new Promise((resolve) => requestAnimationFrame(() => requestIdleCallback(() => setTimeout(resolve, 700))));
  // The script's first look is not part of it.
  await idle();
  const channel = new MessageChannel();
  channel.port1.start();
  const task = () =>
    new Promise((resolve) => {
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(null);
    });
  for (let part = 0; part < count; part++) {
    const item = document.createElement('section');
    item.innerHTML = `<h3>Part ${part}</h3><p>Some <b>words</b></p><a href="#${part}">More</a>`;
    document.querySelector('main')?.append(item);
    if (!inOneTask) await task();
  }
  channel.port1.close();
  await idle();
}

interface Profile {
  readonly nodes: readonly { id: number; callFrame: { url: string }; children?: readonly number[] }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Milliseconds in scripts of extensions while the work runs. */
async function scriptTime(page: Page, work: () => Promise<void>): Promise<number> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: EVERY_US });
  await session.send('Profiler.start');
  await work();
  const { nodes, samples, timeDeltas } = (await session.send('Profiler.stop')).profile as Profile;
  const ours = new Set<number>();
  // Parents come before their children.
  for (const { id, callFrame, children = [] } of nodes) {
    if (callFrame.url.startsWith('chrome-extension://')) ours.add(id);
    if (ours.has(id)) for (const child of children) ours.add(child);
  }
  // A delta stands before its sample: the time until the next is the sample's.
  return samples.reduce((sum, id, at) => sum + (ours.has(id) ? (timeDeltas[at + 1] ?? 0) : 0), 0) / 1000;
}
