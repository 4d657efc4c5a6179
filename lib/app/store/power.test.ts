// Law one, under a loss of power: everything sent is on the disk, so a worker that starts again from the flushed state
// never sends another thing under the same key. The power goes at every moment at which something has just left the
// device, after every act of the person that can make it leave.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { losePower } from '#adapters/memory/disk.ts';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { Bench } from '#services/testing/services.ts';
import { attachPart, beginAttachment } from '../attachments/attach.ts';
import { markRead } from '../relationships/read.ts';
import { sendText } from '../relationships/send.ts';

const nonce = () => encodeHex(nodeEntropy(16));
const bench = new Bench();
let alex: TestDevice;
let blair: TestDevice;
let alexs = '';
let blairs = '';
beforeAll(async () => {
  useProvider(await loadSodium());
});
afterAll(() => bench.end());
beforeEach(async () => {
  const origins = [(await bench.start()).origin, (await bench.start()).origin];
  alex = await person(origins);
  blair = await person(origins);
  [alexs, blairs] = await acquaint(alex, blair);
});

/** What a person does that makes something leave. */
const DEEDS: Record<string, () => Promise<unknown>> = {
  'reading what came': async () => markRead(await blair.app(), blairs),
  'sending a text': async () => sendText(await blair.app(), blairs, 'hello', nonce()),
  'sending a picture': async () => {
    const app = await blair.app();
    const [name, content] = [nonce(), nodeEntropy(900)];
    const told = { kind: 'file', name: 'a', mediaType: 'text/plain', width: 0, height: 0 } as const;
    await beginAttachment(app, blairs, name, { ...told, byteCount: 900, thumbnail: new Uint8Array(0) });
    await attachPart(app, blairs, name, 0, content);
  },
  'taking in what came': async () => {
    const { courier } = await blair.vault();
    // Until it has come, and this life is over.
    for (;;) await courier.fetch();
  },
};

describe.each(Object.keys(DEEDS))('%s', (deed) => {
  test('and losing the power when it has left, all that is said afterwards is heard', async () => {
    await alex.say(alexs, 'before');
    await until([alex, blair], async () => (await blair.said(blairs)).includes('they: before'));
    await alex.say(alexs, 'and this');
    if (deed !== 'taking in what came')
      await until([alex, blair], async () => (await blair.said(blairs)).includes('they: and this'));
    else await (await alex.vault()).courier.send();

    let left = () => {};
    const hasLeft = new Promise<void>((resolve) => {
      left = resolve;
    });
    let isOff = false;
    blair.life = { onCommit: () => (isOff ? 'crash-before' : 'go') };
    blair.meddle = async (called, _, __, goOn) => {
      if (isOff) return new Promise(() => {});
      if (called !== 'submit') return goOn();
      const answer = await goOn();
      isOff = true;
      left();
      return new Promise(() => answer);
    };
    blair.restart();
    void DEEDS[deed]?.();
    await hasLeft;
    losePower(blair.disk);
    blair.life = {};
    blair.meddle = null;
    blair.restart();

    for (const text of ['after', 'and after that']) await blair.say(blairs, text);
    const heard = async () =>
      (await alex.said(alexs)).filter((one) => one === 'they: after' || one === 'they: and after that').sort();
    // Of the two the second always comes.
    await until([alex, blair], async () => (await heard()).includes('they: and after that'));
    for (let more = 0; more < 5; more++) for (const one of [alex, blair]) await one.settle();
    expect(await heard()).toEqual(['they: after', 'they: and after that']);
    expect((await alex.said(alexs)).filter((one) => one === 'lost')).toEqual([]);
    await alex.say(alexs, 'the other way');
    await until([alex, blair], async () => (await blair.said(blairs)).includes('they: the other way'));
  });
});
