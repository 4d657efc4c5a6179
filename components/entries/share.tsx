// Sharing a log-in: with whom, what goes along, and that it cannot be taken back.

import { useSignal } from '@preact/signals';
import { Share2, TriangleAlert } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import type { ConversationView } from '#app/views/conversations.ts';
import type { EntryView } from '#app/views/entries.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp, type Worker } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { camel } from '../ui/key.ts';
import { Wait } from '../ui/progress.tsx';
import { Notice } from '../ui/surfaces.tsx';
import { Chips, Switch } from '../ui/switch.tsx';
import { showToast } from '../ui/toast.tsx';

/** Asked for at a time, until all are there. */
const TOGETHER = 200;
/** More are found by their names. */
const MOST_SHOWN = 20;

export function ShareEntry({ entry }: { entry: EntryView }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={Share2} onPress={() => setOpen(true)}>
        {i18n.t('sharing.share')}
      </Button>
      {open && <Share entry={entry} onClose={() => setOpen(false)} />}
    </>
  );
}

/** People who can be written to; undefined: not known yet. */
function usePeople(): readonly ConversationView[] | undefined {
  const { worker } = useApp();
  const [people, setPeople] = useState<readonly ConversationView[]>();
  useEffect(() => {
    void everybody(worker).then(
      (items) => setPeople(items.filter(({ standing }) => standing === 'active')),
      () => showToast(i18n.t('failure.noAnswer'), 'bad'),
    );
  }, [worker]);
  return people;
}

async function everybody(worker: Worker): Promise<ConversationView[]> {
  // By id: the list may move between two questions.
  const found = new Map<string, ConversationView>();
  for (let offset = 0, total = 1; offset < total; offset += TOGETHER) {
    const answer = await worker.conversations({ kind: 'person', offset, limit: TOGETHER });
    for (const one of answer.items) found.set(one.id, one);
    total = answer.total;
  }
  return [...found.values()];
}

interface WithWhomProps {
  people: readonly ConversationView[];
  chosen: string;
  choose: (id: string) => void;
}

function WithWhom({ people, chosen, choose }: WithWhomProps) {
  const query = useSignal('');
  const wanted = query.value.trim().toLocaleLowerCase();
  const fit = people.filter(({ id, name }) => id === chosen || name.toLocaleLowerCase().includes(wanted));
  // The one that is chosen stays in sight.
  const shown = [...fit].sort((a, b) => Number(b.id === chosen) - Number(a.id === chosen)).slice(0, MOST_SHOWN);
  return (
    <>
      {people.length > MOST_SHOWN && (
        <TextField label={i18n.t('sharing.find')} value={query} hint={i18n.t('sharing.found', fit.length)} />
      )}
      <Chips
        label={i18n.t('sharing.with')}
        value={chosen}
        options={shown.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={choose}
      />
    </>
  );
}

function Share({ entry, onClose }: { entry: EntryView; onClose: () => void }) {
  const { worker, randomId } = useApp();
  // One for each time it is opened: a second press sends nothing.
  const [nonce] = useState(randomId);
  const people = usePeople();
  const [chosen, choose] = useState<string | null>(null);
  const [parts, setParts] = useState({ note: false, oneTime: false });
  const to = people?.find(({ id }) => id === chosen) ?? (people?.length === 1 ? people[0] : undefined);
  const share = useAction(async () => {
    if (to === undefined) return;
    const outcome = await worker.shareLogin({ entry: entry.id, relationship: to.id, nonce, parts });
    if (outcome.ok) showToast(i18n.t('sharing.sent', [to.name]));
    else showToast(i18n.t(`sharing.refused.${camel(outcome.reason)}`, [to.name]), 'bad');
    onClose();
  });
  return (
    <Dialog
      title={i18n.t('sharing.title', [entry.title || i18n.t('entries.untitled')])}
      confirm={to === undefined ? i18n.t('sharing.share') : i18n.t('sharing.shareWith', [to.name])}
      ready={to !== undefined}
      busy={share.busy}
      onConfirm={() => void share.run()}
      onClose={onClose}
    >
      {people === undefined && <Wait />}
      {people?.length === 0 && <p>{i18n.t('sharing.nobody')}</p>}
      {people !== undefined && people.length > 0 && (
        <>
          <WithWhom people={people} chosen={to?.id ?? ''} choose={choose} />
          <Goes entry={entry} parts={parts} onChange={setParts} />
          <Notice tone="warn" icon={TriangleAlert}>
            {i18n.t('sharing.forGood')}
          </Notice>
        </>
      )}
    </Dialog>
  );
}

interface Parts {
  note: boolean;
  oneTime: boolean;
}

/** The parts that are sent. */
function Goes({ entry, parts, onChange }: { entry: EntryView; parts: Parts; onChange: (parts: Parts) => void }) {
  const sites = entry.sites.filter(({ match }) => match !== 'never').map(({ url }) => url);
  const sent = [
    entry.username || entry.email || entry.mask,
    entry.hasPassword ? i18n.t('login.password') : '',
    ...sites.slice(0, 8),
  ].filter(Boolean);
  return (
    <>
      <p class="small muted">{i18n.t('sharing.goes')}</p>
      <ul class="small shared-parts">
        {sent.map((part) => (
          <li key={part}>{part}</li>
        ))}
      </ul>
      {entry.note !== '' && (
        <Switch on={parts.note} label={i18n.t('sharing.note')} onChange={(note) => onChange({ ...parts, note })} />
      )}
      {entry.oneTimes.length > 0 && (
        <Switch
          on={parts.oneTime}
          label={i18n.t('sharing.oneTime')}
          hint={i18n.t('sharing.oneTimeHint')}
          onChange={(oneTime) => onChange({ ...parts, oneTime })}
        />
      )}
    </>
  );
}
