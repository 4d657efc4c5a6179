// One process as an HTTP application: the endpoints of its roles, its descriptor, the pages for people, health and
// metrics. Documents may be read by anybody; endpoints are called by programs only (callers.ts), before any rate or
// limit counts. No cookies are used.
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { INVITATION_PATH, ISSUER_DIRECTORY_PATH, WELL_KNOWN_PATH } from '#wire/endpoints.ts';
import type { Log } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { mayCall } from './callers.ts';
import { GET_PATH, getPage, invitationPage, statusPage } from './pages.ts';
import type { HttpApp } from './serve.ts';

export interface Presence {
  readonly origin: string;
  /** The text of WELL_KNOWN_PATH. */
  readonly wellKnown: () => string;
  /** `draining`: it ends soon, and a balancer should send no more clients here; requests are served as before. */
  readonly health: () => Promise<'ok' | 'draining' | 'unavailable'>;
  readonly metrics: Metrics;
  /**
   * Whether the credential (null: none) may read the metrics. By their counters a deliverer could learn whether an
   * address resolved.
   */
  readonly mayMeasure: (credential: string | null) => boolean;
  /** The address at which people get the extension; null: the operator names none. */
  readonly getNucleus: string | null;
  readonly log: Log;
}

const PREFLIGHT_SECONDS = 24 * 60 * 60;

export function createApp({ origin, wellKnown, health, metrics, mayMeasure, getNucleus, log }: Presence): HttpApp {
  const app: HttpApp = new Hono();
  app.use(async (context, next) => {
    await next();
    const status = context.res.status;
    metrics.count('requests_total', status < 300 ? '2xx' : status < 400 ? '3xx' : status < 500 ? '4xx' : '5xx');
  });
  const openToAll = cors({
    origin: '*',
    allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
    allowHeaders: ['authorization', 'content-type'],
    // The time tells a device whether its own clock is right.
    exposeHeaders: ['retry-after', 'date'],
    maxAge: PREFLIGHT_SECONDS,
  });
  app.use(WELL_KNOWN_PATH, openToAll);
  app.use(ISSUER_DIRECTORY_PATH, openToAll);
  app.use('/v1/*', async (context, next) => {
    await next();
    context.header('cache-control', 'no-store');
    context.header('x-content-type-options', 'nosniff');
  });
  app.use('/v1/*', async (context, next) => {
    const caller = {
      origin: context.req.header('origin'),
      'sec-fetch-site': context.req.header('sec-fetch-site'),
      'sec-fetch-mode': context.req.header('sec-fetch-mode'),
      'user-agent': context.req.header('user-agent'),
    };
    if (mayCall(caller, origin)) return next();
    metrics.count('refused_total', 'page');
    // Without the headers of CORS, so that a page's preflight fails and what it meant to send is not sent.
    return context.body(null, 403);
  });
  app.use('/v1/*', openToAll);
  app.get(WELL_KNOWN_PATH, (context) => {
    return context.body(wellKnown(), 200, { 'content-type': 'application/json', 'cache-control': 'max-age=600' });
  });
  app.get(INVITATION_PATH, () => invitationPage(getNucleus));
  app.get(GET_PATH, () => getPage());
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
