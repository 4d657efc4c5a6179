// How delivery stands, in one sentence for the foot of the panel.

import type { ConnectionView } from '#app/views/services.ts';
import type { App } from './app.ts';
import { createResource, onTopicsAside, type Resource } from './resource.ts';

export type ConnectionModel = Resource<ConnectionView>;

export function createConnection(app: App, lifetime: AbortSignal): ConnectionModel {
  return createResource(app, ['connection'], () => app.worker.connection(), lifetime, { listens: onTopicsAside });
}

/** The roles for which only one service is in use. */
export type Lacking = 'both' | 'sending' | 'receiving';

/** Two of each keep a person reachable while one is away. null: there are. */
export function alone({ inUse, services }: Pick<ConnectionView, 'inUse' | 'services'>): Lacking | null {
  if (services.length === 0) return null;
  if (inUse.receiving < 2) return inUse.sending < 2 ? 'both' : 'receiving';
  return inUse.sending < 2 ? 'sending' : null;
}

export type ConnectionStatus =
  | { state: 'offline'; waiting: number }
  /** There is a network, and no service answers. */
  | { state: 'silent'; waiting: number }
  | { state: 'none' }
  | { state: 'unreachable'; reached: number; of: number; waiting: number }
  | { state: 'refusing'; waiting: number }
  | { state: 'sending'; of: number; waiting: number }
  /** All is well, but one service less would be one too few. */
  | { state: 'alone'; lacking: Lacking }
  | { state: 'delivered'; of: number };

/** The worst of the true states, since a person can act on that. `network`: as the browser says. */
export function standing(view: ConnectionView, network = true): ConnectionStatus {
  const waiting = view.waitingToSend;
  const of = view.services.length;
  if (!view.online) return { state: network ? 'silent' : 'offline', waiting };
  if (of === 0) return { state: 'none' };
  const reached = view.services.filter(({ state }) => state === 'connected' || state === 'polling').length;
  if (view.services.some(({ state }) => state === 'unreachable')) return { state: 'unreachable', reached, of, waiting };
  if (reached < of) return { state: 'refusing', waiting };
  if (waiting > 0) return { state: 'sending', of, waiting };
  const lacking = alone(view);
  return lacking === null ? { state: 'delivered', of } : { state: 'alone', lacking };
}
