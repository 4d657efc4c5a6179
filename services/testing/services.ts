// Services for tests: real ones, on loopback, in a folder of their own that is removed after the test; and calls of
// their endpoints as any client would make them, from ENDPOINTS.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchAgain } from '#adapters/node/fetch-again.ts';
import { encodeBase64url } from '#bytes/base64url.ts';
import { ENDPOINTS, type EndpointName, type RequestOf, type ResponseOf } from '#wire/endpoints.ts';
import type { Format } from '#wire/format.ts';
import { type ProcessContext, type RunningServices, startServices } from '../main.ts';
import type { ServiceConfig } from '../process/config.ts';

type Endpoints = typeof ENDPOINTS;

export interface Answer<Value> {
  readonly status: number;
  /** Null if the service refused, or answers nothing. */
  readonly value: Value | null;
  readonly code: string | null;
  readonly retryAfterSeconds: number | null;
  /** Only of a refusal that says one. */
  readonly reason?: string;
}

export interface CallOptions {
  readonly parameters?: Readonly<Record<string, Uint8Array>>;
  readonly session?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of the encoded body. */
  readonly bytes?: Uint8Array;
}

export async function call<Name extends EndpointName>(
  origin: string,
  name: Name,
  body: RequestOf<Endpoints[Name]> | null,
  options: CallOptions = {},
): Promise<Answer<ResponseOf<Endpoints[Name]>>> {
  const endpoint = ENDPOINTS[name];
  const path = endpoint.path.replace(/:(\w+)/g, (_, parameter: string) =>
    encodeBase64url(options.parameters?.[parameter] ?? new Uint8Array(0)),
  );
  const format = endpoint.request as Format<unknown> | { raw: true } | null;
  const encoded =
    format === null || body === null ? null : 'raw' in format ? (body as Uint8Array) : format.encode(body);
  const answer = await fetchAgain(new URL(path, origin), {
    method: endpoint.method,
    headers: {
      ...(options.session === undefined ? {} : { authorization: `Bearer ${encodeBase64url(options.session)}` }),
      ...options.headers,
    },
    body: (options.bytes ?? encoded) as Uint8Array<ArrayBuffer> | null,
  });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (answer.status !== endpoint.status) {
    const refusal = JSON.parse(new TextDecoder().decode(bytes)) as {
      code: string;
      retryAfterSeconds?: number;
      reason?: string;
    };
    return {
      status: answer.status,
      value: null,
      code: refusal.code,
      retryAfterSeconds: refusal.retryAfterSeconds ?? null,
      ...(refusal.reason === undefined ? {} : { reason: refusal.reason }),
    };
  }
  const response = endpoint.response as Format<unknown> | { raw: true } | null;
  const value = response === null ? null : 'raw' in response ? bytes : response.decode(bytes);
  return {
    status: answer.status,
    value: value as ResponseOf<Endpoints[Name]>,
    code: null,
    retryAfterSeconds: null,
  };
}

const FAST_RETRY = { firstMs: 20, maxMs: 200, horizonDays: 7 };
export const MASK_DOMAIN = 'masks.example';

/** What a test began and must end. */
export class Bench {
  readonly #undo: (() => Promise<void> | void)[] = [];
  /** Everything that services wrote to their logs. */
  readonly log: string[] = [];

  directory(): string {
    const directory = mkdtempSync(join(tmpdir(), 'services-'));
    this.#undo.unshift(() => rmSync(directory, { recursive: true, force: true }));
    return directory;
  }

  async start(config: Partial<ServiceConfig> = {}, context: Partial<ProcessContext> = {}): Promise<RunningServices> {
    const running = await startServices(
      {
        dataDir: config.dataDir ?? this.directory(),
        port: 0,
        roles: ['sending', 'receiving', 'mail'],
        mail: { smtpPort: 0, domain: MASK_DOMAIN },
        development: true,
        retry: FAST_RETRY,
        ...config,
      },
      { writeLog: (line) => this.log.push(line), ...context },
    );
    this.onEnd(() => running.close());
    return running;
  }

  onEnd(undo: () => Promise<void> | void): void {
    this.#undo.push(undo);
  }

  async end(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) await undo();
  }
}
