// `npm run bench:services`: what the services can do on this machine, with their peers beside them, and how near each
// part is to its floor. Options are those of `npm run bench`; README.md of the folder above describes the comparisons.
import { runParts } from '../run.ts';

await runParts(
  {
    floors: { run: async () => (await import('./floors.ts')).floors() },
    acceptance: {
      run: async () => (await import('./acceptance.ts')).acceptance(),
      open: async () => (await import('./acceptance.ts')).openAcceptance(),
    },
    profile: { run: async () => (await import('./profile.ts')).profile() },
    latency: { run: async () => (await import('./latency.ts')).latency() },
    submission: { open: async () => (await import('./submission.ts')).openSubmission() },
    sending: { run: async () => (await import('./sending.ts')).sending() },
    cluster: { open: async () => (await import('./cluster.ts')).openCluster() },
    scale: { run: async () => (await import('./scale.ts')).scale() },
    answers: { run: async () => (await import('./answers.ts')).answers() },
    memory: { run: async () => (await import('./memory.ts')).memory() },
    reconnect: { run: async () => (await import('./reconnect.ts')).reconnect() },
  },
  false,
);
