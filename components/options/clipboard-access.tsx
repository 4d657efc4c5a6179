// Whether copied passwords are taken off the clipboard again, and letting the browser ask for the permission that this
// needs.

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { Button } from '../ui/button.tsx';
import { askToLook, type MayLook, mayLook } from '../ui/clipboard.ts';
import { Tag } from '../ui/surfaces.tsx';

export function ClipboardAccess() {
  const may = useSignal<MayLook>('never');
  useEffect(() => {
    void mayLook().then((answer) => {
      may.value = answer;
    });
  }, [may]);
  const ask = useAction(async () => {
    may.value = await askToLook();
  });
  if (may.value === 'never') return null;
  return (
    <div class="item">
      <div class="grow">
        <span class="strong">{i18n.t('options.behaviour.clipboard')}</span>
        <span class="small muted" style="display: block" role="status" id="clipboard-hint">
          {i18n.t(may.value === 'denied' ? 'options.behaviour.clipboardDenied' : 'options.behaviour.clipboardHint')}
        </span>
      </div>
      {may.value === 'granted' && <Tag tone="good">{i18n.t('options.behaviour.accessGranted')}</Tag>}
      {may.value === 'prompt' && (
        <Button small describedBy="clipboard-hint" busy={ask.busy} onPress={() => void ask.run()}>
          {i18n.t('options.behaviour.clipboardAllow')}
        </Button>
      )}
    </div>
  );
}
