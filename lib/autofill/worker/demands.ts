// A form's demands on a new password, so that one is drawn which it takes: by its attributes, its pattern and the words
// beside the field. A pattern is tried here, in the page's own thread, for one that takes for ever is then the page's
// own trouble.
import type { PasswordHints } from './client.ts';

const LOWER = 'abcdefghijkmnopqrstuvwxyz';
const UPPER = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const DIGIT = '23456789';
/**
 * From the strongest to the weakest that sites still ask for: the words of `passwordrules` for each, and the
 * characters.
 */
const ALPHABETS: readonly (readonly [rules: string, sets: readonly string[]])[] = [
  ['', [LOWER, UPPER, DIGIT, '-_.!*']],
  ['required: lower; required: upper; required: digit; required: [-]', [LOWER, UPPER, DIGIT, '-']],
  ['required: lower; required: upper; required: digit; required: [_]', [LOWER, UPPER, DIGIT, '_']],
  ['required: lower; required: upper; required: digit; required: [!@#$]', [LOWER, UPPER, DIGIT, '!@#$']],
  ['required: lower; required: upper; required: digit', [LOWER, UPPER, DIGIT]],
  ['required: lower; required: digit', [LOWER, DIGIT]],
  ['required: upper; required: digit', [UPPER, DIGIT]],
  ['required: lower; required: upper', [LOWER, UPPER]],
  ['required: lower', [LOWER]],
  ['required: digit', [DIGIT]],
];
const [, , , , PLAIN_ALPHABET] = ALPHABETS;
const LENGTHS = [20, 24, 32, 18, 16, 15, 14, 12, 10, 9, 8, 7, 6, 5, 4];
const SAMPLES = [0, 3, 11];

const CHARACTERS =
  '(?:char|letter|digit|symbol|sign|zeichen|stellen|caract|carat|teken|znak|симв|знак|karakter|文字|字符|位|자)';
const RANGE = new RegExp(
  `(\\d{1,2}) ?(?:-|–|—|~|〜|～|to|and|bis|und|a|à|y|et|e|tot|do|до|и|ile|至|到) ?(\\d{1,2}) ?[\\w-]* ?${CHARACTERS}`,
  'iu',
);
const MOST = new RegExp(
  `(?:at most|max\\w*|up to|no more than|not? longer than|hochstens|jusqu.a|como maximo|al massimo|hoogstens|до|не более)[^\\d.]{0,14}(\\d{1,2})|(\\d{1,2}) ?${CHARACTERS}\\w* (?:or less|or fewer|max)`,
  'iu',
);
const LEAST =
  /(?:at least|min\w*|au moins|al menos|almeno|minstens|не менее|или более)[^\d.]{0,14}(\d{1,2})|(\d{1,2})\+? ?\w* ?(?:or more|oder mehr)/iu;
const NO_SIGNS =
  /(?:only|just|nur|solo|uniquement|seulement|alleen|tylko|только) .{0,30}(?:letters?|buchstaben|lett(?:re|ere)s?|letras|letters|litery|букв\w*) .{0,8}(?:digits?|numbers?|numerals|ziffern|zahlen|chiffres|num(?:ero|eri)s?|cijfers|cyfry|цифр\w*)|letters? (?:and|&|or) (?:digits|numbers|numerals) only|alphanumeric|alphanumerisch|alphanumerique|alfanumeric|(?:no|without|keine|ohne|sans|sin|senza|geen|bez|без) (?:special|sonderzeichen|symbols?|punctuation|caracteres speciaux|caracteres especiales|caratteri speciali|speciale|znak|спец)/iu;
const DIGITS_ONLY =
  /(?:only|nur|solo|uniquement) (?:digits|numbers|ziffern|zahlen|numeros|numeri|des chiffres)(?! (?:and|und|&|or|,))|(?<!letters (?:and|or) )(?:digits|numbers) only/iu;

/** The demands of words on a password's length and characters. Must never make one weaker than the words say. */
export function demandsIn(text: string): PasswordHints {
  const words = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/\s+/g, ' ');
  const number = (found: RegExpMatchArray | null, at = 1): number => Number(found?.[at] ?? found?.[at + 1] ?? 0);
  const range = words.match(RANGE);
  const minLength = range ? Number(range[1]) : number(words.match(LEAST));
  const maxLength = range ? Number(range[2]) : number(words.match(MOST));
  const rules = NO_SIGNS.test(words) ? PLAIN_ALPHABET?.[0] : DIGITS_ONLY.test(words) ? 'required: digit' : undefined;
  return {
    ...(minLength > 0 ? { minLength } : {}),
    // "Up to 3 tries" is no length.
    ...(maxLength >= Math.max(4, minLength) ? { maxLength } : {}),
    ...(rules ? { rules } : {}),
  };
}

/** The text of elements that describe a field, and a little of the text after it. */
function wordsBeside(field: HTMLInputElement): string {
  const root = field.getRootNode() as Document | ShadowRoot;
  const described = (field.getAttribute('aria-describedby') ?? '')
    .split(/\s+/)
    .map((id) => id && root.getElementById(id));
  let after: Node | null = field;
  let following = '';
  for (let steps = 0; after && steps < 4 && following.length < 160; steps++) {
    while (after && !after.nextSibling) {
      after = after.parentNode;
      if (!(after instanceof Element) || after.matches('form,body,fieldset')) after = null;
    }
    after = after?.nextSibling ?? null;
    if (after instanceof Element && (after.matches('input') || after.querySelector('input,button'))) break;
    following += ` ${after?.textContent?.slice(0, 160) ?? ''}`;
  }
  const labels = [...(field.labels ?? [])].map((label) => label.textContent);
  return [field.title, field.placeholder, ...labels, ...described.map((one) => (one ? one.textContent : '')), following]
    .map((text) => (text ?? '').slice(0, 200))
    .join('. ');
}

/** As the generator draws: of each set in turn. */
const sample = (sets: readonly string[], length: number, seed: number): string =>
  Array.from({ length }, (_, at) => {
    const set = sets[at % sets.length] as string;
    return set[(at * 7 + seed) % set.length];
  }).join('');

/** The strongest alphabet and length whose drawn passwords the pattern takes. Null if none is known. */
function fitting(field: HTMLInputElement, pattern: string, least: number, most: number): PasswordHints | null {
  const trial = field.ownerDocument.createElement('input');
  trial.pattern = pattern;
  const takes = (value: string): boolean => {
    trial.value = value;
    return !trial.validity.patternMismatch;
  };
  for (const [rules, sets] of ALPHABETS) {
    for (const length of LENGTHS) {
      if (length < least || length > most || length < sets.length) continue;
      if (SAMPLES.every((seed) => takes(sample(sets, length, seed))))
        return { minLength: length, maxLength: length, ...(rules ? { rules } : {}) };
    }
  }
  return null;
}

/** All that a field says, the nearest to a machine's words first. */
export function demandsOn(field: HTMLInputElement | undefined): PasswordHints {
  if (!field) return {};
  const rules = field.getAttribute('passwordrules')?.slice(0, 2000);
  const said = demandsIn(wordsBeside(field));
  const minLength = field.minLength > 0 ? field.minLength : said.minLength;
  const maxLength = field.maxLength > 0 ? field.maxLength : said.maxLength;
  const hints: PasswordHints = {
    ...(minLength === undefined ? {} : { minLength }),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(rules ? { rules } : said.rules ? { rules: said.rules } : {}),
  };
  const { pattern } = field;
  if (!pattern || rules) return hints;
  return fitting(field, pattern, minLength ?? 0, maxLength ?? 64) ?? hints;
}
