// One identity on the site in front of the person: who I am here, what to copy and fill, and its mail.

import { useSignal } from '@preact/signals';
import { AtSign, KeyRound, MessageCircle, Timer, UserRound } from 'lucide-preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SiteIdentityView } from '#app/views/sites.ts';
import { i18n } from '#i18n';
import { SiteAvatar } from '../list/site-avatar.tsx';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { toHash } from '../model/route.ts';
import { askPassword } from '../person/login.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { camel } from '../ui/key.ts';
import { Badge, Tag } from '../ui/surfaces.tsx';
import { date, fromNow } from '../ui/time.ts';
import { showToast } from '../ui/toast.tsx';

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

/** Mask, user name and password, each to be copied. */
function LoginFactList({ identity }: { identity: SiteIdentityView }) {
  const { worker } = useApp();
  const { id, mask, username, hasPassword } = identity;
  return (
    <>
      {mask !== '' && (
        <div class="fact">
          <AtSign size={16} aria-hidden="true" />
          <span class="grow cut" title={mask}>
            {mask}
          </span>
          <CopyButton text={mask} label={i18n.t('login.copyMask')} />
        </div>
      )}
      {username !== '' && username !== mask && (
        <div class="fact">
          <UserRound size={16} aria-hidden="true" />
          <span class="grow cut">{username}</span>
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
  const { worker, platform, clock } = useApp();
  const { id, name, picture, unread, maskPaused, code } = identity;
  /** The host of a frame in which the form is: named before it is filled. */
  const framed = useSignal<string | null>(null);
  const fill = useAction(async () => {
    if (tab === undefined) return;
    const host = framed.value;
    const outcome = await worker.fillTab({ relationship: id, tabId: tab, ...(host === null ? {} : { host }) });
    if (outcome.ok && outcome.framed !== null) framed.value = outcome.framed;
    else if (outcome.ok) close();
    else showToast(i18n.t(`site.fillReason.${camel(outcome.reason)}`), 'bad');
  });
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (first && document.activeElement === document.body) button.current?.focus({ preventScroll: true });
  }, [first]);
  return (
    <article class="card identity" aria-label={name}>
      <div class="head">
        <SiteAvatar id={id} seed={picture} host={site} size={44} />
        <div class="grow">
          <h2>{name}</h2>
          <div class="small muted">{sinceWhen(identity, clock.now())}</div>
        </div>
        {maskPaused && <Tag tone="warn">{i18n.t('site.maskPaused')}</Tag>}
      </div>
      {code && <CodeFact relationship={id} code={code} tab={tab} />}
      <LoginFactList identity={identity} />
      <div class="acts">
        {tab !== undefined && (
          <Button
            anchor={button}
            kind={only ? 'primary' : 'plain'}
            grow
            busy={fill.busy}
            onPress={() => void fill.run()}
          >
            {framed.value === null ? i18n.t('site.fill') : i18n.t('site.fillFrame', [framed.value])}
          </Button>
        )}
        <Button grow icon={MessageCircle} onPress={() => void platform.openPanel(toHash({ at: 'thread', id }))}>
          {i18n.t('site.messages')} <Badge count={unread} label={i18n.t('conversations.unread', unread)} />
        </Button>
      </div>
    </article>
  );
}
