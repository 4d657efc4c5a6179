// What was drawn is there before anybody can have seen it, for thirty days and a hundred times, until it is cleared.
import { expect, test } from 'vitest';
import { parsePasswordRules } from '#logins/generate/rules.ts';
import { siteOf } from '#logins/site.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { generatedKind, LONGEST_GENERATED, MOST_GENERATED } from '../records/generator.ts';
import {
  clearGenerated,
  drawNewPassword,
  forgetGenerated,
  GENERATED_DAYS,
  generatedLately,
  generatedText,
  keepDrawn,
  setGenerator,
  showGenerator,
} from './generated.ts';
import { alex, useVault } from './vault.testkit.ts';

const SHOP = siteOf('https://www.shop.example/join') as string;
useVault(() => {
  alex.stillAt = Date.UTC(2026, 0, 1);
});

const idOf = (number: number) => number.toString(16).padStart(32, '0');
const word = (number: number) => ({ id: idOf(number), what: 'password', text: `drawn ${number}`, site: '' }) as const;
const texts = async () => {
  const app = await alex.app();
  return Promise.all((await generatedLately(app)).map(({ id }) => generatedText(app, id)));
};

test('the newest is first, each is kept once, and one on the way to another makes room for it', async () => {
  const app = await alex.app();
  await keepDrawn(app, word(1), null);
  await keepDrawn(app, word(2), null);
  await keepDrawn(app, word(2), null);
  await keepDrawn(app, word(3), idOf(2));
  expect(await texts()).toEqual(['drawn 3', 'drawn 1']);
  expect(await generatedText(app, idOf(2))).toBeNull();
  expect(JSON.stringify(await generatedLately(app))).not.toContain('drawn');
});

test('a hundred are kept, of the longest texts, too', async () => {
  const app = await alex.app();
  const longest = 'é'.repeat(LONGEST_GENERATED / 2);
  for (let at = 0; at <= MOST_GENERATED; at++)
    expect(await keepDrawn(app, { ...word(at), text: longest, site: 's'.repeat(300) }, null)).toBe(true);
  expect(await generatedLately(app)).toHaveLength(MOST_GENERATED);
  expect(await generatedText(app, idOf(0))).toBeNull();
  expect(await keepDrawn(app, { ...word(999), text: `${longest}!` }, null)).toBe(false);
});

test('after thirty days it is gone, from the disk, too', async () => {
  const app = await alex.app();
  await keepDrawn(app, word(1), null);
  alex.stillAt = (alex.stillAt ?? 0) + GENERATED_DAYS * DAY_MS - 1;
  await keepDrawn(app, word(2), null);
  expect(await texts()).toEqual(['drawn 2', 'drawn 1']);
  alex.stillAt += 1;
  expect(await texts()).toEqual(['drawn 2']);
  await forgetGenerated(app);
  expect((await alex.records(generatedKind)).map(({ value }) => value.items.map(({ text }) => text))).toEqual([
    ['drawn 2'],
  ]);
  await clearGenerated(app);
  expect(await texts()).toEqual([]);
});

test('a password for a page is on the disk when it is answered, by the rules of its form', async () => {
  const app = await alex.app();
  const asked = 'minlength: 8; maxlength: 12; required: lower; required: digit; allowed: [-]';
  const drawn = await drawNewPassword(app, SHOP, { rules: asked });
  expect(drawn).toHaveLength(parsePasswordRules(asked).maxLength);
  alex.restart();
  expect(await texts()).toEqual([drawn]);
  expect(await generatedLately(await alex.app())).toMatchObject([{ what: 'password', site: 'shop.example' }]);
});

test('what a step cannot keep is not answered', async () => {
  const app = await alex.app();
  alex.life = { onCommit: () => 'crash-before' };
  alex.restart();
  const answered = await Promise.race([
    drawNewPassword(await alex.app(), SHOP, {}).then(
      () => 'answered',
      () => 'failed',
    ),
    new Promise((resolve) => setImmediate(() => setImmediate(() => resolve('not answered')))),
  ]);
  expect(answered).not.toBe('answered');
  expect(await generatedLately(app)).toEqual([]);
});

test('a page draws as long as the person likes, if its form says nothing', async () => {
  const app = await alex.app();
  const chosen = await showGenerator(app);
  expect(await drawNewPassword(app, SHOP, {})).toHaveLength(chosen.password.length);
  await setGenerator(app, { ...chosen, password: { ...chosen.password, length: 41 } });
  alex.restart();
  expect((await showGenerator(await alex.app())).password.length).toBe(41);
  expect(await drawNewPassword(await alex.app(), SHOP, {})).toHaveLength(41);
  expect(await drawNewPassword(await alex.app(), SHOP, { maxLength: 16 })).toHaveLength(16);
});
