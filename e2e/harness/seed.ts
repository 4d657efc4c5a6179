// Property tests draw the same cases in every run, so that a run is repeatable; `FC_SEED=random npx vitest` explores
// others, `FC_SEED=123` repeats what a failure printed.
import { configureGlobal } from 'fast-check';

const wanted = process.env['FC_SEED'];
/** For what draws without fast-check. */
export const FC_SEED = wanted === 'random' ? Date.now() % 2 ** 32 : Number(wanted ?? 20_260);
if (wanted !== 'random') configureGlobal({ seed: FC_SEED });
