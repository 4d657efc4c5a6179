// One invitation, ready to be given: shown as a code, copied, saved or sent on; and what became of it.

import { Download, Share2, Ticket } from 'lucide-preact';
import { useMemo, useState } from 'preact/hooks';
import type { InvitationView } from '#app/views/invitations.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { useModule } from '../model/lazy.ts';
import { go } from '../model/navigation.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { saveFile } from '../ui/file.ts';
import { Wait } from '../ui/progress.tsx';
import { Bar, EmptyState, Notice, Section } from '../ui/surfaces.tsx';
import { date, fromNow } from '../ui/time.ts';
import { NoAnswer } from '../unlock/gate.tsx';
import type { InvitationsModel } from './model.ts';
import './invite.css';

const loadQr = () => import('./qr.ts');

function QrCode({ link }: { link: string }) {
  const module = useModule(loadQr);
  const code = useMemo(() => module?.qrPath(link), [module, link]);
  return (
    <div class="qr">
      {code && (
        <svg
          viewBox={`0 0 ${code.size} ${code.size}`}
          role="img"
          aria-label={i18n.t('invite.qr')}
          shape-rendering="crispEdges"
        >
          <path d={code.path} fill="currentColor" />
        </svg>
      )}
    </div>
  );
}

function Give({ invitation }: { invitation: InvitationView }) {
  const { link, bundle, label } = invitation;
  const text = link === null ? bundle : i18n.t('invite.shareText', [link]);
  const share = () => {
    void navigator.share({ text }).catch(() => {
      // Closing the system's dialog is an answer too.
    });
  };
  return (
    <>
      {link === null ? (
        <Notice icon={Ticket}>{i18n.t('invite.notHosted')}</Notice>
      ) : (
        <>
          <QrCode link={link} />
          <div class="link-box">
            <span class="grow cut mono small">{link}</span>
            <CopyButton text={link} label={i18n.t('invite.copyLink')} kind="primary">
              {i18n.t('invite.copyLink')}
            </CopyButton>
          </div>
        </>
      )}
      <div class="acts">
        {'share' in navigator && (
          <Button icon={Share2} onPress={share}>
            {i18n.t('invite.share')}
          </Button>
        )}
        <CopyButton text={text} label={i18n.t('invite.copyText')} small={false}>
          {i18n.t('invite.copyText')}
        </CopyButton>
        <Button
          icon={Download}
          onPress={() => saveFile(label === '' ? i18n.t('invite.file') : i18n.t('invite.fileFor', [label]), bundle)}
        >
          {i18n.t('invite.save')}
        </Button>
      </div>
      <p class="small muted">{i18n.t('invite.oneUse')}</p>
    </>
  );
}

function Shown({ invitation }: { invitation: InvitationView }) {
  const { worker, clock } = useApp();
  const [asking, setAsking] = useState(false);
  const withdraw = useAction(async () => {
    await worker.withdrawInvitation({ id: invitation.id });
    setAsking(false);
    go({ at: 'invite' });
  });
  const { state, relationship, name, triedAgain, expiresAt, createdAt } = invitation;
  return (
    <main class="scroll">
      <div class="body">
        <p class="muted">{i18n.t('invite.seesYouAs', [name])}</p>
        {triedAgain && <Notice tone="warn">{i18n.t('invite.triedAgain')}</Notice>}
        {state === 'open' ? (
          <>
            <Give invitation={invitation} />
            <Section title={i18n.t('invite.about')}>
              <p class="small muted">
                {i18n.t('invite.made', [date(createdAt)])} {i18n.t('invite.expires', [fromNow(expiresAt, clock.now())])}
              </p>
              <div>
                <Button kind="danger" small onPress={() => setAsking(true)}>
                  {i18n.t('invite.withdraw')}
                </Button>
              </div>
            </Section>
          </>
        ) : (
          <Notice
            tone={state === 'used' ? 'good' : 'info'}
            acts={
              relationship !== null && (
                <Button small onPress={() => go({ at: 'thread', id: relationship })}>
                  {i18n.t('invite.openConversation')}
                </Button>
              )
            }
          >
            {i18n.t(`invite.stateText.${state}`)}
          </Notice>
        )}
      </div>
      {asking && (
        <Dialog
          title={i18n.t('invite.withdrawTitle')}
          confirm={i18n.t('invite.withdraw')}
          danger
          busy={withdraw.busy}
          onConfirm={() => void withdraw.run()}
          onClose={() => setAsking(false)}
        >
          <p class="muted">{i18n.t('invite.withdrawText')}</p>
        </Dialog>
      )}
    </main>
  );
}

export function InvitationScreen({ id, model }: { id: string; model: InvitationsModel }) {
  const all = model.value.value;
  const invitation = all?.find((candidate) => candidate.id === id);
  const title = invitation?.label ? i18n.t('invite.for', [invitation.label]) : i18n.t('invite.title');
  return (
    <>
      <Bar title={title} onBack={() => go({ at: 'invite' })} edged focus />
      {invitation ? (
        <Shown invitation={invitation} />
      ) : all ? (
        <EmptyState icon={Ticket} title={i18n.t('invite.goneTitle')}>
          {i18n.t('invite.goneText')}
        </EmptyState>
      ) : model.failed.value ? (
        <NoAnswer onRetry={() => void model.reload()} />
      ) : (
        <Wait />
      )}
    </>
  );
}
