// What could be safer about log-ins: one page, the worst first, each with what mends it, and a way to pass it over.
import { ShieldCheck } from 'lucide-preact';
import { useEffect, useRef } from 'preact/hooks';
import type { FindingView, WatchView } from '#app/views/watch.ts';
import { i18n } from '#i18n';
import type { FindingReason } from '#logins/watch/findings.ts';
import { useChangePassword } from '../entries/change-password.tsx';
import { EntryMark } from '../entries/entries.tsx';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { go } from '../model/navigation.ts';
import { toHash } from '../model/route.ts';
import { NewMaskActs, NewMaskHint } from '../person/new-mask.tsx';
import { Button } from '../ui/button.tsx';
import { camel } from '../ui/key.ts';
import { Wait } from '../ui/progress.tsx';
import { Bar, EmptyState, Notice, Tag } from '../ui/surfaces.tsx';
import { showToast } from '../ui/toast.tsx';
import { NoAnswer } from '../unlock/gate.tsx';
import { LeaksCard } from './leaks.tsx';
import { createFindings, createWatch } from './model.ts';
import './watch.css';

/** Its trouble, in a line. */
function whatOf({ reason, count, names, others, time }: FindingView): string {
  const list = new Intl.ListFormat(undefined, { type: 'conjunction' });
  switch (reason) {
    case 'leaked':
      return i18n.t('watch.what.leaked', count, [new Intl.NumberFormat().format(count)]);
    case 'mask-leaked':
      return i18n.t('watch.what.maskLeaked', [list.format(names.slice(0, 3))]);
    case 'reused':
      return i18n.t('watch.what.reused', [list.format(namesOf(others, count))]);
    case 'weak':
      return i18n.t(`watch.what.weak.${time as 'instant' | 'minutes' | 'hours'}`);
    case 'plain-http':
      return i18n.t('watch.what.plainHttp', [list.format(names.slice(0, 3))]);
    case 'old':
      return i18n.t('watch.what.old', count, [count]);
    case 'two-factor':
      return i18n.t('watch.what.twoFactor');
  }
}

/** Some by name, and how many more there are. @param count of places, this one among them */
function namesOf(others: readonly string[], count: number): string[] {
  const named = others.slice(0, count - 1 > 3 ? 2 : 3).map((name) => name || i18n.t('entries.untitled'));
  const left = count - 1 - named.length;
  return left > 0 ? [...named, i18n.t('watch.more', left, [left])] : named;
}

/** The button that mends it. */
function Fix({ finding: { entry, reason } }: { finding: FindingView }) {
  const { worker } = useApp();
  const { id, title } = entry;
  const change = useChangePassword(id);
  const act = useAction(async () => {
    if (reason === 'plain-http') {
      const { ok } = await worker.useHttps({ entry: id });
      showToast(ok ? i18n.t('watch.https') : i18n.t('common.gone'), ok ? 'good' : 'bad');
    } else if (reason === 'mask-leaked') {
      const outcome = await worker.setMaskActive({ relationship: id, active: false });
      showToast(outcome.ok ? i18n.t('watch.maskOff') : i18n.t('login.maskUnreachable'), outcome.ok ? 'good' : 'bad');
    } else if (reason === 'two-factor') {
      go({ at: 'add-code', entry: id, by: '' });
    } else {
      await change.run();
    }
  });
  return (
    <Button
      small
      busy={act.busy}
      label={`${i18n.t(`watch.fix.${camel(reason)}`)}: ${title}`}
      onPress={() => void act.run()}
    >
      {i18n.t(`watch.fix.${camel(reason)}`)}
    </Button>
  );
}

function Ignore({ finding: { entry, reason }, ignored }: { finding: FindingView; ignored: boolean }) {
  const { worker } = useApp();
  const act = useAction(async () => {
    await worker.ignoreFinding({ entry: entry.id, reason, ignored: !ignored });
  });
  const words = i18n.t(ignored ? 'watch.unignore' : 'watch.ignore');
  return (
    <Button small kind="quiet" busy={act.busy} label={`${words}: ${entry.title}`} onPress={() => void act.run()}>
      {words}
    </Button>
  );
}

