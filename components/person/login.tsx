// Who I am on a site: mask, user name, password.

import { useSignal } from '@preact/signals';
import { Clock, Pencil } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { RelationshipView } from '#app/views/conversations.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { failureText } from '../model/failure.ts';
import { go } from '../model/navigation.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { PassphraseField, SendForm, TextField } from '../ui/field.tsx';
import { Section } from '../ui/surfaces.tsx';
import { Switch } from '../ui/switch.tsx';
import { date } from '../ui/time.ts';
import { showToast } from '../ui/toast.tsx';
import { askPassword } from './ask-password.ts';
import { FormerMaskFact, NewMaskActs, NewMaskHint } from './new-mask.tsx';
import { OneTimeFact } from './one-time-fact.tsx';
import { RemoveOneTime } from './one-time-remove.tsx';
import { SecretFact } from './secret-fact.tsx';

type LoginView = NonNullable<RelationshipView['login']>;

function Password({ relationship, hasPassword }: { relationship: string; hasPassword: boolean }) {
  const { worker } = useApp();
  if (!hasPassword)
    return (
      <li class="fact">
        <div class="grow">
          <div class="fact-name">{i18n.t('login.password')}</div>
          <div class="fact-value muted">{i18n.t('login.noPassword')}</div>
        </div>
      </li>
    );
  return (
    <SecretFact
      name={i18n.t('login.password')}
      ask={() => askPassword(worker, relationship)}
      words={{
        show: i18n.t('login.showPassword'),
        hide: i18n.t('login.hidePassword'),
        copy: i18n.t('login.copyPassword'),
      }}
    />
  );
}

function EditLogin({ id, login, onDone }: { id: string; login: LoginView; onDone: () => void }) {
  const { worker } = useApp();
  const begun = useRef({ username: login.username, password: '' });
  const username = useSignal(login.username);
  const password = useSignal('');
  const loaded = useSignal(!login.hasPassword);
  const error = useSignal<string | null>(null);
  useEffect(() => {
    if (loaded.value) return;
    void askPassword(worker, id)
      .then((current) => {
        begun.current.password = current ?? '';
        if (password.value === '') password.value = current ?? '';
        loaded.value = true;
      })
      .catch((error: unknown) => showToast(failureText(error), 'bad'));
  }, [worker, id, loaded, password]);
  const save = useAction(async () => {
    if (password.value === '' && login.hasPassword) {
      error.value = i18n.t('login.passwordEmpty');
      return;
    }
    // What was not touched here may have changed elsewhere since.
    const changed = (now: string, before: string): string | null => (now === before ? null : now);
    const outcome = await worker.setPassword({
      relationship: id,
      username: changed(username.value.trim(), begun.current.username),
      password: changed(password.value, begun.current.password),
    });
    showToast(outcome.ok ? i18n.t('login.saved') : i18n.t('common.gone'), outcome.ok ? 'good' : 'bad');
    onDone();
  });
  return (
    <SendForm
      class="stack"
      style="--gap: 4px"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
      onSend={() => save.run()}
    >
      <TextField label={i18n.t('login.username')} value={username} maxLength={320} autofocus />
      <PassphraseField
        label={i18n.t('login.password')}
        value={password}
        autocomplete="new-password"
        hint={i18n.t('login.editHint')}
        fault={error}
      />
      <div class="acts">
        <Button kind="primary" busy={save.busy} disabled={!loaded.value}>
          {i18n.t('common.save')}
        </Button>
        <Button kind="quiet" onPress={onDone}>
          {i18n.t('common.cancel')}
        </Button>
      </div>
    </SendForm>
  );
}

/** Facts that a site knows of me: a mask, a log-in, or both. */
export function LoginFacts({ relationship }: { relationship: RelationshipView }) {
  // In one piece: the picture of a section, from top to bottom.
  const { worker } = useApp();
  const { login, mask, oneTimes } = relationship;
  const [editing, setEditing] = useState(false);
  const setMask = useAction(async (active: boolean) => {
    const outcome = await worker.setMaskActive({ relationship: relationship.id, active });
    if (!outcome.ok) showToast(i18n.t('login.maskUnreachable'), 'bad');
  });
  return (
    <Section title={i18n.t('login.title')}>
      {editing && login !== null ? (
        <EditLogin id={relationship.id} login={login} onDone={() => setEditing(false)} />
      ) : (
        <ul class="facts">
          {mask !== null && (
            <li class="fact">
              <div class="grow">
                <div class="fact-name">{i18n.t('login.mask')}</div>
                <div class="fact-value" dir="ltr">
                  {mask.address}
                </div>
              </div>
              <CopyButton text={mask.address} label={i18n.t('login.copyMask')} />
            </li>
          )}
          {mask !== null && <FormerMaskFact id={relationship.id} mask={mask} />}
          {login !== null &&
            login.username !== '' &&
            ![mask?.address, mask?.former?.address].includes(login.username) && (
              <li class="fact">
                <div class="grow">
                  <div class="fact-name">{i18n.t('login.username')}</div>
                  <div class="fact-value" dir="auto">
                    {login.username}
                  </div>
                </div>
                <CopyButton text={login.username} label={i18n.t('login.copyUsername')} />
              </li>
            )}
          {login !== null && <Password relationship={relationship.id} hasPassword={login.hasPassword} />}
          {oneTimes.map(({ issuer, account }, at) => (
            <OneTimeFact
              key={`${oneTimes.length} ${at}`}
              id={relationship.id}
              index={at}
              names={[issuer, account]}
              after={<RemoveOneTime id={relationship.id} index={at} names={{ issuer, account }} />}
            />
          ))}
        </ul>
      )}
      {!editing && (
        <div class="acts">
          {login !== null && (
            <Button small icon={Pencil} onPress={() => setEditing(true)}>
              {i18n.t('login.edit')}
            </Button>
          )}
          <Button small icon={Clock} onPress={() => go({ at: 'add-code', entry: relationship.id, by: '' })}>
            {i18n.t('codes.title')}
          </Button>
          {mask !== null && <NewMaskActs id={relationship.id} mask={mask} name="" />}
        </div>
      )}
      {mask !== null && <NewMaskHint mask={mask} />}
      {mask !== null && (
        <Switch
          on={mask.active}
          label={i18n.t('login.maskActive')}
          hint={mask.active ? i18n.t('login.maskOnHint') : i18n.t('login.maskOffHint')}
          busy={setMask.busy}
          onChange={(active) => void setMask.run(active)}
        />
      )}
      <p class="small muted">{i18n.t('login.since', [date(relationship.createdAt)])}</p>
    </Section>
  );
}
