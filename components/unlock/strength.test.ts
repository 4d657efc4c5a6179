// A page's judgement of a new passphrase: by the rule of the worker, and by dictionaries; and words by chance that pass
// both.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { weaknessOf } from '#logins/passphrase.ts';
import { adviceFor, createStrength, ENOUGH_SCORE, loadLists, scoreOf, strengthOf } from './strength.ts';
import { createSuggestion, SUGGESTED_WORDS } from './suggestion.ts';

const lists = await loadLists();
const isEnough = (passphrase: string): boolean => strengthOf(passphrase, lists).score >= ENOUGH_SCORE;

describe('a passphrase', () => {
  it.each([
    'refrigerator',
    'Refrigerator1',
    'extraordinary',
    'correct horse battery staple',
    'CorrectHorseBatteryStaple!',
    'to be or not to be that is the question',
    'mississippi riverboat',
    'summer2026summer',
    'passwordpassword',
    'qwertyuiop[]asdf',
    'aaaaaaaaaaaaaaaaaaaa',
    'Tr0ub4dor&3',
    'kdu83jdmx02',
  ])('of which attackers have lists is not enough: %s', (passphrase) => {
    expect(isEnough(passphrase)).toBe(false);
  });

  it.each([
    'gravel lantern oboe thursday',
    'anvil tulip harbour nonsense',
    'kdu83jdmx02lq',
    'jetzt tanzt der Igel Tango',
  ])('of unrelated words or signs is enough: %s', (passphrase) => {
    expect(isEnough(passphrase)).toBe(true);
  });

  it('that the worker would refuse is never praised', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 24 }), (passphrase) => {
        if (weaknessOf(passphrase) !== null) expect(isEnough(passphrase)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('is told its faults', () => {
    expect(strengthOf('short', lists).advice).toBe('longer');
    expect(strengthOf('correct horse battery staple', lists).advice).toBe('common');
    expect(strengthOf('lantern lantern lantern', lists).advice).toBe('repeats');
    expect(strengthOf('refrigerator', lists).advice).toBe('words');
    expect(adviceFor(2, 'straightRow')).toBe('sequence');
    expect(adviceFor(3, 'topTen')).toBe('fine');
    expect([3.9, 9.9, 10, 13.9, 14].map(scoreOf)).toEqual([0, 2, 3, 3, 4]);
  });

  it('that cannot be judged is not judged well', async () => {
    const model = createStrength(() => Promise.reject(new Error('gone')));
    await model.judge('gravel lantern oboe thursday');
    expect(model.strength.value).toBeNull();
  });
});

it('words by chance are drawn when asked for, anew each time, and are strong', async () => {
  const model = createSuggestion(nodeEntropy, async () => lists.words);
  expect(model.words.value).toBeNull();
  const drawn = new Set<string>();
  for (let time = 0; time < 50; time++) {
    await model.draw();
    const words = model.words.value ?? '';
    expect(words.split(' ')).toHaveLength(SUGGESTED_WORDS);
    expect(strengthOf(words, lists)).toEqual({ score: 4, advice: 'strong' });
    drawn.add(words);
  }
  expect(drawn.size).toBe(50);
  // The claim of the sentence beside them: 7,776 words, half of which are tried on average, at a million a second.
  expect(lists.words).toHaveLength(7776);
  expect(7776 ** SUGGESTED_WORDS / 2 / 1e6 / (365.25 * 86_400)).toBeCloseTo(450_000, -4);
});
