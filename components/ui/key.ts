// The worker's codes are kebab-case; keys of strings may hold letters and digits only. `too-long` → `tooLong`, in the
// type as well, so that a code without words does not compile.

export type Camel<Code extends string> = Code extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Code;

export function camel<Code extends string>(code: Code): Camel<Code> {
  return code.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) as Camel<Code>;
}
