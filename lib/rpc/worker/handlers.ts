// All that the worker answers with, made of its context: one creation and one set of suggestions for both channels and
// the context menu.
import type { ServiceHealth } from '#app/show/connection.ts';
import type { ChosenTabs } from '#app/sites/chosen.ts';
import type { WorkerContext } from '../call/worker-context.ts';
import { contextMenuActs } from '../content/context-menu.ts';
import { content } from '../content/contract.ts';
import { contentHandlers } from '../content/handlers.ts';
import { page } from '../page/contract.ts';
import { pageHandlers } from '../page/handlers.ts';
import { Creation } from '../sites/creation.ts';
import { Suggestions } from '../sites/suggestions.ts';

export interface HandlerParts {
  readonly health: ServiceHealth;
  readonly chosen: ChosenTabs;
  readonly clock: Parameters<typeof contentHandlers>[3]['clock'];
}

export function workerHandlers(context: WorkerContext, { health, chosen, clock }: HandlerParts) {
  const suggestions = new Suggestions(context.entropy);
  const creation = new Creation(context, suggestions);
  return {
    creation,
    contextMenu: contextMenuActs(context, creation),
    page: { contract: page, handlers: pageHandlers(context, creation, health) },
    content: { contract: content, handlers: contentHandlers(context, suggestions, creation, { chosen, clock }) },
  };
}
