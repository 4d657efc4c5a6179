// Programs of others that a test holds ours against. `npm test` installs them if it may (demo/bootstrap.mjs); a test
// looks whether its own is here, and is left out with a sentence if not: `describe.skipIf(program === null)`.

import { type DebianProgram, debianPackage, findDebianProgram } from '#demo/bootstrap.mjs';

/** Its path (of `pykeepass`: that of a Python which has it); null, and a sentence on the terminal, if it is missing. */
export function debianProgram(name: DebianProgram): string | null {
  const path = findDebianProgram(name);
  if (path === undefined) {
    process.stderr.write(
      `${name} is not here, so tests against it are left out. Install Debian's ${debianPackage(name)}, ` +
        'or run npm test as root where apt-get is.\n',
    );
  }
  return path ?? null;
}
