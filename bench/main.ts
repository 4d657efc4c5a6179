// `npm run bench`: runs every part and prints its rows; `--json FILE` writes them too; `--only core,…` runs some parts;
// `--against REVISION` measures another revision beside, in turns. A part is a module that exports a function: add it
// to the table below, by `run` if it gives its rows at once, by `open` if it is measured in turns.
import { runParts } from './run.ts';

await runParts(
  {
    core: { run: async () => (await import('./core.ts')).core() },
    worker: { run: async () => (await import('./worker.ts')).worker() },
    unlock: { run: async () => (await import('./unlock.ts')).unlock() },
    paint: { run: async () => (await import('./paint.ts')).paint() },
    enter: { open: async () => (await import('./enter.ts')).openEnter() },
    'catch-up': { open: async () => (await import('./catch-up.ts')).openCatchUp() },
    panel: { open: async () => (await import('./panel.ts')).openPanel() },
    parts: { open: async () => (await import('./parts.ts')).openParts() },
    handshake: { open: async () => (await import('./core.ts')).openHandshake() },
    tokens: { open: async () => (await import('./tokens.ts')).openTokens() },
    import: {
      run: async () => (await import('./logins/import.ts')).importBeside(),
      open: async () => (await import('./logins/import.ts')).openImport(),
    },
    importing: { run: async () => (await import('./logins/importing.ts')).importing() },
    finding: { run: async () => (await import('./logins/finding.ts')).finding() },
    keepass: { run: async () => (await import('./logins/keepass.ts')).keepass() },
    autofill: { run: async () => (await import('./autofill.ts')).autofill() },
    mark: { run: async () => (await import('./mark.ts')).mark() },
  },
  true,
);