function Row({ finding, ignored }: { finding: FindingView; ignored: boolean }) {
  const { entry } = finding;
  const [username, place] = [entry.username, toHash({ at: 'entry', id: entry.id })];
  return (
    <li class="finding">
      <EntryMark entry={entry} size={32} />
      <div class="grow">
        <a class="strong cut" href={entry.hasPassword ? place : toHash({ at: 'thread', id: entry.id })}>
          {entry.title || i18n.t('entries.untitled')}
        </a>
        {username !== '' && <div class="small muted cut">{username}</div>}
        <div class="small">{whatOf(finding)}</div>
        {!ignored && finding.mask !== null && <NewMaskHint mask={finding.mask} />}
        <div class="acts">
          {!ignored && finding.mask !== null && (
            <NewMaskActs id={entry.id} mask={finding.mask} name={entry.title || i18n.t('entries.untitled')} />
          )}
          {!ignored && (finding.mask === null || finding.mask.takesNew) && <Fix finding={finding} />}
          <Ignore finding={finding} ignored={ignored} />
        </div>
      </div>
    </li>
  );
}

function Rows({ reason, label }: { reason: FindingReason | null; label: string }) {
  const app = useApp();
  const model = useLifetime((lifetime) => createFindings(app, reason, lifetime));
  const list = useRef<HTMLUListElement>(null);
  const more = useAction(() => model.more());
  const some = model.value.value;
  // The row that was answered goes, and the focus with it.
  useEffect(() => {
    if (document.activeElement === document.body) list.current?.querySelector('a')?.focus({ preventScroll: true });
  }, [some?.total]);
  if (some === undefined) return model.failed.value ? <NoAnswer onRetry={() => void model.reload()} /> : <Wait />;
  const left = some.total - some.items.length;
  return (
    <>
      <ul class="findings" ref={list} aria-label={label}>
        {some.items.map((finding) => (
          <Row key={`${finding.entry.id} ${finding.reason}`} finding={finding} ignored={reason === null} />
        ))}
      </ul>
      {left > 0 && (
        <Button small kind="quiet" busy={more.busy} onPress={() => void more.run()}>
          {i18n.t('common.showMore', left)}
        </Button>
      )}
    </>
  );
}

function Group({ reason, count }: { reason: FindingReason; count: number }) {
  const title = i18n.t(`watch.group.${camel(reason)}.title`);
  return (
    <section class="finding-group" aria-label={title}>
      <h2>
        {title} <Tag tone={TONES[reason]}>{count}</Tag>
      </h2>
      <p class="small muted">{i18n.t(`watch.group.${camel(reason)}.text`)}</p>
      <Rows reason={reason} label={title} />
    </section>
  );
}

const TONES = {
  leaked: 'bad',
  'mask-leaked': 'bad',
  reused: 'warn',
  weak: 'warn',
  'plain-http': 'warn',
  old: 'info',
  'two-factor': 'info',
} as const satisfies Record<FindingReason, string>;

function Summary({ view: { count, urgent, groups } }: { view: WatchView }) {
  if (urgent > 0)
    return (
      <Notice tone="warn" live>
        {i18n.t('watch.urgent', urgent, [urgent, count])}
      </Notice>
    );
  if (groups.length > 0)
    return (
      <Notice tone="good" live>
        {i18n.t('watch.nothingUrgent')}
      </Notice>
    );
  return (
    <EmptyState icon={ShieldCheck} title={i18n.t(count === 0 ? 'watch.emptyTitle' : 'watch.wellTitle')}>
      {count === 0 ? i18n.t('watch.emptyText') : i18n.t('watch.wellText', count, [count])}
    </EmptyState>
  );
}

function Whole({ view }: { view: WatchView }) {
  return (
    <main class="scroll">
      <div class="body watch">
        <Summary view={view} />
        <LeaksCard leaks={view.leaks} />
        {view.groups.map(({ reason, count }) => (
          <Group key={reason} reason={reason} count={count} />
        ))}
        {view.ignored > 0 && (
          <details>
            <summary>{i18n.t('watch.ignored', view.ignored, [view.ignored])}</summary>
            <Rows reason={null} label={i18n.t('watch.ignored', view.ignored, [view.ignored])} />
          </details>
        )}
        <p class="small muted">{i18n.t('watch.foot')}</p>
      </div>
    </main>
  );
}

export function WatchPage() {
  const app = useApp();
  const model = useLifetime((lifetime) => createWatch(app, lifetime));
  const view = model.value.value;
  return (
    <>
      <Bar title={i18n.t('watch.title')} onBack={() => go({ at: 'entries' })} edged focus />
      {view !== undefined ? (
        <Whole view={view} />
      ) : model.failed.value ? (
        <NoAnswer onRetry={() => void model.reload()} />
      ) : (
        <Wait label={i18n.t('watch.looking')} />
      )}
    </>
  );
}
