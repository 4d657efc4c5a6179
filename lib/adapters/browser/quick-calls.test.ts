// Calls on a port that is kept: which go there, what a worker that ends in between costs, and who is heard.
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { CALLS_PORT, type Call, method } from '#rpc/call/contract.ts';
import { answerOn } from './channels.ts';
import { type CallsPort, createAsk } from './quick-calls.ts';
import type { Sender } from './sender.ts';

const self = { id: 'ours', origin: 'chrome-extension://ours' };
const PANEL: Sender = { id: 'ours', url: `${self.origin}/sidepanel.html`, origin: self.origin };
const call = (name: string): Call => ({ channel: 'page', method: name, request: { text: name } });

type Listener = (message: unknown, port: never) => void;
const event = () => {
  const listeners: Listener[] = [];
  return { listeners, addListener: (listener: Listener) => void listeners.push(listener) };
};

/** Both ends of a port, between which everything takes a turn. */
function portOf(sender: Sender) {
  const [toPage, toWorker, cut] = [event(), event(), event()];
  let isCut = false;
  const post = (to: { listeners: Listener[] }) => (message: unknown) => {
    if (isCut) throw new Error('disconnected');
    void Promise.resolve().then(() => {
      for (const listener of to.listeners) listener(structuredClone(message), null as never);
    });
  };
  const disconnect = () => {
    isCut = true;
    for (const listener of cut.listeners) listener(null, null as never);
  };
  const page = { postMessage: post(toWorker), onMessage: toPage, onDisconnect: cut } as unknown as CallsPort;
  const worker = { sender, disconnect, onMessage: toWorker, postMessage: post(toPage) } as unknown as Parameters<
    typeof answerOn
  >[1];
  return { page, worker, disconnect };
}

/** A browser with a worker that answers with the name of what it is asked, if it lives. */
function browserOf() {
  const world = {
    messages: [] as string[],
    onPort: [] as string[],
    ports: [] as ReturnType<typeof portOf>[],
    deaf: false,
  };
  const answers = { ok: true, value: 'by message' } as const;
  const said = (name: string) => {
    world.onPort.push(name);
    return world.deaf ? new Promise<string>(() => {}) : Promise.resolve(`by port: ${name}`);
  };
  const request = v.object({ text: v.string() });
  const contract = { send: method<string>()(request), thread: method<string>()(request) };
  const page = { contract, handlers: { send: () => said('send'), thread: () => said('thread') } };
  const ask = createAsk({
    sendMessage: async ({ method: name }) => {
      world.messages.push(name);
      return answers;
    },
    connect: ({ name }) => {
      expect(name).toBe(CALLS_PORT);
      const port = portOf(PANEL);
      world.ports.push(port);
      answerOn({ page, content: { contract: {}, handlers: {} }, report: () => {} }, port.worker, self);
      return port.page;
    },
  });
  return { ask, world };
}

test('the first wakes the worker by a message, the next go by the port, and what may take long never does', async () => {
  const { ask, world } = browserOf();
  expect(await ask(call('unlock'))).toEqual({ ok: true, value: 'by message' });
  expect(world.ports).toEqual([]);
  await ask(call('thread'));
  expect(await Promise.all([ask(call('send')), ask(call('thread')), ask(call('unlock'))])).toEqual([
    { ok: true, value: 'by port: send' },
    { ok: true, value: 'by port: thread' },
    { ok: true, value: 'by message' },
  ]);
  expect([world.messages, world.ports.length]).toEqual([['unlock', 'thread', 'unlock'], 1]);
});

test('a call that a worker did not answer before it ended is asked of the next, and so is one after it', async () => {
  const { ask, world } = browserOf();
  await ask(call('thread'));
  world.deaf = true;
  const cutOff = ask(call('send'));
  await Promise.resolve();
  world.ports[0]?.disconnect();
  expect(await cutOff).toEqual({ ok: true, value: 'by message' });
  expect([world.onPort, world.messages]).toEqual([['send'], ['thread', 'send']]);
  world.deaf = false;
  expect(await ask(call('send'))).toEqual({ ok: true, value: 'by port: send' });
  expect(world.ports.length).toBe(2);
});

test.each<[string, Sender]>([
  ['a script in a web page', { id: 'ours', url: 'https://shop.example/', origin: 'https://shop.example' }],
  ['another extension', { ...PANEL, id: 'other' }],
  ['nobody', {}],
])('%s is shown out', (_, sender) => {
  const port = portOf(sender);
  let asked = 0;
  const handlers = { send: async () => String(asked++) };
  const contract = { send: method<string>()(v.any()) };
  answerOn(
    { page: { contract, handlers }, content: { contract: {}, handlers: {} }, report: () => {} },
    port.worker,
    self,
  );
  expect(() => port.page.postMessage({ number: 1, call: call('send') })).toThrow('disconnected');
  expect(asked).toBe(0);
});
