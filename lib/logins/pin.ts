// What counts as a PIN: short by purpose, so only the number of tries stands before it, and what thieves try first is
// refused.

/** Wrong tries until a PIN is gone. */
export const PIN_TRIES = 5;
const SHAPE = /^[\p{L}\p{Nd}]{4,12}$/u;

/** As keyboards may compose it differently; case counts. */
export const composedPin = (typed: string): string => typed.normalize('NFKC');

/** `shape`: not four to twelve letters or digits. `easy`: one sign again and again, a run, or a pair repeated. */
export function pinFault(typed: string): 'shape' | 'easy' | null {
  const pin = composedPin(typed);
  if (!SHAPE.test(pin)) return 'shape';
  const codes = Array.from(pin, (sign) => sign.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, at) => code - (codes[at] ?? 0));
  const isRun = steps.every((step) => step === steps[0] && Math.abs(step) <= 1);
  const isPair = codes.every((code, at) => code === codes[at % 2]);
  return isRun || isPair ? 'easy' : null;
}
