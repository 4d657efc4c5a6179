// JSON of any shape, looked into without a throw.
import { describe, expect, it } from 'vitest';
import { MOST_LETTERS } from './format.ts';
import { keptJson, listIn, memberOf, numberIn, objectIn, parseJson, textIn } from './json.ts';

describe('looking into JSON', () => {
  it('finds what has the wanted type, and nothing else', () => {
    const value = parseJson('\ufeff{"text":"a","number":4,"list":[1],"object":{},"none":null}');
    expect(textIn(value, 'text')).toBe('a');
    expect(textIn(value, 'number')).toBe('4');
    expect(numberIn(value, 'number')).toBe(4);
    expect(listIn(value, 'list')).toEqual([1]);
    expect(objectIn(value, 'object')).toEqual({});
    for (const name of ['list', 'object', 'none', 'absent']) {
      expect(textIn(value, name)).toBe('');
      expect(numberIn(value, name)).toBeNull();
    }
    expect(listIn(value, 'object')).toEqual([]);
    expect(objectIn(value, 'list')).toBeNull();
  });

  it('sees members of the file alone, whatever they are called', () => {
    const value = parseJson('{"__proto__":{"toString":"theirs"}}');
    expect(memberOf(value, 'toString')).toBeUndefined();
    expect(textIn(objectIn(value, '__proto__'), 'toString')).toBe('theirs');
  });

  it('says of a cut file that it is none', () => {
    expect(parseJson('{"items":[')).toBeUndefined();
    expect(memberOf(undefined, 'items')).toBeUndefined();
  });

  it('keeps a part whole, or not at all when it is deeper or longer than any', () => {
    expect(keptJson({ a: [1, null] })).toBe('{"a":[1,null]}');
    // Deep enough for `JSON.stringify` to end in a RangeError.
    expect(keptJson(parseJson(`${'['.repeat(50_000)}${']'.repeat(50_000)}`))).toBeNull();
    expect(keptJson('x'.repeat(MOST_LETTERS))).toBeNull();
  });
});
