// Generated passwords: by a person's options, or by what a form and its site ask for. 20 characters of four classes by
// default (118 bits). A site that takes less gets what it takes, and the bits say how strong that is.
import type { Entropy } from '#bytes/entropy.ts';
import { bitsOf, drawBelow, type Generated } from './draw.ts';
import { CLASSES, type PasswordRules, PRINTABLE, parsePasswordRules } from './rules.ts';
import { type Demand, type PasswordDemands, type PasswordSpace, passwordSpace, stepsOf } from './space.ts';

/** What a form says of a new password. */
export interface PasswordHints {
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Its `passwordrules`, or those of a list for its site. */
  readonly rules?: string;
}

export interface PasswordOptions {
  /** 5 to 128. */
  readonly length: number;
  /** At least one of each that is chosen; if none is, of small letters. */
  readonly lower: boolean;
  readonly upper: boolean;
  readonly digits: boolean;
  readonly specials: boolean;
  /** Whether l, I, 1, O and 0 may be in it. */
  readonly lookAlikes: boolean;
  /** 0 to 9, as far as there is room. */
  readonly minDigits: number;
  readonly minSpecials: number;
}

export const SHORTEST_PASSWORD = 5;
export const LONGEST_PASSWORD = 128;
export const MOST_OF_A_CLASS = 9;
export const DEFAULT_PASSWORD_OPTIONS: PasswordOptions = {
  ...{ length: 20, lower: true, upper: true, digits: true, specials: true },
  ...{ lookAlikes: false, minDigits: 1, minSpecials: 1 },
};

/** Each class without look-alikes. These signs are accepted nearly everywhere, and safe in shells and addresses. */
const PREFERRED = {
  lower: 'abcdefghijkmnopqrstuvwxyz',
  upper: 'ABCDEFGHJKLMNPQRSTUVWXYZ',
  digit: '23456789',
  special: '-_.!*',
} as const;
/** Signs for one who asks for them: on every keyboard, and no quotation mark, bracket or slash. */
const SPECIALS = '-_.!*@#$%&+=?';
/** What a form may ask for: fields of more than this are made for other things. */
const LONGEST_BY_RULES = 256;
/** Of an alphabet of fewer characters none is left out for being mixed up. */
const FEWEST_CHARACTERS = 16;
/** A longer run is held by a shorter bound. */
const LONGEST_RUN = 3;
/**
 * Steps of counting, some tenths of a second: so no page can make it long. Rules that ask for more are no site's: sites
 * ask for four or five sets, which are a thousandth of it.
 */
const MOST_STEPS = 1_500_000;

const limit = (value: number, least: number, most: number): number =>
  Number.isFinite(value) ? Math.min(Math.max(Math.trunc(value), least), most) : least;

/** The demands as they are, or without those that nobody could meet: the run goes first, then the sets. */
function feasible(demands: PasswordDemands): PasswordSpace {
  const space = passwordSpace(demands);
  if (space.count > 0n) return space;
  if (demands.maxConsecutive > 0) return feasible({ ...demands, maxConsecutive: 0 });
  return passwordSpace({ ...demands, atLeast: [] });
}

function draw(entropy: Entropy, demands: PasswordDemands): Generated {
  const space = feasible(demands);
  return { text: space.at(drawBelow(entropy, space.count)), bits: bitsOf(space.count) };
}

/** A fresh password by a person's options. Options out of their range are taken to its end. */
export function createChosenPassword(entropy: Entropy, options: PasswordOptions): Generated {
  const length = limit(options.length, SHORTEST_PASSWORD, LONGEST_PASSWORD);
  const [letters, digits] = options.lookAlikes ? [CLASSES, CLASSES.digit] : [PREFERRED, PREFERRED.digit];
  const wanted = [options.lower, options.upper, options.digits, options.specials];
  // Each class has its place before one of them gets more.
  let room = length - wanted.filter(Boolean).length;
  const more = (least: number): number => {
    const taken = Math.min(limit(least, 1, MOST_OF_A_CLASS) - 1, room);
    room -= taken;
    return 1 + taken;
  };
  const atLeast: Demand[] = [];
  if (options.lower) atLeast.push({ characters: letters.lower, least: 1 });
  if (options.upper) atLeast.push({ characters: letters.upper, least: 1 });
  if (options.digits) atLeast.push({ characters: digits, least: more(options.minDigits) });
  if (options.specials) atLeast.push({ characters: SPECIALS, least: more(options.minSpecials) });
  const alphabet = atLeast.map(({ characters }) => characters).join('') || letters.lower;
  return draw(entropy, { length, alphabet, atLeast, maxConsecutive: 0 });
}

/** A space is lost at either end in many forms, so there is none unless it is the only character. */
const withoutSpace = (characters: string): string => characters.replace(' ', '') || characters;

/** Of the characters that a site takes those to draw from: of a whole class the preferred ones, of a part all. */
function preferredOf(characters: string): string {
  const drawn = (Object.keys(CLASSES) as (keyof typeof CLASSES)[]).flatMap((name) => {
    const part = [...CLASSES[name]].filter((one) => characters.includes(one));
    return part.length === CLASSES[name].length ? [...PREFERRED[name]] : part;
  });
  return withoutSpace(drawn.join(''));
}

/** The sets of which one character each must be there, and the whole alphabet. */
function charactersOf({ required, allowed }: PasswordRules): { sets: readonly string[]; alphabet: string } {
  const drawn = (some: (characters: string) => string) => {
    // Nothing is said: of each class one, since many sites ask for it and do not say so.
    const said = required.length === 0 && allowed === PRINTABLE ? Object.values(CLASSES) : required;
    const sets = [...new Set(said.map(some))];
    return { sets, alphabet: [...new Set(some(allowed) + sets.join(''))].join('') };
  };
  const preferred = drawn(preferredOf);
  // A number of six digits has none to spare.
  return preferred.alphabet.length < FEWEST_CHARACTERS ? drawn(withoutSpace) : preferred;
}

/** Lengths that a form takes. If it contradicts itself, the greatest counts. */
export function lengthsOf(hints: PasswordHints): { readonly least: number; readonly most: number } {
  const rules = parsePasswordRules(hints.rules ?? '');
  const named = [hints.maxLength ?? 0, rules.maxLength].filter((length) => length >= 1);
  const most = Math.min(...named, LONGEST_BY_RULES);
  return { least: limit(Math.max(hints.minLength || 0, rules.minLength), 0, most), most };
}

function demandsOf(hints: PasswordHints, preferredLength: number): PasswordDemands {
  const rules = parsePasswordRules(hints.rules ?? '');
  const { least, most } = lengthsOf(hints);
  const preferred = limit(preferredLength, SHORTEST_PASSWORD, LONGEST_PASSWORD);
  const { sets, alphabet } = charactersOf(rules);
  const demands = {
    ...{ alphabet, length: limit(Math.max(preferred, least), 1, most), atLeast: [] as Demand[] },
    maxConsecutive: Math.min(rules.maxConsecutive, LONGEST_RUN),
  };
  for (const characters of sets) {
    demands.atLeast.push({ characters, least: 1 });
    if (stepsOf(demands) > MOST_STEPS) demands.atLeast.pop();
  }
  return demands;
}

/**
 * A fresh password that a form takes. If it contradicts itself, its greatest length counts before the rest.
 * @param preferredLength as far as the form takes it
 */
export const createPassword = (
  entropy: Entropy,
  hints: PasswordHints = {},
  preferredLength: number = DEFAULT_PASSWORD_OPTIONS.length,
): Generated => draw(entropy, demandsOf(hints, preferredLength));
