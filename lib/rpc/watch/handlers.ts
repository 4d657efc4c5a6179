// What could be safer about log-ins.
import { type Mask, mask } from '#app/records/mask.ts';
import { maskView } from '#app/show/relationship.ts';
import type { EntryRowView } from '#app/views/entries.ts';
import type { FindingView } from '#app/views/watch.ts';
import { ignoreFinding } from '#app/watch/ignore.ts';
import { useHttps } from '#app/watch/use-https.ts';
import { FINDING_REASONS, type Finding } from '#logins/watch/findings.ts';
import type { Handlers } from '../call/contract.ts';
import { openVaultOf, type WorkerContext } from '../call/worker-context.ts';
import { shownOf } from '../conversations/shown.ts';
import type { WatchContract } from './contract.ts';
import { watchingOf } from './watching.ts';

export function watchHandlers(context: WorkerContext): Handlers<WatchContract, unknown> {
  const opened = async () => {
    const open = await openVaultOf(context);
    return { ...open, ...watchingOf(open, context) };
  };
  return {
    async watch() {
      const { watch, leaks } = await opened();
      const [looked, allowed, unasked] = [await watch.look(), await leaks.isAllowed(), await watch.unasked(false)];
      // What it does not know yet, or not any more, is asked when the person looks.
      if (allowed && unasked.ids.length > 0 && leaks.progress.trouble === null) leaks.start('unasked');
      const { asked, askedAt } = unasked;
      const countOf = (reason: Finding['reason']): number =>
        looked.findings.filter((one) => one.reason === reason).length;
      return {
        count: looked.count,
        urgent: looked.urgent,
        groups: FINDING_REASONS.map((reason) => ({ reason, count: countOf(reason) })).filter(({ count }) => count > 0),
        ignored: looked.ignored.length,
        leaks: { ...leaks.progress, allowed, asked, askedAt },
      };
    },
    async findings({ reason, offset, limit }) {
      const open = await opened();
      const { findings, ignored } = await open.watch.look();
      const wanted = reason === null ? ignored : findings.filter((one) => one.reason === reason);
      const some = wanted.slice(offset, offset + limit);
      const rows = await shownOf(open).entries.rowsOf(some.flatMap(({ id, others }) => [id, ...others]));
      const masks = await open.app.store.read(some.map(({ id }) => mask(id)));
      const items = some.flatMap((one, at) =>
        viewOf(one, rows, one.reason === 'mask-leaked' ? (masks[at] ?? null) : null),
      );
      return { items, total: wanted.length };
    },
    async allowLeakCheck({ allowed }) {
      await (await opened()).leaks.allow(allowed);
      return null;
    },
    async checkLeaks({ every }) {
      const { leaks } = await opened();
      if (await leaks.isAllowed()) leaks.start(every ? 'all' : 'unasked');
      return null;
    },
    async stopLeakCheck() {
      (await opened()).leaks.stop();
      return null;
    },
    async ignoreFinding({ entry, reason, ignored }) {
      await ignoreFinding((await opened()).app, entry, reason, ignored);
      return null;
    },
    async useHttps({ entry }) {
      return { ok: await useHttps((await opened()).app, entry) };
    },
  };
}

/** Nothing of one that was deleted meanwhile. */
function viewOf(
  { id, reason, count, names, others, time }: Finding,
  rows: ReadonlyMap<string, EntryRowView>,
  held: Mask | null,
) {
  const entry = rows.get(id);
  if (entry === undefined) return [];
  const called = others.flatMap((other) => rows.get(other)?.title ?? []);
  const view: FindingView = { entry, reason, count, names, others: called, time, mask: held && maskView(held) };
  return [view];
}
