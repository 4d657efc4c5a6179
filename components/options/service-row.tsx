// One service: its state, its uses, and the actions on it.

import { ArrowDown, ArrowUp, Inbox, LogOut, Send, Undo2 } from 'lucide-preact';
import type { ServiceUse, ServiceView } from '#app/views/services.ts';
import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { shownHost } from '../ui/host.ts';
import { camel } from '../ui/key.ts';
import { ActionMenu, type MenuItem } from '../ui/menu.tsx';
import { Notice, Tag } from '../ui/surfaces.tsx';
import { fromNow } from '../ui/time.ts';
import { Leaving } from './leaving.tsx';
import { Permission, PermissionTag } from './permission.tsx';
import { rolesInWords } from './service-facts.tsx';

const TONES = { connected: 'good', polling: 'good', unreachable: 'warn', refusing: 'bad', otherKey: 'bad' } as const;

export interface ServiceRowProps {
  service: ServiceView;
  first: boolean;
  last: boolean;
  onPrefer: (by: -1 | 1) => void;
  onUse: (use: ServiceUse) => void;
  onLeave: (receivingOnly: boolean) => void;
  onAtOnce: () => void;
  onChange: () => Promise<void>;
}

function itemsOf({ service, first, last, onPrefer, onUse, onLeave }: ServiceRowProps): MenuItem[] {
  const { origin, roles, sends, receives, leaving } = service;
  const twofold = roles.includes('sending') && roles.includes('receiving');
  const items: MenuItem[] = [];
  if (!first) items.push({ label: i18n.t('options.services.prefer'), icon: ArrowUp, onPress: () => onPrefer(-1) });
  if (!last) items.push({ label: i18n.t('options.services.preferLess'), icon: ArrowDown, onPress: () => onPrefer(1) });
  if (twofold && !(sends && receives) && leaving === null)
    items.push({ label: i18n.t('options.services.use.both'), icon: Undo2, onPress: () => onUse('both') });
  if (twofold && sends && receives) {
    items.push({ label: i18n.t('options.services.use.sending'), icon: Send, onPress: () => onLeave(true) });
    items.push({ label: i18n.t('options.services.use.receiving'), icon: Inbox, onPress: () => onUse('receiving') });
  }
  if (leaving === null || sends) {
    const label = i18n.t('options.services.leaveIt', [shownHost(origin)]);
    items.push({ label, icon: LogOut, danger: true, onPress: () => onLeave(false) });
  }
  return items;
}

export function ServiceRow(props: ServiceRowProps) {
  const { service, onUse, onAtOnce, onChange } = props;
  const { clock } = useApp();
  const { origin, roles, state, answeredAt, missedSince, mailDomain, sends, receives, leaving, permission } = service;
  const host = shownHost(origin);
  const used = roles.filter((role) => (role === 'sending' ? sends : role === 'receiving' ? receives : true));
  const items = itemsOf(props);
  return (
    <div class="item service">
      <div class="grow">
        <div class="line wrap">
          <span class="service-host">{host}</span>
          {leaving?.state !== 'left' && leaving?.state !== 'closing' && (
            <Tag tone={TONES[state]}>{i18n.t(`options.services.state.${camel(state)}`)}</Tag>
          )}
          {leaving !== null && <Tag>{i18n.t(`options.services.leaving.tag.${leaving.state}`)}</Tag>}
          {permission !== null && permission.state !== 'ready' && leaving === null && (
            <PermissionTag permission={permission} />
          )}
        </div>
        <div class="small muted">
          {leaving?.state === 'leaving' && !sends ? i18n.t('options.services.leaving.does') : rolesInWords(used)}
          {mailDomain !== null && ` · @${mailDomain}`}
          {state !== 'connected' &&
            leaving === null &&
            ` · ${answeredAt === null ? i18n.t('options.services.never') : i18n.t('options.services.answered', [fromNow(answeredAt, clock.now())])}`}
        </div>
      </div>
      {items.length > 0 && <ActionMenu label={i18n.t('options.services.more', [host])} items={items} />}
      {permission !== null && leaving === null && <Permission permission={permission} host={host} />}
      {state === 'otherKey' && <Notice tone="bad">{i18n.t('options.services.otherKey', [host])}</Notice>}
      {state !== 'otherKey' && missedSince !== null && (
        <Notice tone="warn">{i18n.t('options.services.missed', [host, fromNow(missedSince, clock.now())])}</Notice>
      )}
      {leaving !== null && (
        <Leaving
          origin={origin}
          leaving={leaving}
          onStay={() => onUse('both')}
          onAtOnce={onAtOnce}
          onChange={onChange}
        />
      )}
    </div>
  );
}
