// One identity on the site in front of the person: who I am here, what to copy and fill, and its mail.

import { AtSign, Clock, KeyRound, MessageCircle, Timer, UserRound } from 'lucide-preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SiteIdentityView } from '#app/views/sites.ts';
import { i18n } from '#i18n';
import { SiteAvatar } from '../list/site-avatar.tsx';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { toHash } from '../model/route.ts';
import { askPassword } from '../person/ask-password.ts';
import { OneTimeValue } from '../person/one-time-fact.tsx';
import { ProposedQuestion } from '../person/proposed.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { camel } from '../ui/key.ts';
import { Badge, Tag } from '../ui/surfaces.tsx';
import { date, fromNow } from '../ui/time.ts';
import { showToast } from '../ui/toast.tsx';
import { useFill } from './fill.tsx';

/** Tells one of several identities on one site from the others. */
function sinceWhen({ createdAt, usedAt, isUnused }: SiteIdentityView, now: number): string {
  if (isUnused) return i18n.t('site.unused', [date(createdAt)]);
  return usedAt === null
    ? i18n.t('site.since', [date(createdAt)])
    : i18n.t('site.used', [date(createdAt), fromNow(usedAt, now)]);
}

interface CodeFactProps {
  relationship: string;
  code: NonNullable<SiteIdentityView['code']>;
  tab: number | undefined;
}

/** A code that came by mail, to be filled or copied. */
function CodeFact({ relationship, code, tab }: CodeFactProps) {
  const { worker, clock } = useApp();
  const fillCode = useAction(async () => {
    if (tab === undefined) return;
    const outcome = await worker.fillCode({ message: code.message, tabId: tab });
    if (outcome.ok) close();
    else showToast(i18n.t(`site.fillReason.${camel(outcome.reason)}`), 'bad');
  });
  return (
    <div class="fact">
      <Timer size={16} aria-hidden="true" />
      <div class="grow">
        <div class="code-digits">{code.digits}</div>
        <div class="small muted">
          {code.mailer === null
            ? i18n.t('site.codeCame', [fromNow(code.receivedAt, clock.now())])
            : i18n.t('site.codeByMailer', [fromNow(code.receivedAt, clock.now()), code.mailer])}
        </div>
      </div>
      {tab !== undefined && (
        <Button small kind="primary" busy={fillCode.busy} onPress={() => void fillCode.run()}>
          {i18n.t('site.fillCode')}
        </Button>
      )}
      <CopyButton
        text={code.digits}
        label={i18n.t('mail.copyCode')}
        onCopied={() => void worker.codeCopied({ relationship, message: code.message }).catch(() => {})}
      >
        {/* Beside *Fill* there is no room for the word. */}
        {tab === undefined ? i18n.t('common.copy') : undefined}
      </CopyButton>
    </div>
  );
}

/** The one-time codes of a log-in, each to be filled or copied. */
function OneTimeFacts({
  identity: { id, username, oneTimes },
  tab,
}: {
  identity: SiteIdentityView;
  tab: number | undefined;
}) {
  const { worker } = useApp();
  const fill = useAction(async (index: number) => {
    if (tab === undefined) return;
    const outcome = await worker.fillOneTime({ entry: id, index, tabId: tab });
    if (outcome.ok) close();
    else showToast(i18n.t(`site.fillReason.${camel(outcome.reason)}`), 'bad');
  });
  return (
    <>
      {oneTimes.map(({ account }, index) => (
        <div class="fact" key={index}>
          <Clock size={16} aria-hidden="true" />
          <OneTimeValue
            id={id}
            index={index}
            names={account === username ? [] : [account]}
            before={
              tab !== undefined && (
                <Button small busy={fill.busy} onPress={() => void fill.run(index)}>
                  {i18n.t('site.fillCode')}
                </Button>
              )
            }
          />
        </div>
      ))}
    </>
  );
}

/** Mask, user name and password, each to be copied. */
function LoginFactList({ identity }: { identity: SiteIdentityView }) {
  const { worker } = useApp();
  const { id, mask, username, hasPassword } = identity;
  return (
    <>
      {mask !== '' && (
        <div class="fact">
          <AtSign size={16} aria-hidden="true" />
          <span class="grow cut" dir="ltr" title={mask}>
            {mask}
          </span>
          <CopyButton text={mask} label={i18n.t('login.copyMask')} />
        </div>
      )}
      {username !== '' && username !== mask && (
        <div class="fact">
          <UserRound size={16} aria-hidden="true" />
          <span class="grow cut" dir="auto">
            {username}
          </span>
          <CopyButton text={username} label={i18n.t('login.copyUsername')} />
        </div>
      )}
      {hasPassword && (
        <div class="fact">
          <KeyRound size={16} aria-hidden="true" />
          <span class="grow mono" aria-hidden="true">
            ••••••••••••
          </span>
          <CopyButton secret text={() => askPassword(worker, id)} label={i18n.t('login.copyPassword')} />
        </div>
      )}
    </>
  );
}

export interface IdentityCardProps {
  identity: SiteIdentityView;
  /** As a person reads it. */
  site: string;
  tab: number | undefined;
  /** The only identity here: its fill button is the popup's primary one. */
  only: boolean;
  /** Its button takes the focus when the popup opens: Enter fills. */
  first: boolean;
}

export function IdentityCard({ identity, site, tab, only, first }: IdentityCardProps) {
  const { platform, clock } = useApp();
  const { id, name, picture, host, unread, maskPaused, code, proposedAt, proposedSeen } = identity;
  const { fill, words, sheet } = useFill(id, tab, name);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (first && document.activeElement === document.body) button.current?.focus({ preventScroll: true });
  }, [first]);
  return (
    <article class="card identity" aria-label={name}>
      <div class="head">
        <SiteAvatar id={id} seed={picture} host={host ?? site} size={44} />
        <div class="grow">
          <h2>{name}</h2>
          {host !== null && <div class="small strong">{i18n.t('site.ofHost', [host])}</div>}
          <div class="small muted">{sinceWhen(identity, clock.now())}</div>
        </div>
        {maskPaused && <Tag tone="warn">{i18n.t('site.maskPaused')}</Tag>}
      </div>
      {code && <CodeFact relationship={id} code={code} tab={tab} />}
      {proposedAt !== null && <ProposedQuestion entry={id} site={host ?? site} at={proposedAt} seen={proposedSeen} />}
      <LoginFactList identity={identity} />
      <OneTimeFacts identity={identity} tab={tab} />
      <div class="acts">
        {tab !== undefined && (
          <Button
            anchor={button}
            kind={only ? 'primary' : 'plain'}
            grow
            busy={fill.busy}
            onPress={() => void fill.run()}
          >
            {words}
          </Button>
        )}
        {sheet}
        <Button grow icon={MessageCircle} onPress={() => void platform.openPanel(toHash({ at: 'thread', id }))}>
          {i18n.t('site.messages')} <Badge count={unread} label={i18n.t('conversations.unread', unread)} />
        </Button>
      </div>
    </article>
  );
}
