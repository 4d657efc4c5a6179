// A service that is being left: who moved, who did not yet, when it is safe, and the two ways out: staying, or leaving
// at once.

import type { LeavingView } from '#app/views/services.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { shownHost } from '../ui/host.ts';
import { date } from '../ui/time.ts';

export interface LeavingProps {
  origin: string;
  leaving: LeavingView;
  onStay: () => void;
  onAtOnce: () => void;
  onChange: () => Promise<void>;
}

export function Leaving({ origin, leaving, onStay, onAtOnce, onChange }: LeavingProps) {
  const { worker } = useApp();
  const { state, since } = leaving;
  const forget = useAction(async () => {
    await worker.forgetService({ origin });
    await onChange();
  });
  if (state !== 'leaving') {
    const words = state === 'left' ? 'options.services.leaving.left' : 'options.services.leaving.closing';
    return (
      <div class="leaving" role="status">
        <p>{i18n.t(words, [shownHost(origin), date(since)])}</p>
        <div class="acts">
          <Button small busy={forget.busy} onPress={() => void forget.run()}>
            {i18n.t('options.services.leaving.seen')}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div class="leaving">
      <Moved leaving={leaving} />
      <div class="acts">
        <Button small onPress={onStay}>
          {i18n.t('options.services.leaving.stay')}
        </Button>
        <Button small kind="quiet" onPress={onAtOnce}>
          {i18n.t('options.services.leaving.atOnce')}
        </Button>
      </div>
    </div>
  );
}

/** The progress, whom it waits for, and until when: one sentence each. */
function Moved({ leaving }: { leaving: LeavingView }) {
  const { people, masks, invitations, waitingFor, safeAt } = leaving;
  const all = people.all + masks.all;
  const moved = people.moved + masks.moved;
  const others = people.all - people.moved - waitingFor.length;
  const names = others > 0 ? [...waitingFor, i18n.t('options.services.leaving.others', others)] : waitingFor;
  const label = i18n.t('options.services.leaving.progress', [moved, all]);
  return (
    <>
      {all > 0 && <progress max={all} value={moved} aria-label={label} />}
      <p>
        {people.all > 0 && i18n.t('options.services.leaving.people', [people.moved, people.all])}{' '}
        {masks.all > 0 && i18n.t('options.services.leaving.masks', [masks.moved, masks.all])}{' '}
        {names.length > 0 && i18n.t('options.services.leaving.waitingFor', [new Intl.ListFormat().format(names)])}{' '}
        {invitations > 0 && i18n.t('options.services.leaving.invitations', invitations)}
      </p>
      <p>
        {safeAt === null
          ? i18n.t('options.services.leaving.finding')
          : i18n.t(`options.services.leaving.${moved < all ? 'safeAtLatest' : 'safe'}`, [date(safeAt)])}
      </p>
    </>
  );
}
