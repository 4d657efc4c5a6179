// A log-in that a correspondent shared: its name and sites as text alone, its password at a press, and a button that
// makes it an entry of one's own. Before that it fills nothing, and nothing of it is opened from here.
import { KeyRound } from 'lucide-preact';
import type { SharedLoginMessageView } from '#app/views/messages.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { go } from '../model/navigation.ts';
import { Fact } from '../person/fact.tsx';
import { SecretFact } from '../person/secret-fact.tsx';
import { Button } from '../ui/button.tsx';
import { date } from '../ui/time.ts';
import { showToast } from '../ui/toast.tsx';

interface SharedLoginProps {
  message: SharedLoginMessageView;
  relationship: string;
  /** How the other side is called. */
  name: string;
}

export function SharedLogin({ message, relationship, name }: SharedLoginProps) {
  const { worker } = useApp();
  const { id, mine, title, username, sites, hasPassword, hasNote, hasOneTime, kept, sentAt } = message;
  const keep = useAction(async () => {
    const origin = { name: i18n.t('sharing.origin'), value: i18n.t('sharing.originValue', [name, date(sentAt)]) };
    const outcome = await worker.keepSharedLogin({ relationship, message: id, origin });
    showToast(outcome.ok ? i18n.t('sharing.kept') : i18n.t('common.gone'), outcome.ok ? 'good' : 'bad');
  });
  const secret = async (part: 'password' | 'note') => {
    const outcome = await worker.revealSharedLogin({ relationship, message: id });
    return outcome.ok ? outcome[part] : null;
  };
  return (
    <div class="bubble shared-login" id={id} data-message={id}>
      <p class="strong">
        <KeyRound size={14} aria-hidden="true" />{' '}
        {mine ? i18n.t('sharing.mine', [title]) : i18n.t('sharing.theirs', [name, title])}
      </p>
      <ul class="facts">
        <Fact name={i18n.t('login.username')} value={username} />
        {hasPassword && <SecretFact name={i18n.t('login.password')} ask={() => secret('password')} />}
        {hasNote && <SecretFact name={i18n.t('entries.note')} ask={() => secret('note')} />}
        {/* Text, and no link: nobody vouches for where it leads. */}
        {sites.map((site) => (
          <Fact key={site} name={i18n.t('entries.site')} value={site} />
        ))}
      </ul>
      {hasOneTime && <p class="small">{i18n.t('sharing.withCode')}</p>}
      {!mine && kept === null && (
        <>
          <p class="small">{i18n.t('sharing.beforeKeep')}</p>
          <Button small kind="primary" busy={keep.busy} onPress={() => void keep.run()}>
            {i18n.t('sharing.keep')}
          </Button>
        </>
      )}
      {kept !== null && (
        <Button small onPress={() => go({ at: 'entry', id: kept })}>
          {i18n.t('sharing.open')}
        </Button>
      )}
    </div>
  );
}
