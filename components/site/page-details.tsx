// Cards and addresses for the page in front, if it has fields for them.
import { useSignal } from '@preact/signals';
import { CreditCard, MapPin } from 'lucide-preact';
import { useEffect } from 'preact/hooks';
import type { DetailRows } from '#app/views/entries.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { Button, type Icon } from '../ui/button.tsx';
import { camel } from '../ui/key.ts';
import { Card } from '../ui/surfaces.tsx';
import { showToast } from '../ui/toast.tsx';

interface RowProps {
  what: 'card' | 'address';
  id: string;
  name: string;
  about: string;
  icon: Icon;
  tab: number;
  /** As the popup shows it. */
  site: string;
}

function Row({ what, id, name, about, icon: Mark, tab, site }: RowProps) {
  const { worker } = useApp();
  const fill = useAction(async () => {
    const outcome = await worker.fillTabDetails({ id, what, tabId: tab, site });
    if (outcome.ok) close();
    else showToast(i18n.t(`site.fillReason.${camel(outcome.reason)}`), 'bad');
  });
  const words = i18n.t('site.fillCode');
  return (
    <div class="fact">
      <Mark size={16} aria-hidden="true" />
      <div class="grow">
        <div class="cut">{name}</div>
        <div class="small muted cut">{about}</div>
      </div>
      <Button small label={`${words}: ${name}`} busy={fill.busy} onPress={() => void fill.run()}>
        {words}
      </Button>
    </div>
  );
}

/** @param access whether our script is in the page; else the browser lets it in at a press alone */
export function PageDetails({ tab, site, access }: { tab: number; site: string; access: boolean }) {
  const { worker } = useApp();
  const rows = useSignal<DetailRows | null>(null);
  const look = useAction(async () => {
    rows.value = await worker.pageDetails({ tabId: tab, enters: true });
    const { cards, addresses } = rows.value;
    if (cards.length + addresses.length === 0) showToast(i18n.t('site.fillReason.noForm'), 'bad');
  });
  useEffect(() => {
    if (!access) return;
    worker
      .pageDetails({ tabId: tab, enters: false })
      .then((found) => {
        rows.value = found;
      })
      // The rest of the popup says that nobody answers.
      .catch(() => {});
  }, [worker, tab, access, rows]);
  if (rows.value === null && !access)
    return (
      <Button small kind="quiet" icon={CreditCard} busy={look.busy} onPress={() => void look.run()}>
        {i18n.t('site.findDetails')}
      </Button>
    );
  const { cards = [], addresses = [] } = rows.value ?? {};
  if (cards.length + addresses.length === 0) return null;
  return (
    <Card label={i18n.t('site.details')}>
      {cards.map(({ id, title, ending, about }) => (
        <Row
          key={id}
          {...{ id, tab, site, what: 'card', icon: CreditCard }}
          name={ending === '' ? title : i18n.t('site.cardEnding', [ending])}
          about={[ending === '' ? '' : title, about].filter(Boolean).join(' · ')}
        />
      ))}
      {addresses.map(({ id, title, about }) => (
        <Row key={id} {...{ id, tab, site, what: 'address', icon: MapPin }} name={title} about={about} />
      ))}
    </Card>
  );
}
