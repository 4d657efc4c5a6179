// A sentence with one part of it made strong, for any order of words in the language.

/** Stands for the part while the sentence is made; no name holds it. */
const PLACE = '\u0001';

export function Emphasis({ words, on }: { words: (part: string) => string; on: string }) {
  const [before = '', after] = words(PLACE).split(PLACE);
  return (
    <>
      {before}
      {after !== undefined && <b>{on}</b>}
      {after}
    </>
  );
}
