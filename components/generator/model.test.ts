// All that a person can choose is made as chosen, and a text that is shown is in the worker's list before.
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMemoryDisk, MemoryLife } from '#adapters/memory/disk.ts';
import { openMemoryStore } from '#adapters/memory/store.ts';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { generatedLately, generatedText, keepDrawn, setGenerator, showGenerator } from '#app/logins/generated.ts';
import { RECORD_KINDS } from '#app/records/kinds.ts';
import { vaultKey } from '#app/store/sealing.ts';
import type { GeneratorView } from '#app/views/generator.ts';
import { encodeHex } from '#bytes/base64url.ts';
import type { PasswordHints } from '#logins/generate/password.ts';
import { loadWordList, WORD_LANGUAGES } from '#logins/generate/word-lists.ts';
import { createGenerator, generate } from './model.ts';

/** The worker's use cases, over a store in memory. */
const appOf = async () => ({
  store: await openMemoryStore({
    life: new MemoryLife({ disk: createMemoryDisk() }),
    kinds: RECORD_KINDS,
    vaultKey: vaultKey(new Uint8Array(32).fill(7)),
    entropy: nodeEntropy,
  }),
  now: () => Date.UTC(2026, 0, 1),
});
let app: Awaited<ReturnType<typeof appOf>>;
beforeEach(async () => {
  app = await appOf();
});
afterEach(() => app.store.close());

const choices: fc.Arbitrary<GeneratorView> = fc.record({
  what: fc.constantFrom('password', 'passphrase', 'username', 'mask'),
  password: fc.record({
    length: fc.integer({ min: 5, max: 64 }),
    ...{ lower: fc.boolean(), upper: fc.boolean(), digits: fc.boolean(), specials: fc.boolean() },
    ...{ lookAlikes: fc.boolean(), minDigits: fc.constant(1), minSpecials: fc.constant(1) },
  }),
  passphrase: fc.record({
    words: fc.integer({ min: 3, max: 10 }),
    separator: fc.constantFrom('-', ' ', '.', '_', ''),
    ...{ capitals: fc.boolean(), digit: fc.boolean() },
    language: fc.constantFrom('', ...WORD_LANGUAGES),
  }),
  username: fc.record({ from: fc.constantFrom('words', 'syllables'), digits: fc.integer({ min: 0, max: 6 }) }),
});

test('everything that can be chosen is made as it was chosen', async () => {
  const german = new Set(await loadWordList('de'));
  await fc.assert(
    fc.asyncProperty(choices, async (chosen) => {
      const { text, bits } = await generate(nodeEntropy, { choices: chosen, rules: null, languages: ['de-AT'] });
      const { what, password, passphrase, username } = chosen;
      expect(bits).toBeGreaterThan(0);
      if (what === 'password') {
        const classes = [
          [password.lower, /[a-z]/],
          [password.upper, /[A-Z]/],
          [password.digits, /\d/],
          [password.specials, /[^a-z\d]/i],
        ] as const;
        const isNone = classes.every(([on]) => !on);
        expect(text).toHaveLength(password.length);
        for (const [at, [on, pattern]] of classes.entries())
          expect(pattern.test(text), `${pattern} in ${text}`).toBe(on || (isNone && at === 0));
        if (!password.lookAlikes) expect(text).not.toMatch(/[lI1O0]/);
      } else if (what === 'passphrase') {
        const { words, separator, capitals, digit, language } = passphrase;
        expect([...text].filter((one) => /\d/.test(one))).toHaveLength(digit ? 1 : 0);
        if (separator === '') return;
        const parts = text.split(separator);
        expect(parts).toHaveLength(words);
        for (const part of parts) expect(part).toMatch(capitals ? /^[A-Z][a-z]+\d?$/ : /^[a-z]+\d?$/);
        if (language === '' || language === 'de')
          for (const part of parts) expect(german.has(part.toLowerCase().replace(/\d/, ''))).toBe(true);
      } else if (what === 'username') expect(text).toMatch(new RegExp(`^[a-z]+(-[a-z]+)?\\d{${username.digits}}$`));
      else expect(text).toMatch(/^[a-z]+-[a-z]+-[a-z\d]{5}$/);
    }),
    { numRuns: 200 },
  );
});

