// All that the worker answers with, made of its context: one creation and one set of suggestions for both channels and
// the context menu.
import type { ServiceHealth } from '#app/show/connection.ts';
import type { ChosenTabs } from '#app/sites/chosen.ts';
import type { WorkerContext } from '../call/worker-context.ts';
import { HeldPage } from '../codes/held-page.ts';
import { contextMenuActs } from '../content/context-menu.ts';
import { content } from '../content/contract.ts';
import { contentHandlers } from '../content/handlers.ts';
import { type PageContract, page } from '../page/contract.ts';
import { pageHandlers } from '../page/handlers.ts';
import { Creation } from '../sites/creation.ts';
import type { FillPermits } from '../sites/fill-permits.ts';
import { Suggestions } from '../sites/suggestions.ts';
import type { GiveWay } from './give-way.ts';

export interface HandlerParts {
  readonly health: ServiceHealth;
  readonly chosen: ChosenTabs;
  readonly clock: Parameters<typeof contentHandlers>[3]['clock'];
  readonly keeping: Parameters<typeof contentHandlers>[3]['keeping'];
  readonly permits: FillPermits;
  readonly giveWay: GiveWay;
}

/** The import's own calls, and what pages ask again at each of its steps. */
const ASIDE: ReadonlySet<keyof PageContract> = new Set([
  ...(['stageImport', 'previewImport', 'commitImport', 'dropImport', 'imports', 'undoImport', 'putEntryFile'] as const),
  ...(['settings', 'siteChoices', 'entryPlaces', 'watch', 'findings', 'savedFile', 'connection'] as const),
]);

export function workerHandlers(context: WorkerContext, { health, giveWay, ...parts }: HandlerParts) {
  const suggestions = new Suggestions(context.entropy);
  const creation = new Creation(context, suggestions);
  const held = new HeldPage();
  const typed = { typed: parts.keeping.typed, chosen: parts.chosen };
  return {
    creation,
    contextMenu: contextMenuActs(context, held),
    page: {
      contract: page,
      handlers: giveWay.before(pageHandlers(context, { creation, health, permits: parts.permits, typed, held }), ASIDE),
    },
    content: { contract: content, handlers: giveWay.before(contentHandlers(context, suggestions, creation, parts)) },
  };
}
