// One service in use: how it stands, what it does for me, and what can be done about it.

import { ArrowDown, ArrowUp, Trash2 } from 'lucide-preact';
import { i18n } from '#i18n';
import type { ServiceView } from '#rpc/views.ts';
import { useApp } from '../model/app.ts';
import { hostOf } from '../ui/host.ts';
import { camel } from '../ui/key.ts';
import { Menu } from '../ui/menu.tsx';
import { Notice, Tag } from '../ui/surfaces.tsx';
import { fromNow } from '../ui/time.ts';
import { rolesInWords } from './service-facts.tsx';

const TONES = { connected: 'good', polling: 'good', unreachable: 'warn', refusing: 'bad', otherKey: 'bad' } as const;

export interface ServiceRowProps {
  service: ServiceView;
  first: boolean;
  last: boolean;
  onPrefer: (by: -1 | 1) => void;
  onRemove: () => void;
}

export function ServiceRow({ service, first, last, onPrefer, onRemove }: ServiceRowProps) {
  const { clock } = useApp();
  const { origin, roles, state, answeredAt, missedSince, mailDomain, sends, receives } = service;
  const host = hostOf(origin);
  const used = roles.filter((role) => (role === 'sending' ? sends : role === 'receiving' ? receives : true));
  const items = [
    ...(first ? [] : [{ label: i18n.t('options.services.prefer'), icon: ArrowUp, onPress: () => onPrefer(-1) }]),
    ...(last ? [] : [{ label: i18n.t('options.services.preferLess'), icon: ArrowDown, onPress: () => onPrefer(1) }]),
    { label: i18n.t('options.services.remove', [host]), icon: Trash2, danger: true, onPress: onRemove },
  ];
  return (
    <div class="item service">
      <div class="grow">
        <div class="line wrap">
          <span class="service-host">{host}</span>
          <Tag tone={TONES[state]}>{i18n.t(`options.services.state.${camel(state)}`)}</Tag>
        </div>
        <div class="small muted">
          {rolesInWords(used)}
          {mailDomain !== null && ` · @${mailDomain}`}
          {state !== 'connected' &&
            ` · ${answeredAt === null ? i18n.t('options.services.never') : i18n.t('options.services.answered', [fromNow(answeredAt, clock.now())])}`}
        </div>
      </div>
      <Menu label={i18n.t('options.services.more', [host])} items={items} />
      {state === 'otherKey' && <Notice tone="bad">{i18n.t('options.services.otherKey', [host])}</Notice>}
      {state !== 'otherKey' && missedSince !== null && (
        <Notice tone="warn">{i18n.t('options.services.missed', [host, fromNow(missedSince, clock.now())])}</Notice>
      )}
    </div>
  );
}
