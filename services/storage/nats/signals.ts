// Signals over NATS itself, outside of the streams: nothing keeps them, and they go only to listeners of the topic. The
// listener is called once more to close two holes: word of a new listener takes a moment to all nodes, and signals sent
// while a connection was down are lost.
import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { Background } from '../../runtime/background.ts';
import type { Signals } from '../storage.ts';
import type { Streams } from './streams.ts';

const SETTLED_MS = 1000;
/** After a reconnection all listeners look for what they missed, and not at once. */
const SPREAD_MS = 3000;
const NOTHING = new Uint8Array(0);

type Listener = (word: Uint8Array | null) => void;

interface Topic {
  readonly listeners: Set<Listener>;
  readonly subscription: Subscription;
}

export class NatsSignals implements Signals {
  readonly #streams: Streams;
  readonly #name: string;
  readonly #topics = new Map<string, Topic>();
  readonly #background = new Background();

  constructor(streams: Streams, name: string) {
    this.#streams = streams;
    this.#name = name;
  }

  send(topic: Uint8Array, word = NOTHING): void {
    if (!this.#connection.isClosed()) this.#connection.publish(this.#subject(topic), word);
  }

  listen(topic: Uint8Array, listener: Listener): () => void {
    const subject = this.#subject(topic);
    const existing = this.#topics.get(subject);
    const { listeners, subscription } = existing ?? this.#open(subject);
    listeners.add(listener);
    const callOff = this.#background.after(SETTLED_MS, () => listener(null));
    return () => {
      callOff();
      if (!listeners.delete(listener) || listeners.size > 0) return;
      this.#topics.delete(subject);
      subscription.unsubscribe();
    };
  }

  /** Calls every listener, each some time within the next seconds. */
  reconnected(): void {
    const topics = [...this.#topics.values()];
    for (const [index, { listeners }] of topics.entries()) {
      const call = () => {
        for (const listener of listeners) listener(null);
      };
      this.#background.after((SPREAD_MS * index) / topics.length, call);
    }
  }

  /** Calls no listener back any more. */
  close(): void {
    this.#background.stop();
    for (const { subscription } of this.#topics.values()) subscription.unsubscribe();
    this.#topics.clear();
  }

  #open(subject: string): Topic {
    const listeners = new Set<Listener>();
    const subscription = this.#connection.subscribe(subject, {
      callback: (_, { data }) => {
        // A copy: the bytes are a view into what the connection has read.
        const word = data.length === 0 ? null : new Uint8Array(data);
        for (const listener of listeners) listener(word);
      },
    });
    const topic = { listeners, subscription };
    this.#topics.set(subject, topic);
    return topic;
  }

  get #connection(): NatsConnection {
    return this.#streams.connection;
  }

  #subject(topic: Uint8Array): string {
    return this.#streams.passing('signals', this.#streams.sealing.token(`signals ${this.#name}`, topic));
  }
}
