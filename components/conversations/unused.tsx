// One question about all identities that were made and never used: a line above the list, and a sheet in which each is
// kept or deleted.

import { UserRoundX } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { UnusedIdentityView } from '#app/views/sites.ts';
import { i18n } from '#i18n';
import { SiteAvatar } from '../list/site-avatar.tsx';
import { useAction } from '../model/action.ts';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/dialog.tsx';
import { Notice } from '../ui/surfaces.tsx';
import { date } from '../ui/time.ts';
import type { UnusedModel } from './unused-model.ts';
import './unused.css';

function Row({ identity, model }: { identity: UnusedIdentityView; model: UnusedModel }) {
  const { id, name, picture, site, mask, createdAt } = identity;
  const answer = useAction((keeps: boolean) => (keeps ? model.keep(id) : model.remove(id)));
  return (
    <li class="unused">
      <SiteAvatar id={id} seed={picture} host={site} size={32} />
      <div class="grow">
        <div class="strong">{name}</div>
        <div class="small muted">{i18n.t('unused.of', [site, date(createdAt)])}</div>
        <div class="small muted cut" title={mask}>
          {mask}
        </div>
        <div class="acts">
          <Button
            small
            busy={answer.busy}
            label={i18n.t('unused.keepIt', [name])}
            onPress={() => void answer.run(true)}
          >
            {i18n.t('unused.keep')}
          </Button>
          <Button
            small
            kind="danger"
            busy={answer.busy}
            label={i18n.t('unused.deleteIt', [name])}
            onPress={() => void answer.run(false)}
          >
            {i18n.t('unused.delete')}
          </Button>
        </div>
      </div>
    </li>
  );
}

function Question({
  identities,
  model,
  onClose,
}: {
  identities: UnusedIdentityView[];
  model: UnusedModel;
  onClose: () => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  // The row that was answered goes, and the focus with it.
  useEffect(() => {
    if (document.activeElement === document.body || document.activeElement?.localName === 'dialog')
      list.current?.querySelector('button')?.focus();
  }, [identities.length]);
  return (
    <Sheet
      title={i18n.t('unused.title')}
      onClose={onClose}
      foot={<Button onPress={onClose}>{i18n.t('common.close')}</Button>}
    >
      <p class="muted">{i18n.t('unused.text')}</p>
      <ul class="unused-list" ref={list}>
        {identities.map((identity) => (
          <Row key={identity.id} identity={identity} model={model} />
        ))}
      </ul>
    </Sheet>
  );
}

export function Unused({ model }: { model: UnusedModel }) {
  const [isAsked, setAsked] = useState(false);
  const identities = model.value.value ?? [];
  const isDone = identities.length === 0;
  useEffect(() => {
    if (!isDone || !isAsked) return;
    setAsked(false);
    // The button that opened the sheet is gone with it.
    document.querySelector<HTMLElement>('.bar h1')?.focus();
  }, [isDone, isAsked]);
  if (isDone) return null;
  return (
    <div class="above-list">
      <Notice
        icon={UserRoundX}
        acts={
          <Button small onPress={() => setAsked(true)}>
            {i18n.t('unused.look')}
          </Button>
        }
      >
        {i18n.t('unused.notice', identities.length)}
      </Notice>
      {isAsked && <Question identities={identities} model={model} onClose={() => setAsked(false)} />}
    </div>
  );
}
