// The button of Nucleus lies behind the browser's puzzle piece until the person brings it out; nothing else says so.

import { Pin as PinIcon, Puzzle } from 'lucide-preact';
import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { ToDo } from './to-do.tsx';
import { createToolbar } from './toolbar.ts';

export function Pin() {
  const app = useApp();
  const toolbar = useLifetime((lifetime) => createToolbar(app, lifetime));
  const hasButton = toolbar.hasButton.value;
  if (hasButton === null) return null;
  return (
    <ToDo icon={Puzzle} title={i18n.t('ready.pin.title')} done={hasButton}>
      {hasButton ? (
        i18n.t('ready.pin.done')
      ) : (
        <>
          {i18n.t('ready.pin.text')}
          <span class="pin-way" aria-hidden="true">
            <Puzzle size={16} /> → <PinIcon size={16} />
          </span>
        </>
      )}
    </ToDo>
  );
}
