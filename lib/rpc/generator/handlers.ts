// The generator of our pages: how a person likes it, what it made lately.
import {
  clearGenerated,
  generatedLately,
  generatedText,
  keepDrawn,
  setGenerator,
  showGenerator,
} from '#app/logins/generated.ts';
import type { Handlers } from '../call/contract.ts';
import { openVaultOf, type WorkerContext } from '../call/worker-context.ts';
import type { GeneratorContract } from './contract.ts';

export function generatorHandlers(context: WorkerContext): Handlers<GeneratorContract, unknown> {
  const appOf = async () => (await openVaultOf(context)).app;
  return {
    async generator() {
      return showGenerator(await appOf());
    },
    async setGenerator(chosen) {
      await setGenerator(await appOf(), chosen);
      return null;
    },
    async keepDrawn({ replaces, ...drawn }) {
      return (await keepDrawn(await appOf(), drawn, replaces)) ? { ok: true } : { ok: false, reason: 'too-long' };
    },
    async generatedLately() {
      return generatedLately(await appOf());
    },
    async revealGenerated({ id }) {
      const text = await generatedText(await appOf(), id);
      return text === null ? { ok: false, reason: 'gone' } : { ok: true, text };
    },
    async clearGenerated() {
      await clearGenerated(await appOf());
      return null;
    },
  };
}
