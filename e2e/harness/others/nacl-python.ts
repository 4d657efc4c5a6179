// A Python with PyNaCl, in which programs run that were written from our pages alone.
import { findPython } from '#demo/bootstrap.mjs';

/** Its path; null, and a sentence on the terminal, if none is here. */
export function naclPython(): string | null {
  const path = findPython();
  if (path === undefined)
    process.stderr.write(
      'No Python with PyNaCl is here, so tests in it are left out. npm test installs it if it may.\n',
    );
  return path ?? null;
}
