// How delivery stands, in one sentence for the foot of the panel.

import type { ConnectionView } from '#rpc/views.ts';
import type { App } from './app.ts';
import { createResource, type Resource } from './resource.ts';

export type ConnectionModel = Resource<ConnectionView>;

export function createConnection(app: App, lifetime: AbortSignal): ConnectionModel {
  return createResource(app, ['connection'], () => app.worker.connection(), lifetime);
}

export type Standing =
  | { state: 'offline'; waiting: number }
  | { state: 'none' }
  | { state: 'unreachable'; reached: number; of: number; waiting: number }
  | { state: 'refusing'; waiting: number }
  | { state: 'sending'; of: number; waiting: number }
  | { state: 'delivered'; of: number };

/** The worst thing that is true, since that is what a person can act on. */
export function standing(view: ConnectionView): Standing {
  const waiting = view.waitingToSend;
  const of = view.services.length;
  if (!view.online) return { state: 'offline', waiting };
  if (of === 0) return { state: 'none' };
  const reached = view.services.filter(({ state }) => state === 'connected' || state === 'polling').length;
  if (view.services.some(({ state }) => state === 'unreachable')) return { state: 'unreachable', reached, of, waiting };
  if (reached < of) return { state: 'refusing', waiting };
  return waiting > 0 ? { state: 'sending', of, waiting } : { state: 'delivered', of };
}
