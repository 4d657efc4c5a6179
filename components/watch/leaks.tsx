// Asking about leaks: off until the person says so, with words about what leaves the device; how far it is; how it
// ended.
import type { WatchView } from '#app/views/watch.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { camel } from '../ui/key.ts';
import { Card, Notice } from '../ui/surfaces.tsx';
import { Switch } from '../ui/switch.tsx';
import { date } from '../ui/time.ts';

type Leaks = WatchView['leaks'];

function Running({ leaks: { done, total } }: { leaks: Leaks }) {
  const { worker } = useApp();
  const stop = useAction(async () => {
    await worker.stopLeakCheck();
  });
  const words = total === 0 ? i18n.t('watch.leaks.beginning') : i18n.t('watch.leaks.running', [done, total]);
  return (
    <div class="leaks-running">
      <progress {...(total === 0 ? {} : { max: total, value: done })} aria-label={words} />
      <span class="small muted grow">{words}</span>
      <Button small kind="quiet" busy={stop.busy} onPress={() => void stop.run()}>
        {i18n.t('watch.leaks.stop')}
      </Button>
    </div>
  );
}

function Standing({ leaks: { trouble, asked, askedAt } }: { leaks: Leaks }) {
  const { worker } = useApp();
  const check = useAction(async (every: boolean) => {
    await worker.checkLeaks({ every });
  });
  if (trouble !== null)
    return (
      <Notice
        tone={trouble === 'stopped' ? 'info' : 'warn'}
        live
        acts={
          <Button small busy={check.busy} onPress={() => void check.run(false)}>
            {i18n.t(trouble === 'stopped' ? 'watch.leaks.goOn' : 'watch.leaks.tryAgain')}
          </Button>
        }
      >
        {i18n.t(`watch.leaks.trouble.${camel(trouble)}`)}
      </Notice>
    );
  if (askedAt === null) return null;
  return (
    <div class="leaks-running">
      <span class="small muted grow" role="status">
        {i18n.t('watch.leaks.asked', asked, [asked, date(askedAt)])}
      </span>
      <Button small kind="quiet" busy={check.busy} onPress={() => void check.run(true)}>
        {i18n.t('watch.leaks.askAgain')}
      </Button>
    </div>
  );
}

export function LeaksCard({ leaks }: { leaks: Leaks }) {
  const { worker } = useApp();
  const allow = useAction(async (allowed: boolean) => {
    await worker.allowLeakCheck({ allowed });
  });
  return (
    <Card>
      <Switch
        on={leaks.allowed}
        label={i18n.t('watch.leaks.allow')}
        hint={i18n.t('watch.leaks.hint')}
        busy={allow.busy}
        onChange={(on) => void allow.run(on)}
      />
      {leaks.allowed && (leaks.running ? <Running leaks={leaks} /> : <Standing leaks={leaks} />)}
    </Card>
  );
}
