// How they reach me: how soon I want to be told of their messages, and new addresses if theirs got into other hands.

import { RefreshCw } from 'lucide-preact';
import type { RelationshipView } from '#app/views/conversations.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { Section } from '../ui/surfaces.tsx';
import { showToast } from '../ui/toast.tsx';
import { StartAnew } from './start-anew.tsx';

const LATENCIES = ['now', 'batched', 'on-request'] as const satisfies readonly RelationshipView['latency'][];
const KEYS = { now: 'now', batched: 'batched', 'on-request': 'onRequest' } as const;

export function Reaching({ relationship }: { relationship: RelationshipView }) {
  const { worker } = useApp();
  const { id, kind, name, latency, standing } = relationship;
  const tell = useAction(async (next: RelationshipView['latency']) => {
    await worker.setLatency({ relationship: id, latency: next });
  });
  const replace = useAction(async () => {
    const outcome = await worker.replaceAddresses({ relationship: id });
    if (outcome.ok) showToast(i18n.t('person.addressesGiven', [name]));
    else showToast(i18n.t('person.addressesNotGiven', [name]), 'bad');
  });
  return (
    <Section title={i18n.t('person.reaching')}>
      <ul class="facts">
        <li class="fact reaching">
          <label class="strong" for="notify-me">
            {i18n.t('person.notify')}
          </label>
          <select
            id="notify-me"
            aria-describedby="notify-hint"
            value={latency}
            disabled={tell.busy}
            onChange={(event) => void tell.run(event.currentTarget.value as RelationshipView['latency'])}
          >
            {LATENCIES.map((one) => (
              <option key={one} value={one}>
                {i18n.t(`person.notifyMe.${KEYS[one]}`)}
              </option>
            ))}
          </select>
          <span class="small muted" id="notify-hint">
            {i18n.t(`person.notifyHint.${KEYS[latency]}`)}
          </span>
        </li>
        {kind === 'person' && standing === 'active' && (
          <li class="fact reaching">
            <div class="strong">{i18n.t('person.addresses', [name])}</div>
            <div class="small muted">{i18n.t('person.addressesHint', [name])}</div>
            <Button icon={RefreshCw} busy={replace.busy} onPress={() => void replace.run()}>
              {i18n.t('person.addressesRenew')}
            </Button>
          </li>
        )}
        {kind === 'person' && standing === 'active' && <StartAnew relationship={relationship} />}
      </ul>
    </Section>
  );
}
