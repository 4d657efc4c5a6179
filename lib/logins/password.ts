// Generated passwords. 20 characters of four classes by default (about 123 bits), sampled without bias by rejection,
// each required class present. Honours a form's declarations: minlength, maxlength and the `passwordrules` attribute
// (Apple's "Password Rules", whatwg/html issue 3518). Must never weaken silently: below 8 characters it gives one that
// the site takes and says how strong that is.
import type { Entropy } from '#bytes/entropy.ts';

export interface PasswordHints {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly rules?: string;
}

export interface Password {
  readonly text: string;
  /** log2 of how many passwords were possible, rounded down. */
  readonly bits: number;
}

const LOWER = 'abcdefghijkmnopqrstuvwxyz';
const UPPER = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const DIGIT = '23456789';
/** Accepted nearly everywhere, and safe in shells, URLs and e-mails. */
const SPECIAL = '-_.!*';
const CLASSES: Readonly<Record<string, string>> = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digit: '0123456789',
  special: '-~!@#$%^&*_+=`|(){}[:;"\'<>,.?] ',
};
const PREFERRED: Readonly<Record<string, string>> = { lower: LOWER, upper: UPPER, digit: DIGIT, special: SPECIAL };
const DEFAULT_LENGTH = 20;
const LONGEST = 64;

interface Rules {
  readonly required: readonly string[];
  readonly allowed: string;
  readonly minLength: number;
  readonly maxLength: number;
  readonly maxConsecutive: number;
}

/**
 * The characters a value of `required` or `allowed` names: class names and custom sets in brackets, joined by commas.
 */
function charactersOf(value: string): string {
  let characters = '';
  // In a custom set "-" may only come first and "]" only last (Apple's grammar).
  const rest = value.replace(/\[(-?[^\]]*\]?)\](?=\s*(?:,|$))/g, (_, set: string) => {
    characters += [...set].filter((character) => character >= ' ' && character <= '~').join('');
    return '';
  });
  for (const name of rest.split(',').map((word) => word.trim().toLowerCase())) {
    if (name === 'ascii-printable' || name === 'unicode') characters += Object.values(CLASSES).join('');
    else if (Object.hasOwn(CLASSES, name)) characters += preferred(name);
  }
  return [...new Set(characters)].join('');
}

const preferred = (name: string): string => PREFERRED[name] ?? '';

/** Splits at `;` outside brackets, so that a set may hold one. */
function descriptors(rules: string): [string, string][] {
  return (rules.match(/(?:\[[^\]]*\]?\]|[^;])+/g) ?? []).map((part) => {
    const at = part.indexOf(':');
    return at < 0 ? ['', ''] : [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()];
  });
}

function parseRules(hints: PasswordHints): Rules {
  let minLength = hints.minLength ?? 0;
  let maxLength = hints.maxLength && hints.maxLength > 0 ? hints.maxLength : LONGEST;
  let maxConsecutive = 0;
  let allowed = '';
  const required: string[] = [];
  for (const [name, value] of descriptors(hints.rules ?? '')) {
    const number = /^\d{1,4}$/.test(value) ? Number(value) : 0;
    if (name === 'minlength') minLength = Math.max(minLength, number);
    else if (name === 'maxlength' && number > 0) maxLength = Math.min(maxLength, number);
    else if (name === 'max-consecutive') maxConsecutive = number;
    else if (name === 'required') required.push(charactersOf(value));
    else if (name === 'allowed') allowed += charactersOf(value);
  }
  const sets = required.filter((set) => set.length > 0);
  // A site that requires without allowing means: only these (Apple's reading).
  if (allowed === '' && sets.length === 0) sets.push(LOWER, UPPER, DIGIT, SPECIAL);
  return {
    required: sets,
    allowed: [...new Set(allowed + sets.join(''))].join(''),
    minLength,
    maxLength: Math.min(maxLength, LONGEST),
    maxConsecutive,
  };
}

/** A uniform integer below `bound` (1 … 256): bytes that would favour the low values are drawn again. */
function below(entropy: Entropy, bound: number): number {
  const limit = 256 - (256 % bound);
  for (;;) {
    const byte = entropy(1)[0] as number;
    if (byte < limit) return byte % bound;
  }
}

const longestRun = (text: string): number => Math.max(0, ...(text.match(/(.)\1*/gs) ?? []).map((run) => run.length));

/**
 * A fresh password that the hints allow. The whole is drawn again until every class is there, so that none is more
 * likely at any place.
 */
export function createPassword(entropy: Entropy, hints: PasswordHints = {}): Password {
  const { required, allowed, minLength, maxLength, maxConsecutive } = parseRules(hints);
  const length = Math.min(Math.max(DEFAULT_LENGTH, minLength), maxLength);
  // More required sets than places cannot be met by anyone; the length wins.
  const demanded = required.length <= length ? required : [];
  const bits = Math.floor(length * Math.log2(allowed.length));
  for (;;) {
    let text = '';
    for (let i = 0; i < length; i++) text += allowed[below(entropy, allowed.length)];
    const complete = demanded.every((set) => [...text].some((character) => set.includes(character)));
    // One repeated character cannot respect the bound, so a single-character alphabet is let through.
    if (complete && (maxConsecutive === 0 || allowed.length === 1 || longestRun(text) <= maxConsecutive))
      return { text, bits };
  }
}
