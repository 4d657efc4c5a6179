// One process as an HTTP application: the endpoints of its roles, its descriptor, the pages for people, health and metrics. Any web page
// may call it (no cookies are used, and what a call is worth is in its body or its bearer credential), so CORS allows every origin.
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { INVITATION_PATH, ISSUER_DIRECTORY_PATH, WELL_KNOWN_PATH } from '#wire/endpoints.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { invitationPage, statusPage } from './pages.ts';
import type { App } from './serve.ts';

export interface Presence {
  /** The text of WELL_KNOWN_PATH. */
  readonly wellKnown: () => string;
  /** `draining`: it ends soon, and a balancer should lead nobody here any more; what comes is served as before. */
  readonly health: () => Promise<'ok' | 'draining' | 'unavailable'>;
  readonly metrics: Metrics;
  /** Whether the credential (null: none) may read the metrics. By their counters whoever delivers could learn whether an address resolved. */
  readonly mayMeasure: (credential: string | null) => boolean;
  readonly log: Log;
}

const PREFLIGHT_SECONDS = 24 * 60 * 60;

export function createApp({ wellKnown, health, metrics, mayMeasure, log }: Presence): App {
  const app: App = new Hono();
  app.use(async (context, next) => {
    await next();
    const status = context.res.status;
    metrics.count('requests_total', status < 300 ? '2xx' : status < 400 ? '3xx' : status < 500 ? '4xx' : '5xx');
  });
  const openToAll = cors({
    origin: '*',
    allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
    allowHeaders: ['authorization', 'content-type'],
    exposeHeaders: ['retry-after'],
    maxAge: PREFLIGHT_SECONDS,
  });
  app.use(WELL_KNOWN_PATH, openToAll);
  app.use(ISSUER_DIRECTORY_PATH, openToAll);
  app.use('/v1/*', openToAll);
  app.use('/v1/*', async (context, next) => {
    await next();
    context.header('cache-control', 'no-store');
    context.header('x-content-type-options', 'nosniff');
  });
  app.get(WELL_KNOWN_PATH, (context) => {
    return context.body(wellKnown(), 200, { 'content-type': 'application/json', 'cache-control': 'max-age=600' });
  });
  app.get(INVITATION_PATH, () => invitationPage());
  app.get('/', () => statusPage());
  app.get('/healthz', async (context) => {
    const said = await health();
    return context.text(`${said}\n`, said === 'ok' ? 200 : 503);
  });
  app.get('/metrics', async (context) => {
    const [, credential = null] = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '') ?? [];
    if (!mayMeasure(credential)) return context.notFound();
    return context.body(await metrics.text(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
  app.notFound(() => Response.json({ code: 'not-found' }, { status: 404 }));
  app.onError((error) => {
    log.fault('request-failed', error);
    return Response.json({ code: 'unavailable', retryAfterSeconds: 5 }, { status: 503 });
  });
  return app;
}
