// All that is fuzzed. `local` targets are functions of this process; `remote` ones talk to a service that is started for them.
import { callTargets } from './calls.ts';
import { formatTargets } from './formats.ts';
import type { Target } from './target.ts';
import { TEXT_TARGETS } from './texts.ts';

export async function localTargets(): Promise<Target[]> {
  return [...(await formatTargets()), ...TEXT_TARGETS, ...callTargets()];
}
