// `npm run bench:services`: what the services can do on this machine, with their peers beside them, and how near each
// part is to its floor. `--json FILE` and `--only acceptance,…` as for `npm run bench`; README.md of the folder above
// describes the comparisons.
import { runParts } from '../run.ts';

await runParts({
  floors: async () => (await import('./floors.ts')).floors(),
  acceptance: async () => (await import('./acceptance.ts')).acceptance(),
  profile: async () => (await import('./profile.ts')).profile(),
  latency: async () => (await import('./latency.ts')).latency(),
  sending: async () => (await import('./sending.ts')).sending(),
  scale: async () => (await import('./scale.ts')).scale(),
  answers: async () => (await import('./answers.ts')).answers(),
  memory: async () => (await import('./memory.ts')).memory(),
  reconnect: async () => (await import('./reconnect.ts')).reconnect(),
});
