// Everything about one relationship: who they are to me, who I am to them, how we know each other, and how to leave.

import { Ban, LogOut, UserRoundX } from 'lucide-preact';
import type { RelationshipView } from '#app/views/conversations.ts';
import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { go } from '../model/navigation.ts';
import { createResource } from '../model/resource.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { Emphasis } from '../ui/emphasis.tsx';
import { shownHost } from '../ui/host.ts';
import { Wait } from '../ui/progress.tsx';
import { Bar, EmptyState, Section, Tag } from '../ui/surfaces.tsx';
import { NoAnswer } from '../unlock/gate.tsx';
import { EditableFact } from './editable-fact.tsx';
import { History } from './history.tsx';
import { LoginFacts } from './login.tsx';
import { Numbers } from './numbers.tsx';
import { Reaching } from './reaching.tsx';
import { BlockDialog, EndDialog, useStanding } from './standing.tsx';
import './person.css';

function Leave({ relationship }: { relationship: RelationshipView }) {
  const acts = useStanding(relationship);
  return (
    <Section title={i18n.t('person.leave')}>
      <div class="acts">
        {relationship.standing === 'blocked' ? (
          <Button icon={Ban} busy={acts.unblock.busy} onPress={() => void acts.unblock.run()}>
            {i18n.t('person.unblock')}
          </Button>
        ) : (
          <Button icon={Ban} onPress={() => acts.ask('block')}>
            {i18n.t('person.block')}
          </Button>
        )}
        <Button kind="danger" icon={LogOut} onPress={() => acts.ask('end')}>
          {i18n.t(`person.end.${relationship.kind}`)}
        </Button>
      </div>
      <BlockDialog acts={acts} relationship={relationship} />
      <EndDialog acts={acts} relationship={relationship} />
    </Section>
  );
}

function Details({ relationship }: { relationship: RelationshipView }) {
  // In one piece: the picture of a screen, from top to bottom.
  const { worker } = useApp();
  const { id, kind, name, me, host, picture, theirServices, history, invitedByMe, standing } = relationship;
  return (
    <main class="scroll">
      <div class="body">
        <div class="about-head">
          <Avatar seed={picture} size={56} />
          <div class="grow">
            <h2>{name}</h2>
            <div class="muted">
              <Emphasis
                words={(mine) => i18n.t(kind === 'site' ? 'thread.youAreHere' : 'thread.knowsYouAs', [mine])}
                on={me.name}
              />
            </div>
            {standing !== 'active' && (
              <Tag tone={standing === 'invited' ? 'warn' : 'bad'}>{i18n.t(`person.standing.${standing}`)}</Tag>
            )}
          </div>
        </div>
        {(relationship.login ?? relationship.mask) && <LoginFacts relationship={relationship} />}
        {kind === 'person' && <Numbers relationship={relationship} />}
        <Section title={i18n.t('person.names')}>
          <ul class="facts">
            <EditableFact
              label={kind === 'site' ? i18n.t('person.siteName') : i18n.t('person.theirName')}
              value={name}
              hint={i18n.t('person.theirNameHint')}
              form={`their-name:${id}`}
              save={(next) => worker.rename({ relationship: id, name: next })}
            />
            <EditableFact
              label={kind === 'site' ? i18n.t('person.myNameSite') : i18n.t('person.myName')}
              value={me.name}
              hint={kind === 'site' ? i18n.t('person.myNameSiteHint') : i18n.t('person.myNameHint', [name])}
              form={`my-name:${id}`}
              save={(next) => worker.setMyName({ relationship: id, name: next })}
            />
            {host !== null && (
              <li class="fact">
                <div class="grow">
                  <div class="fact-name">{i18n.t('person.host')}</div>
                  <div class="fact-value">{host}</div>
                </div>
              </li>
            )}
          </ul>
        </Section>
        {standing !== 'blocked' && <Reaching relationship={relationship} />}
        <Section title={kind === 'site' ? i18n.t('history.siteTitle') : i18n.t('history.title', [name])}>
          <History events={history} name={name} invitedByMe={invitedByMe} />
        </Section>
        {theirServices.length > 0 && (
          <Section title={i18n.t('person.services', [name])}>
            <ul class="stack small muted" style="--gap: 4px">
              {theirServices.map((service) => (
                <li key={service} class="break">
                  {shownHost(service)}
                </li>
              ))}
            </ul>
          </Section>
        )}
        <Leave relationship={relationship} />
      </div>
    </main>
  );
}

export function About({ id }: { id: string }) {
  const app = useApp();
  const resource = useLifetime((lifetime) =>
    createResource(app, [`thread:${id}`], () => app.worker.relationship({ relationship: id }), lifetime),
  );
  const relationship = resource.value.value;
  return (
    <>
      <Bar title={relationship?.name ?? ''} onBack={() => go({ at: 'thread', id })} edged focus />
      {relationship ? (
        <Details relationship={relationship} />
      ) : relationship === null ? (
        <EmptyState icon={UserRoundX} title={i18n.t('thread.goneTitle')}>
          {i18n.t('thread.goneText')}
        </EmptyState>
      ) : resource.failed.value ? (
        <NoAnswer onRetry={() => void resource.reload()} />
      ) : (
        <Wait />
      )}
    </>
  );
}
