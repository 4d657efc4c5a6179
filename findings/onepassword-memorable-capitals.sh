#!/usr/bin/env bash
# @1password/sdk 0.5.0 (npm), `Secrets.generatePassword` of the type Memorable; it needs no account.
# Guess: `capitalize` gives every word a capital letter; `threeLetters` draws short words.
# Seen: one word, drawn anew each time, is written in capitals whole, so a site that wants a capital is served but
# nobody can say in advance where; `threeLetters` are groups of consonants and vowels that are mostly no words.
set -euo pipefail
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --prefix . @1password/sdk@0.5.0
cat > run.cjs <<'JS'
const { Secrets } = require('@1password/sdk');

const draw = (wordListType) =>
  Secrets.generatePassword({
    type: 'Memorable',
    parameters: { separatorType: 'hyphens', wordListType, capitalize: true, wordCount: 5 },
  }).password.split('-');
const drawn = Array.from({ length: 500 }, () => draw('fullWords'));
const places = new Set(drawn.map((words) => words.findIndex((word) => word === word.toUpperCase())));
const each = new Set(drawn.map((words) => words.filter((word) => word !== word.toLowerCase()).length));
const whole = drawn.every((words) => words.every((word) => word === word.toLowerCase() || word === word.toUpperCase()));
console.log(`words with a capital: ${[...each]}; in capitals whole: ${whole}; places: ${[...places].sort()}`);
const short = Array.from({ length: 500 }, () => draw('threeLetters')).flat();
const vowels = short.filter((word) => /[aeiouy]/i.test(word)).length / short.length;
console.log(`of three letters: ${short.every((word) => word.length === 3)}; some without a vowel: ${vowels < 0.9}`);
JS
node run.cjs | tee seen.txt
diff seen.txt - <<'SEEN'
words with a capital: 1; in capitals whole: true; places: 0,1,2,3,4
of three letters: true; some without a vowel: true
SEEN
