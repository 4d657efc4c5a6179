// `test` for stories of people: `alex` and `blair` have Nucleus set up, each in a browser of their own, and have just
// unlocked it; `newcomer` has just installed it.

import { Person } from './person.ts';
import { test as base } from './town.ts';

export const test = base.extend<{ alex: Person; blair: Person; newcomer: Person }>({
  alex: async ({ resident }, use) => use(await Person.awake('Alex', await resident('alex'))),
  blair: async ({ resident }, use) => use(await Person.awake('Blair', await resident('blair'))),
  newcomer: async ({ person }, use) => use(new Person('Newcomer', await person())),
});
