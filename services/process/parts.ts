// The parts that a process has once, for all of its roles: a role takes these and adds its own (services/roles/).
import type { Entropy } from '#bytes/entropy.ts';
import type { Hosted } from '../blobs/hosted.ts';
import type { Retry } from '../dispatch/backoff.ts';
import type { HttpListener } from '../http/listener.ts';
import type { Outgoing } from '../http/outgoing.ts';
import type { HttpApp, Serving } from '../http/serve.ts';
import type { Descriptors } from '../peers/descriptors.ts';
import type { Log } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { Storage } from '../storage/storage.ts';
import type { Redemption } from '../tokens/redemption.ts';
import type { Limits, ServiceConfig } from './config.ts';
import type { OwnDescriptor } from './own-descriptor.ts';

export interface ProcessParts {
  readonly config: ServiceConfig;
  readonly limits: Limits;
  readonly retry: Retry;
  readonly origin: string;
  readonly host: string;
  readonly descriptor: OwnDescriptor;
  readonly secrets: Secrets;
  readonly storage: Storage;
  readonly hosted: Hosted;
  readonly outgoing: Outgoing;
  readonly descriptors: Descriptors;
  readonly redemption: Redemption;
  /** Whether the disk has room for new data. */
  readonly hasRoom: () => boolean;
  readonly app: HttpApp;
  readonly listener: HttpListener;
  /** How endpoints are served to callers that `authorise` knows. */
  readonly serving: (authorise: Serving['authorise']) => Serving;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now: () => number;
  /** In 0 … 1, for jitter. */
  readonly random: () => number;
  readonly entropy: Entropy;
  /** Work that may wait for others; it is waited for when the way out is closed. */
  readonly settling: Undo;
}

/** How something that was started ends. Undoing runs backwards: the last part begun ends first. */
export type Undo = (() => Promise<void> | void)[];

/** For endpoints that do not ask callers who they are. */
export const NOBODY: Serving['authorise'] = async () => null;
