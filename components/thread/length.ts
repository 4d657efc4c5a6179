// How much of a message is left to type. What fits no envelope goes as a blob, so the limit is that of a draft.

/** UTF-16 units, as the page channel counts; at most three bytes each. */
export const LIMIT_CHARACTERS = 200_000;
/** From here on the number left is shown. */
const NEAR_CHARACTERS = LIMIT_CHARACTERS - 1000;

/** Characters left (negative: too many), or null while the limit is far. */
export function charactersLeft(text: string): number | null {
  return text.length < NEAR_CHARACTERS ? null : LIMIT_CHARACTERS - text.length;
}
