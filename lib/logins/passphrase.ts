// The passphrase that opens the vault: which ones are always refused, without any dictionary. The page that takes a new
// one judges it by dictionaries as well (components/unlock/strength.ts); the worker judges by this alone.

export const MIN_PASSPHRASE_CHARACTERS = 12;

/** Why a passphrase is refused: too short, or too short without its repetitions, or without well-known phrases. */
export type Weakness = 'short' | 'repeats' | 'known';

/**
 * Examples of advice on passphrases, first rows of keyboards, and lines that people take for their own: each is on
 * lists of attackers.
 */
const KNOWN = `
correct horse battery staple
correct horse battery
correct battery horse staple
battery horse staple correct
cleft cam synod lacy yr wok
margaretthatcheris110%SEXY
my dog has fleas
this is a passphrase
this is my passphrase
this is my password
this is a strong password
this is a secret
my secret passphrase
mysecretpassword
passphrase
password
letmein
iloveyou
trustno1
opensesame
changeme
welcome
administrator
nucleus
qwertyuiop
qwertzuiop
azertyuiop
asdfghjkl
zxcvbnm
1qaz2wsx3edc4rfv
1234567890
0123456789
0987654321
abcdefghijklmnopqrstuvwxyz
the quick brown fox jumps over the lazy dog
the quick brown fox
lorem ipsum dolor sit amet
to be or not to be that is the question
to be or not to be
once upon a time
may the force be with you
live long and prosper
winter is coming
elementary my dear watson
i think therefore i am
in the beginning was the word
in the beginning god created the heaven and the earth
the lord is my shepherd
our father who art in heaven
four score and seven years ago
we the people of the united states
it was the best of times it was the worst of times
it was a dark and stormy night
call me ishmael
all your base are belong to us
all work and no play makes jack a dull boy
never gonna give you up
twinkle twinkle little star
mary had a little lamb
happy birthday to you
hello world
`;

/** Letters and digits only, of any width and case: spaces, dots and dashes make nothing harder to guess. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
/** The longest first, so that a line goes whole. */
const LINES = KNOWN.trim()
  .split('\n')
  .map(bare)
  .sort((a, b) => b.length - a.length);

const characters = (text: string): number => [...text].length;

/** The unit of a repetition: `abcabcabc` → `abc`. */
function unit(text: string): string {
  const all = [...text];
  for (let length = 1; length <= all.length / 2; length++)
    if (all.every((character, at) => character === all[at % length])) return all.slice(0, length).join('');
  return text;
}

/** Why it cannot be the passphrase of a vault; null: as far as can be told without a dictionary it can. */
export function weaknessOf(passphrase: string): Weakness | null {
  const plain = passphrase.normalize('NFKC').trim();
  if (characters(plain) < MIN_PASSPHRASE_CHARACTERS) return 'short';
  // Longer ones than this are no work of a moment to repeat, and the search would be.
  if (plain.length > 200) return new Set(plain).size < 4 ? 'repeats' : null;
  if (new Set(plain.toLowerCase()).size < 4) return 'repeats';
  // Without the known lines; signs between their words are no characters of their own.
  const words = bare(plain);
  const rest = LINES.reduce((left, line) => left.replaceAll(line, ''), words);
  if (rest !== words && characters(rest) < MIN_PASSPHRASE_CHARACTERS) return 'known';
  const said = unit(plain);
  const spaced = unit(`${plain} `).trim();
  if (
    Math.min(characters(said), characters(spaced)) < MIN_PASSPHRASE_CHARACTERS &&
    (said !== plain || spaced !== plain)
  )
    return 'repeats';
  return null;
}
