// A new mask in the place of one that leaked: made at a press, given to the site by the person, who then says so; and
// the old one, which takes mail until it is switched off.
import { ExternalLink } from 'lucide-preact';
import type { RelationshipView } from '#app/views/conversations.ts';
import { webUrl } from '#bytes/web-url.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { type App, useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { shownHost } from '../ui/host.ts';
import { camel } from '../ui/key.ts';
import { showToast } from '../ui/toast.tsx';

type MaskView = NonNullable<RelationshipView['mask']>;

interface Props {
  id: string;
  mask: MaskView;
  /** What the buttons are of, for one who hears them alone. */
  name: string;
}

/** The site's page for one's account, as for a change of password: the site may be asked for it first. */
async function openAccount(
  { worker, platform }: Pick<App, 'worker' | 'platform'>,
  id: string,
  address: string,
): Promise<void> {
  const page = await worker.changePage({ entry: id });
  if (!page.ok) return showToast(i18n.t(page.reason === 'gone' ? 'common.gone' : 'changing.noAddress'), 'bad');
  platform.openLink(page.url);
  showToast(i18n.t('login.accountOpened', [shownHost(webUrl(page.url)?.origin ?? ''), address]));
}

function useNewMask({ id, mask }: Props) {
  const app = useApp();
  return useAction(async () => {
    const made = await app.worker.newMask({ relationship: id, shown: mask.address });
    if (!made.ok) return showToast(i18n.t(`login.newMaskFailed.${camel(made.reason)}`), 'bad');
    await openAccount(app, id, made.address);
  });
}

function useOldMask(id: string) {
  const { worker } = useApp();
  return useAction(async (active: boolean) => {
    const outcome = await worker.setMaskActive({ relationship: id, active, former: true });
    const done = active ? i18n.t('login.oldMaskBack') : i18n.t('watch.maskOff');
    showToast(outcome.ok ? done : i18n.t('login.maskUnreachable'), outcome.ok ? 'good' : 'bad');
  });
}

/** The next step, and no other: make it, say that the site has it, switch the old one off. */
export function NewMaskActs(props: Props) {
  const app = useApp();
  const { worker } = app;
  const { id, mask, name } = props;
  const { former } = mask;
  const make = useNewMask(props);
  const open = useAction(() => openAccount(app, id, mask.address));
  const old = useOldMask(id);
  const told = useAction(async () => {
    await worker.siteHasNewMask({ relationship: id });
  });
  const label = (words: string): string => (name === '' ? words : `${words}: ${name}`);
  if (mask.takesNew)
    return (
      <Button small label={label(i18n.t('login.newMask'))} busy={make.busy} onPress={() => void make.run()}>
        {i18n.t('login.newMask')}
      </Button>
    );
  if (former === null) return null;
  return (
    <>
      {!former.siteHasNew && (
        <>
          <Button small label={label(i18n.t('login.siteHasNew'))} busy={told.busy} onPress={() => void told.run()}>
            {i18n.t('login.siteHasNew')}
          </Button>
          <Button
            small
            kind="quiet"
            icon={ExternalLink}
            label={label(i18n.t('login.openAccount'))}
            busy={open.busy}
            onPress={() => void open.run()}
          >
            {i18n.t('login.openAccount')}
          </Button>
        </>
      )}
      {former.siteHasNew && former.active && (
        <Button small label={label(i18n.t('login.oldMaskOff'))} busy={old.busy} onPress={() => void old.run(false)}>
          {i18n.t('login.oldMaskOff')}
        </Button>
      )}
    </>
  );
}

/** What the person has to do next, in words; nothing while there is one mask alone. */
export function NewMaskHint({ mask: { address, former } }: { mask: MaskView }) {
  if (former === null || (former.siteHasNew && !former.active)) return null;
  return (
    <p class="small muted">
      {former.siteHasNew ? i18n.t('login.oldMaskStill', [former.address]) : i18n.t('login.giveNewMask', [address])}
    </p>
  );
}

export function FormerMaskFact({ id, mask: { former } }: { id: string; mask: MaskView }) {
  const old = useOldMask(id);
  if (former === null) return null;
  return (
    <li class="fact">
      <div class="grow">
        <div class="fact-name">{i18n.t(former.active ? 'login.oldMask' : 'login.oldMaskIsOff')}</div>
        <div class="fact-value muted" dir="ltr">
          {former.address}
        </div>
      </div>
      {!former.active && (
        <Button small busy={old.busy} onPress={() => void old.run(true)}>
          {i18n.t('login.oldMaskOn')}
        </Button>
      )}
      <CopyButton text={former.address} label={i18n.t('login.copyOldMask')} />
    </li>
  );
}
