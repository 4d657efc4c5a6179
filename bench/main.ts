// `npm run bench`: runs every part and prints its rows; `--json FILE` writes them too; `--only core,…` runs some parts.
// A part is a module that exports a function of its own name giving rows: add it to the table below.
import { runParts } from './run.ts';

await runParts({
  core: async () => (await import('./core.ts')).core(),
  worker: async () => (await import('./worker.ts')).worker(),
  unlock: async () => (await import('./unlock.ts')).unlock(),
  paint: async () => (await import('./paint.ts')).paint(),
  'catch-up': async () => (await import('./catch-up.ts')).catchUp(),
  enter: async () => (await import('./enter.ts')).enter(),
  autofill: async () => (await import('./autofill.ts')).autofill(),
  mark: async () => (await import('./mark.ts')).mark(),
});
