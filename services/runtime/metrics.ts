// Counters and gauges in Prometheus' text format (version 0.0.4). Every metric is declared here with its help text and
// the closed set of its label values: there is no way to label by peer, destination, root or mask.

const COUNTERS = {
  requests_total: ['Requests answered, by status class.', 'status', ['2xx', '3xx', '4xx', '5xx']],
  refused_total: [
    'Requests and connections refused or let go, by reason.',
    'reason',
    ['load', 'disk', 'slow', 'crowded', 'page'],
  ],
  submissions_total: ['Submissions taken, by outcome.', 'outcome', ['accepted', 'repeated']],
  attempts_total: ['Attempts to deliver, by outcome.', 'outcome', ['delivered', 'unreachable', 'failed', 'given-up']],
  blobs_total: ['Blobs, by outcome.', 'outcome', ['created', 'repeated', 'conflict', 'full', 'completed']],
  fetches_total: [
    "Parts of others' blobs wanted by readers, by outcome.",
    'outcome',
    ['fetched', 'kept', 'gone', 'unreachable', 'foreign'],
  ],
  descriptors_total: ["Other services' descriptors wanted, by source.", 'source', ['cache', 'network', 'unavailable']],
  deliveries_total: ['Deliveries taken, by outcome.', 'outcome', ['accepted', 'repeated']],
  openings_total: [
    'Deliveries opened, by outcome.',
    'outcome',
    ['mailbox', 'repeated', 'unopened', 'unknown-root', 'unsigned', 'expired', 'revoked', 'held', 'too-many', 'full'],
  ],
  signatures_total: [
    'Signatures of deliveries looked at, by outcome.',
    'outcome',
    ['held', 'not-held', 'unsigned', 'repeated', 'unknown'],
  ],
  tokens_total: ['Tokens brought, by outcome.', 'outcome', ['spent', 'repeated', 'refused']],
  orders_total: ['Orders of tokens, by outcome.', 'outcome', ['filled', 'empty']],
  accounts_total: ['Accounts at the issuer, by event.', 'event', ['opened']],
  sessions_total: ['Sessions asked for, by outcome.', 'outcome', ['granted', 'refused']],
  pushes_total: ['Push sockets, by event.', 'event', ['opened', 'refused', 'page', 'slow', 'silent']],
  mails_total: [
    'Mails offered, by outcome.',
    'outcome',
    ['accepted', 'deferred', 'given-up', 'too-large', 'unknown-recipient'],
  ],
  masks_total: ['Masks, by event.', 'event', ['created', 'renewed', 'retired']],
} as const;

const GAUGES = {
  queue_items: [
    'Messages waiting to be delivered; `held` are those of the intake that came too soon.',
    'queue',
    ['sending', 'mail', 'intake', 'held'],
  ],
  body_bytes: ['Bytes of bodies under way, coming and going.', null, []],
  http_connections: ['HTTP connections open.', null, []],
  push_sockets: ['Push sockets open.', null, []],
  blob_bytes: ['Bytes of blobs hosted.', null, []],
  unresolvable_peers: ['Peers that brought more than a hundred unresolvable deliveries since the start.', null, []],
  unresolvable_worst: ['Unresolvable deliveries of the peer with the most, since the start.', null, []],
} as const;

type Counters = typeof COUNTERS;
type Gauges = typeof GAUGES;
type LabelOf<M extends readonly [string, string | null, readonly string[]]> = M[2][number];

export class Metrics {
  readonly #counts = new Map<string, number>();
  readonly #readings: (() => Promise<void> | void)[] = [];

  count<Name extends keyof Counters>(name: Name, label: LabelOf<Counters[Name]>, by = 1): void {
    const key = `${name} ${label}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
  }

  gauge<Name extends keyof Gauges>(
    name: Name,
    ...rest: [...label: LabelOf<Gauges[Name]> extends never ? [] : [LabelOf<Gauges[Name]>], value: number]
  ): void {
    const value = rest[rest.length - 1] as number;
    this.#counts.set(rest.length === 1 ? name : `${name} ${rest[0]}`, value);
  }

  /** Has a function called before every reading, to bring gauges up to date. */
  beforeReading(update: () => Promise<void> | void): void {
    this.#readings.push(update);
  }

  /** The value of a counter or gauge, for tests. */
  value(name: keyof Counters | keyof Gauges, label?: string): number {
    return this.#counts.get(label === undefined ? name : `${name} ${label}`) ?? 0;
  }

  async text(): Promise<string> {
    for (const update of this.#readings) await update();
    return [...this.#lines('counter', COUNTERS), ...this.#lines('gauge', GAUGES), ''].join('\n');
  }

  *#lines(
    type: string,
    metrics: Record<string, readonly [string, string | null, readonly string[]]>,
  ): Generator<string> {
    for (const [name, [help, label, values]] of Object.entries(metrics)) {
      yield `# HELP nucleus_${name} ${help}`;
      yield `# TYPE nucleus_${name} ${type}`;
      if (label === null) yield `nucleus_${name} ${this.#counts.get(name) ?? 0}`;
      for (const value of values) {
        yield `nucleus_${name}{${label}="${value}"} ${this.#counts.get(`${name} ${value}`) ?? 0}`;
      }
    }
  }
}
