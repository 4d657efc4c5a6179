// The Corner Shop: a small real site with accounts, orders and mail, for people to try and for browser tests. This is
// its composition root: database, outbox, routes, headers, socket. It binds to loopback unless told otherwise, loads
// nothing from elsewhere, and answers when the mail server is down (the outbox keeps the mail).

import { readdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { html } from 'hono/html';
import { accountRoutes } from './account.ts';
import { type Database, openDatabase } from './database.ts';
import { hostileRoutes } from './hostile.ts';
import { orderRoutes } from './order.ts';
import { backOffMs, createOutbox } from './outbox.ts';
import { notice, page } from './page.ts';
import { shapeRoutes } from './shapes.ts';
import { signUpRoutes } from './sign-up.ts';
import { twoStepRoutes } from './two-step.ts';
import { type Shop, type ShopEnv, visits } from './visit.ts';

export type ShopOptions = {
  /** Address to listen on; 127.0.0.1 by default. */
  host?: string;
  /** 0 for any free port. */
  port: number;
  /** Folder for shop.sqlite; null keeps everything in memory. */
  dataDir: string | null;
  smtp: { host: string; port: number };
  /** What links in mails begin with, without a slash at the end; http://localhost:<port> by default. */
  publicUrl?: string;
  /** Pause before the next attempt at a letter, after so many; 1 s doubling to 5 minutes by default. */
  retryAfterMs?: (attempts: number) => number;
  /** Milliseconds since the epoch; the system's clock by default. */
  now?: () => number;
};

export type RunningShop = { url: string; port: number; close(): Promise<void> };

const assetTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** Listens and resolves when it does; rejects when the port or the data folder cannot be had. */
export async function startShop(options: ShopOptions): Promise<RunningShop> {
  const now = options.now ?? Date.now;
  const database = openDatabase(options.dataDir);
  const outbox = createOutbox(database, options.smtp, options.retryAfterMs ?? backOffMs, now);
  forgetOldSignUps(database, now());
  let url = options.publicUrl ?? '';
  const shop: Shop = { database, outbox, publicUrl: () => url, now };

  const server = createAdaptorServer({ fetch: createApp(shop).fetch }) as Server;
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, options.host ?? '127.0.0.1', resolve);
    });
  } catch (error) {
    await outbox.close();
    database.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  url ||= `http://localhost:${port}`;
  return {
    url,
    port,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await outbox.close();
      database.close();
    },
  };
}

/** Unconfirmed sign-ups are forgotten after a week, and visits when they end. */
function forgetOldSignUps({ sql, transaction }: Database, now: number): void {
  transaction(() => {
    sql.prepare('DELETE FROM visit WHERE expiresAt <= ?').run(now);
    sql
      .prepare(
        'DELETE FROM signUp WHERE expiresAt <= ? AND id NOT IN (SELECT signUp FROM visit WHERE signUp IS NOT NULL)',
      )
      .run(now - 7 * 24 * 3_600_000);
  });
}

function createApp(shop: Shop): Hono<ShopEnv> {
  const app = new Hono<ShopEnv>();
  app.use(async (c, next) => {
    await next();
    const framed = c.req.path === '/hostile/frame';
    c.header(
      'Content-Security-Policy',
      `default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-src http:; frame-ancestors ${framed ? '*' : "'none'"}`,
    );
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'same-origin');
  });
  app.use(
    bodyLimit({ maxSize: 64 * 1024, onError: (c) => c.text('That was more than a form of ours can hold.', 413) }),
  );

  const folder = join(import.meta.dirname, 'public');
  const assets = new Map(readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]));
  app.get('/assets/:name', (c) => {
    const name = c.req.param('name');
    const asset = assets.get(name);
    const type = assetTypes[extname(name)];
    return asset === undefined || !type ? c.notFound() : c.body(asset, 200, { 'Content-Type': type });
  });

  // These keep nothing and know no visitor: no visit, no cookie.
  app.route('/', shapeRoutes());
  app.route('/', hostileRoutes());

  app.use(visits(shop));
  app.route('/', signUpRoutes(shop));
  app.route('/', accountRoutes(shop));
  app.route('/', twoStepRoutes(shop));
  app.route('/', orderRoutes(shop));

  app.notFound((c) =>
    c.html(
      page({
        title: 'Not here',
        body: html`<h1>Not here</h1><p>There is no such page. <a href="/">To the shop</a></p>`,
      }),
      404,
    ),
  );
  app.onError((error, c) => {
    // The message alone: no address, name or body goes to a log.
    console.error(`shop: ${c.req.method} failed: ${error.name}`);
    const sorry = 'Something on our side went wrong. What you did may not have been kept; please try again.';
    return c.html(page({ title: 'Sorry', body: html`<h1>Sorry</h1>${notice('bad', sorry)}` }), 500);
  });
  return app;
}