/** The model over the worker's own use cases. */
async function opened(site = '', asked?: PasswordHints) {
  const worker = {
    generator: () => showGenerator(app),
    setGenerator: async (chosen: GeneratorView) => {
      await setGenerator(app, chosen);
      return null;
    },
    keepDrawn: async ({ replaces, ...drawn }: Parameters<typeof keepDrawn>[1] & { replaces: string | null }) => {
      // A text that is not kept yet is not shown yet.
      expect(shown()).not.toBe(drawn.text);
      return (await keepDrawn(app, drawn, replaces))
        ? ({ ok: true } as const)
        : ({ ok: false, reason: 'too-long' } as const);
    },
    pageDemands: async () => asked ?? {},
  };
  let shown = (): string | undefined => undefined;
  const parts = { worker, entropy: nodeEntropy, randomId: () => encodeHex(nodeEntropy(16)) };
  const model = createGenerator(parts, site, ['en'], asked && 1);
  shown = () => model.drawn.value?.text;
  await model.change(await showGenerator(app));
  return model;
}
const listed = async () => {
  return Promise.all((await generatedLately(app)).map(({ id }) => generatedText(app, id)));
};

test('the one that stands there is in the list; one that was passed over on the way to it is not, unless it was taken', async () => {
  const model = await opened();
  const first = model.drawn.value?.text;
  expect(await listed()).toEqual([first]);
  const chosen = await showGenerator(app);
  await model.change({ ...chosen, password: { ...chosen.password, length: 40 } });
  const second = model.drawn.value?.text;
  expect([await listed(), second?.length]).toEqual([[second], 40]);
  model.took();
  await model.change({ ...chosen, what: 'passphrase' });
  const third = model.drawn.value?.text;
  await model.draw();
  expect(await listed()).toEqual([model.drawn.value?.text, third, second]);
  expect((await showGenerator(app)).what).toBe('passphrase');
});

test('a site with rules gets a password by them, until the person says otherwise', async () => {
  const model = await opened('airfrance.com');
  await expect.poll(() => model.rules.value?.rules).toContain('maxlength:12');
  await model.obey(true);
  expect(model.drawn.value?.text).toHaveLength(12);
  await model.obey(false);
  expect(model.drawn.value?.text).toHaveLength(20);
});

test('the form in front is asked: of a length alone the person’s characters stay, and rules of its own come first', async () => {
  const short = await opened('airfrance.com', { maxLength: 8 });
  await expect.poll(() => short.rules.value).toEqual({ maxLength: 8 });
  const chosen = await showGenerator(app);
  await short.change({ ...chosen, password: { ...chosen.password, specials: false, upper: false } });
  expect(short.drawn.value?.text).toMatch(/^[a-z\d]{8}$/);
  const four = await opened('airfrance.com', { maxLength: 4 });
  await expect.poll(() => four.rules.value).not.toBeNull();
  await four.obey(true);
  expect(four.drawn.value?.text).toHaveLength(4);
  const ruled = await opened('airfrance.com', { minLength: 25, rules: 'allowed: digit' });
  await expect.poll(() => ruled.rules.value).not.toBeNull();
  await ruled.obey(true);
  expect(ruled.drawn.value?.text).toMatch(/^\d{25}$/);
  const silent = await opened('airfrance.com', {});
  await silent.obey(true);
  expect([silent.rules.value, silent.drawn.value?.text.length]).toEqual([null, 20]);
});

test('the slider ends where the form does and says why; a length that is chosen there is for that form alone', async () => {
  const model = await opened('airfrance.com');
  const lengths = () => model.lengths.value;
  await expect.poll(lengths).toEqual({ least: 8, most: 12, chosen: 12, site: { least: 8, most: 12 } });
  await model.lengthen(9);
  expect([lengths().chosen, model.drawn.value?.text.length]).toEqual([9, 9]);
  expect((await showGenerator(app)).password.length).toBe(20);
  await model.obey(false);
  expect(lengths()).toEqual({ least: 5, most: 64, chosen: 20, site: null });
  await model.lengthen(30);
  expect([model.drawn.value?.text.length, (await showGenerator(app)).password.length]).toEqual([30, 30]);
});

test('whatever a form says of lengths, a password is as long as the slider shows', async () => {
  const length = fc.constantFrom(0, 1, 4, 5, 8, 12, 63, 64, 65, 128, 200, 300);
  const hints = fc.record(
    {
      minLength: length,
      maxLength: length,
      rules: fc.constantFrom('', 'minlength: 10', 'maxlength: 16', 'minlength: 9; maxlength: 9', 'allowed: digit'),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(hints, fc.integer({ min: 1, max: 255 }), async (asked, wanted) => {
      const model = await opened('shop.example', asked);
      await expect.poll(() => model.rules.value).toEqual(Object.keys(asked).length === 0 ? null : asked);
      await model.lengthen(wanted);
      const { least, most, chosen, site } = model.lengths.value;
      expect(model.drawn.value?.text).toHaveLength(chosen);
      expect([least <= chosen, chosen <= most, chosen]).toEqual([true, true, Math.min(Math.max(wanted, least), most)]);
      expect(site === null).toBe(least === 5 && most === 64);
    }),
    { numRuns: 100 },
  );
});
