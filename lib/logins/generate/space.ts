// All passwords that meet some demands, counted and numbered. So one is drawn by a single uniform number: each is as
// likely as any other, the bits are exact, and no demand makes the draw long, however few passwords meet it.

/** At least so many of these characters. */
export interface Demand {
  readonly characters: string;
  readonly least: number;
}

export interface PasswordDemands {
  readonly length: number;
  /** No character twice. */
  readonly alphabet: string;
  readonly atLeast: readonly Demand[];
  /** The longest run of one character; 0: any. */
  readonly maxConsecutive: number;
}

export interface PasswordSpace {
  readonly count: bigint;
  /** The password of a number below `count`. */
  at(number: bigint): string;
}

/** What the rest of a password depends on. */
interface State {
  readonly left: number;
  /** Of each demand, how many characters are still missing. */
  readonly missing: readonly number[];
  /** The last character and how often it stood there in a row; nothing if runs may be of any length. */
  readonly last: string;
  readonly run: number;
}

/** Characters that may come next and lead to as many passwords each. */
interface Choice {
  readonly characters: string;
  readonly next: (character: string) => State;
}

/** The alphabet by which demands a character meets; no demand tells those of one kind apart. */
function kindsOf(alphabet: string, atLeast: readonly Demand[]): string[] {
  const kinds = new Map<string, string>();
  for (const character of alphabet) {
    const met = atLeast.map(({ characters }) => Number(characters.includes(character))).join('');
    kinds.set(met, (kinds.get(met) ?? '') + character);
  }
  return [...kinds.values()];
}

function choicesOf(demands: PasswordDemands, kinds: readonly string[], state: State): Choice[] {
  const { left, missing, last, run } = state;
  const isBounded = demands.maxConsecutive > 0 && demands.maxConsecutive < demands.length;
  const after = (character: string, length: number): State => ({
    left: left - 1,
    missing: missing.map((count, at) =>
      count > 0 && demands.atLeast[at]?.characters.includes(character) ? count - 1 : count,
    ),
    last: isBounded ? character : '',
    run: isBounded ? length : 0,
  });
  const others = kinds.map((kind) => ({
    characters: last === '' ? kind : kind.replace(last, ''),
    next: (character: string) => after(character, 1),
  }));
  if (last === '' || run >= demands.maxConsecutive) return others;
  return [...others, { characters: last, next: () => after(last, run + 1) }];
}

/** How many steps it takes at most to count the passwords. */
export function stepsOf({ length, alphabet, atLeast, maxConsecutive }: PasswordDemands): number {
  const kinds = kindsOf(alphabet, atLeast).length;
  const missing = atLeast.reduce((product, { least }) => product * (least + 1), 1);
  return length * missing * kinds * (maxConsecutive > 0 ? kinds * maxConsecutive : 1);
}

export function passwordSpace(demands: PasswordDemands): PasswordSpace {
  const kinds = kindsOf(demands.alphabet, demands.atLeast);
  const counted = new Map<number, bigint>();
  const keyOf = ({ left, missing, last, run }: State): number => {
    const kind = kinds.findIndex((characters) => last !== '' && characters.includes(last)) + 1;
    const needs = missing.reduce((code, count, at) => code * ((demands.atLeast[at]?.least ?? 0) + 1) + count, left);
    return (needs * (kinds.length + 1) + kind) * (demands.maxConsecutive + 1) + run;
  };
  const ways = (choice: Choice): bigint =>
    choice.characters === '' ? 0n : count(choice.next(choice.characters[0] as string));
  const count = (state: State): bigint => {
    if (state.left === 0) return state.missing.every((one) => one === 0) ? 1n : 0n;
    const key = keyOf(state);
    const known = counted.get(key);
    if (known !== undefined) return known;
    const all = choicesOf(demands, kinds, state).reduce(
      (sum, choice) => sum + ways(choice) * BigInt(choice.characters.length),
      0n,
    );
    counted.set(key, all);
    return all;
  };
  const start: State = {
    ...{ left: demands.length, last: '', run: 0 },
    missing: demands.atLeast.map(({ least }) => least),
  };
  return {
    count: count(start),
    at(number) {
      if (number < 0n || number >= count(start)) throw new RangeError('there is no password of this number');
      let [rest, state, text] = [number, start, ''];
      while (state.left > 0)
        for (const choice of choicesOf(demands, kinds, state)) {
          const each = ways(choice);
          const all = each * BigInt(choice.characters.length);
          if (rest >= all) {
            rest -= all;
            continue;
          }
          const character = choice.characters[Number(rest / each)] as string;
          [rest, state, text] = [rest % each, choice.next(character), text + character];
          break;
        }
      return text;
    },
  };
}
