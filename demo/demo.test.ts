// The demo starts whole or not at all, answers on every port, and says kindly when a port is taken.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeBase64url } from '#bytes/base64url.ts';
import { WELL_KNOWN_PATH } from '#wire/endpoints.ts';
import { descriptor, descriptorStatement } from '#wire/service.ts';
import { DEMO_PORTS, type DemoPorts, explainFailure, startDemo } from './demo.ts';

const ANY = Object.fromEntries(Object.keys(DEMO_PORTS).map((name) => [name, 0])) as DemoPorts;

describe('the demo', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'nucleus-demo-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  const text = async (url: string) => (await fetch(url)).text();
  const greeting = (port: number) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('data', (data) => {
        socket.destroy();
        resolve(data.toString());
      });
      socket.once('error', reject);
    });

  it('answers on every port, and closes them again', async () => {
    const demo = await startDemo(dataDir, ANY);
    expect(await text(`${demo.shopUrl}/`)).toContain('Corner Shop');
    for (const origin of demo.origins) expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    expect(await greeting(demo.smtpPort)).toMatch(/^220 /);
    await demo.close();
    await expect(text(`${demo.shopUrl}/`)).rejects.toThrow();
    await expect(greeting(demo.smtpPort)).rejects.toThrow();
  });

  it('has an origin for each role, at two operators, and the extension is built with them', async () => {
    const demo = await startDemo(dataDir, ANY);
    const roles = await Promise.all(
      demo.origins.map(async (origin) => {
        const { descriptor: signed } = JSON.parse(await text(`${origin}${WELL_KNOWN_PATH}`));
        const { statement } = descriptor.decode(decodeBase64url(signed) as Uint8Array);
        return descriptorStatement.decode(statement).roles;
      }),
    );
    expect(roles).toEqual([['sending'], ['sending'], ['receiving'], ['receiving'], ['mail']]);
    expect(new Set(demo.origins.map((origin) => new URL(origin).hostname))).toEqual(
      new Set(['localhost', '127.0.0.1']),
    );
    await demo.close();
    const { sending, secondSending, receiving, secondReceiving, mail } = DEMO_PORTS;
    const built = await readFile(new URL('../entrypoints/background/index.ts', import.meta.url), 'utf8');
    expect(built).toContain(
      `http://localhost:${sending},http://127.0.0.1:${secondSending},http://localhost:${receiving},http://127.0.0.1:${secondReceiving},http://localhost:${mail}`,
    );
  });

  it('starts again on the same data', async () => {
    await (await startDemo(dataDir, ANY)).close();
    await (await startDemo(dataDir, ANY)).close();
  });

  it('starts nothing and says which port is taken', async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
    const { port } = squatter.address() as { port: number };
    const error = await startDemo(dataDir, { ...ANY, shop: port }).catch((it: unknown) => it);
    expect(explainFailure(error)).toContain(`Port ${port} is taken`);
    squatter.close();
    await (await startDemo(dataDir, ANY)).close();
  });
});
