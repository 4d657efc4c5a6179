// Stands in for the package `vitest` inside a browser page: the module under test registers its tests here, and
// `in-browser.ts` has them run by number from outside. Only the part of vitest that contract tests use exists; `expect`
// is vitest's own.

// biome-ignore lint/performance/noBarrelFile: this module is what `vitest` means in a page
export { expect } from 'vitest';

type Hook = () => unknown;
type Group = { name: string; before: Hook[]; after: Hook[]; parent: Group | null };
type Test = { name: string; group: Group; body: Hook };

const tests: Test[] = [];
let group: Group = { name: '', before: [], after: [], parent: null };

export function describe(name: string, body: () => void): void {
  const parent = group;
  group = { name: parent.name ? `${parent.name} > ${name}` : name, before: [], after: [], parent };
  body();
  group = parent;
}

export function it(name: string, body: Hook): void {
  tests.push({ name: group.name ? `${group.name} > ${name}` : name, group, body });
}
export const test = it;

export const beforeEach = (hook: Hook): void => void group.before.push(hook);
export const afterEach = (hook: Hook): void => void group.after.push(hook);

/** Outermost first. */
const lineage = (of: Group | null): Group[] => (of ? [...lineage(of.parent), of] : []);

/** Null if the test passes, else the message and stack of what it threw. */
async function run(index: number): Promise<{ message: string; stack: string } | null> {
  const { group: own, body } = tests[index] as Test;
  try {
    for (const { before } of lineage(own)) for (const hook of before) await hook();
    try {
      await body();
    } finally {
      for (const { after } of lineage(own).reverse()) for (const hook of after) await hook();
    }
    return null;
  } catch (error) {
    return error instanceof Error
      ? { message: `${error.name}: ${error.message}`, stack: error.stack ?? '' }
      : { message: String(error), stack: '' };
  }
}

export type InPage = { names: string[]; run: typeof run };
Object.assign(globalThis, {
  inPage: {
    get names() {
      return tests.map(({ name }) => name);
    },
    run,
  } satisfies InPage,
});
