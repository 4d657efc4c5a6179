// All that is fuzzed: functions of this process, and what a running service offers to strangers.
import { callTargets } from './calls.ts';
import { endpointTargets } from './endpoints.ts';
import { formatTargets } from './formats.ts';
import { lineTargets } from './lines.ts';
import type { FuzzedService } from './service.ts';
import type { Target } from './target.ts';
import { TEXT_TARGETS } from './texts.ts';

export async function localTargets(): Promise<Target[]> {
  return [...(await formatTargets()), ...TEXT_TARGETS, ...callTargets()];
}

export function remoteTargets(service: FuzzedService): Target[] {
  return [...endpointTargets(service), ...lineTargets(service)];
}
