// The keys that open Nucleus from anywhere, as the browser has bound them, and the way to the browser's page that
// changes them.

import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { createShortcuts } from '../model/shortcuts.ts';
import { Button } from '../ui/button.tsx';
import { KeyList } from '../ui/keys.tsx';

export function ShortcutsSection() {
  const app = useApp();
  const model = useLifetime((lifetime) => createShortcuts(app, lifetime));
  const all = model.all.value;
  if (all === undefined || all.length === 0) return null;
  return (
    <div class="item">
      <div class="grow">
        <span class="strong" id="shortcuts">
          {i18n.t('options.behaviour.shortcuts')}
        </span>
        <span class="small muted" style="display: block">
          {i18n.t('options.behaviour.shortcutsHint')}
        </span>
      </div>
      <Button small onPress={() => void app.platform.shortcuts.change()}>
        {i18n.t('options.behaviour.shortcutsChange')}
      </Button>
      <KeyList
        labelledBy="shortcuts"
        rows={all.map(({ opens, keys }) => ({ does: i18n.t(`keys.opens.${opens}`), keys }))}
      />
    </div>
  );
}
