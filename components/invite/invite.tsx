// Inviting a person: my name there, my note of whom it is for, and the list of my invitations.

import { useSignal } from '@preact/signals';
import { ChevronRight, MailPlus } from 'lucide-preact';
import type { InvitationView } from '#app/views/invitations.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { go } from '../model/navigation.ts';
import { toHash } from '../model/route.ts';
import { Button } from '../ui/button.tsx';
import { SendForm, TextField } from '../ui/field.tsx';
import { Bar, Card, Notice, Section, Tag } from '../ui/surfaces.tsx';
import { fromNow } from '../ui/time.ts';
import type { InvitationsModel } from './model.ts';
import './invite.css';

function state(invitation: InvitationView, now: number): string {
  if (invitation.state !== 'open') return i18n.t(`invite.state.${invitation.state}`);
  return i18n.t('invite.expires', [fromNow(invitation.expiresAt, now)]);
}

function Given({ invitations }: { invitations: InvitationView[] }) {
  const { clock } = useApp();
  const now = clock.now();
  return (
    <Section title={i18n.t('invite.given')}>
      <ul class="invitations stack" style="--gap: 0; margin-inline: -16px">
        {invitations.map((invitation) => (
          <li key={invitation.id}>
            <a class="row" href={toHash({ at: 'invitation', id: invitation.id })}>
              <span class="grow">
                <span class="strong cut" style="display: block">
                  {invitation.label === '' ? i18n.t('invite.noLabel') : invitation.label}
                </span>
                <span class="small muted">
                  {i18n.t('invite.as', [invitation.name])} · {state(invitation, now)}
                </span>
              </span>
              {invitation.triedAgain && <Tag tone="warn">{i18n.t('invite.triedAgainTag')}</Tag>}
              <ChevronRight size={16} aria-hidden="true" />
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function NewInvitation({ model }: { model: InvitationsModel }) {
  const { worker } = useApp();
  const error = useSignal<string | null>(null);
  const failure = useSignal<string | null>(null);
  const create = useAction(async () => {
    const name = model.name.value.trim();
    if (name === '') {
      error.value = i18n.t('invite.nameEmpty');
      return;
    }
    failure.value = null;
    const outcome = await worker.createInvitation({ name, label: model.label.value.trim() });
    if (!outcome.ok) {
      failure.value = i18n.t(`invite.reason.${outcome.reason}`);
      return;
    }
    model.label.value = '';
    await model.reload();
    go({ at: 'invitation', id: outcome.invitation.id });
  });
  return (
    <SendForm class="stack" onSend={() => create.run()}>
      <p class="muted">{i18n.t('invite.lead')}</p>
      <TextField
        label={i18n.t('invite.name')}
        value={model.name}
        hint={i18n.t('invite.nameHint')}
        fault={error}
        maxLength={80}
        autocomplete="nickname"
      />
      <TextField label={i18n.t('invite.label')} value={model.label} hint={i18n.t('invite.labelHint')} maxLength={80} />
      {failure.value !== null && (
        <Notice tone="bad" live>
          {failure.value}
        </Notice>
      )}
      <Button kind="primary" wide busy={create.busy}>
        {i18n.t('invite.create')}
      </Button>
    </SendForm>
  );
}

/** The way to the other side of it. */
function GotOne() {
  return (
    <Card>
      <div class="line" style="--gap: 12px">
        <MailPlus size={20} aria-hidden="true" style="color: var(--accent); flex: none" />
        <div class="grow">
          <div class="strong">{i18n.t('accept.got')}</div>
          <div class="small muted">{i18n.t('accept.gotHint')}</div>
        </div>
        <Button small onPress={() => go({ at: 'accept', text: '' })}>
          {i18n.t('accept.open')}
        </Button>
      </div>
    </Card>
  );
}

export function Invite({ model }: { model: InvitationsModel }) {
  const given = model.value.value ?? [];
  return (
    <>
      <Bar title={i18n.t('invite.somebody')} onBack={() => go({ at: 'conversations' })} edged focus />
      <main class="scroll">
        <div class="body">
          <NewInvitation model={model} />
          <GotOne />
          {given.length > 0 && <Given invitations={given} />}
        </div>
      </main>
    </>
  );
}
