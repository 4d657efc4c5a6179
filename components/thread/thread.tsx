// One conversation: its head, its messages, the field for the next one.

import {
  Ban,
  ChevronLeft,
  Hourglass,
  Info,
  LogOut,
  MessageCircleOff,
  Paperclip,
  ShieldCheck,
  ShieldQuestion,
} from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { RelationshipView } from '#app/views/conversations.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { go } from '../model/navigation.ts';
import { toHash } from '../model/route.ts';
import { INVITATION_USED } from '../person/history.tsx';
import { BlockDialog, EndDialog, useStanding } from '../person/standing.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Emphasis } from '../ui/emphasis.tsx';
import { filesOf } from '../ui/file.ts';
import { ActionMenu } from '../ui/menu.tsx';
import { Wait } from '../ui/progress.tsx';
import { Bar, EmptyState, Notice } from '../ui/surfaces.tsx';
import { NoAnswer } from '../unlock/gate.tsx';
import { attachFiles } from './attach.ts';
import { Composer } from './composer.tsx';
import { Messages } from './messages.tsx';
import { createThread, type ThreadModel } from './model.ts';
import './attachment.css';
import './thread.css';

const home = () => go({ at: 'conversations' });

function Who({ relationship }: { relationship: RelationshipView }) {
  const { id, kind, name, picture, me, verified, standing } = relationship;
  const words = (mine: string) =>
    kind === 'site'
      ? i18n.t('thread.youAreHere', [mine])
      : standing === 'invited'
        ? i18n.t('thread.invited')
        : verified
          ? i18n.t('thread.verifiedAs', [mine])
          : i18n.t('thread.knowsYouAs', [mine]);
  return (
    <a class="who" href={toHash({ at: 'about', id })} title={i18n.t('thread.about', [name])}>
      <Avatar seed={picture} size={34} />
      <div class="grow">
        <h1 class="cut" tabIndex={-1}>
          {name}
        </h1>
        <div class="sub cut">
          {verified && (
            <ShieldCheck
              size={12}
              aria-hidden="true"
              style="vertical-align: -2px; color: var(--good); margin-inline-end: 3px"
            />
          )}
          <Emphasis words={words} on={me.name} />
        </div>
      </div>
    </a>
  );
}

function Foot({ relationship, model }: { relationship: RelationshipView; model: ThreadModel }) {
  const { standing, kind, name, history } = relationship;
  const acts = useStanding(relationship);
  if (standing === 'ended')
    return (
      <footer class="thread-foot">
        <Notice icon={LogOut}>
          {i18n.t(history.at(-1)?.detail === INVITATION_USED ? 'thread.invitationUsed' : 'thread.ended', [name])}
        </Notice>
      </footer>
    );
  if (standing === 'blocked')
    return (
      <footer class="thread-foot">
        <Notice
          icon={Ban}
          acts={
            <Button small busy={acts.unblock.busy} onPress={() => void acts.unblock.run()}>
              {i18n.t('person.unblock')}
            </Button>
          }
        >
          {i18n.t('thread.blocked', [name])}
        </Notice>
      </footer>
    );
  if (kind === 'site')
    return (
      <footer class="footline quiet">
        <MessageCircleOff size={15} aria-hidden="true" />
        {i18n.t('thread.siteNoReply')}
      </footer>
    );
  return (
    <>
      {relationship.startsAnew && (
        <div class="footline quiet">
          <Hourglass size={15} aria-hidden="true" />
          {i18n.t('thread.startsAnew', [name])}
        </div>
      )}
      <Composer model={model} name={name} relationship={relationship.id} />
    </>
  );
}

export interface ThreadProps {
  id: string;
  message?: string | undefined;
  /** Stands at the head until the conversation is here; empty: not known. */
  name: string;
}

export function Thread({ id, message, name }: ThreadProps) {
  const app = useApp();
  const model = useLifetime((lifetime) => createThread(app, id, lifetime));
  const relationship = model.relationship.value;

  if (!relationship)
    return (
      <>
        <Bar title={relationship === null ? '' : name} onBack={home} edged />
        {relationship === null ? (
          <EmptyState
            icon={MessageCircleOff}
            title={i18n.t('thread.goneTitle')}
            acts={<Button onPress={home}>{i18n.t('conversations.title')}</Button>}
          >
            {i18n.t('thread.goneText')}
          </EmptyState>
        ) : model.failed.value ? (
          <NoAnswer onRetry={() => void model.reload()} />
        ) : (
          <Wait />
        )}
      </>
    );
  return (
    <DropZone relationship={relationship}>
      <ThreadBar relationship={relationship} />
      <Messages model={model} relationship={relationship} wanted={message} />
      <Foot relationship={relationship} model={model} />
    </DropZone>
  );
}

/** Takes files that are dropped anywhere on the conversation, if the person can write there. */
function DropZone({ relationship, children }: { relationship: RelationshipView; children: ComponentChildren }) {
  const app = useApp();
  // Enter and leave come for every element below: the rest, when they cancel out, is for the whole.
  const [depth, setDepth] = useState(0);
  const { id, kind, standing, name } = relationship;
  const takes = kind === 'person' && standing !== 'ended' && standing !== 'blocked';
  const holds = (event: DragEvent) => takes && event.dataTransfer?.types.includes('Files') === true;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard has the button that chooses files
    <div
      class="drop-zone"
      onDragEnter={(event) => holds(event) && setDepth(depth + 1)}
      onDragLeave={(event) => holds(event) && setDepth(Math.max(0, depth - 1))}
      onDragOver={(event) => holds(event) && event.preventDefault()}
      onDrop={(event) => {
        setDepth(0);
        if (!holds(event)) return;
        event.preventDefault();
        void attachFiles(app, id, filesOf(event.dataTransfer));
      }}
    >
      {children}
      {depth > 0 && (
        <div class="drop-here" aria-hidden="true">
          <Paperclip size={22} />
          {i18n.t('attachment.dropHere', [name])}
        </div>
      )}
    </div>
  );
}

function ThreadBar({ relationship }: { relationship: RelationshipView }) {
  const acts = useStanding(relationship);
  const { worker } = useApp();
  const { id, kind, standing, verified } = relationship;
  const retract = useAction(async () => {
    await worker.retractNumbers({ relationship: id });
  });
  return (
    <header class="bar edged thread-bar">
      <IconButton icon={ChevronLeft} label={i18n.t('common.back')} onPress={home} />
      <Who relationship={relationship} />
      <ActionMenu
        label={i18n.t('thread.more')}
        items={[
          { label: i18n.t('thread.details'), icon: Info, onPress: () => go({ at: 'about', id }) },
          ...(verified
            ? [{ label: i18n.t('numbers.retract'), icon: ShieldQuestion, onPress: () => void retract.run() }]
            : []),
          ...(standing === 'blocked'
            ? [{ label: i18n.t('person.unblock'), icon: Ban, onPress: () => void acts.unblock.run() }]
            : [{ label: i18n.t('person.block'), icon: Ban, onPress: () => acts.ask('block') }]),
          { label: i18n.t(`person.end.${kind}`), icon: LogOut, danger: true, onPress: () => acts.ask('end') },
        ]}
      />
      <BlockDialog acts={acts} relationship={relationship} />
      <EndDialog acts={acts} relationship={relationship} />
    </header>
  );
}
