// Whether Nucleus is in the place of the browser's own password manager, and both ways between the two.

import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { createBrowserPasswords } from '../model/browser-passwords.ts';
import { useLifetime } from '../model/lifetime.ts';
import { Switch } from '../ui/switch.tsx';

export function BrowserPasswordsSection() {
  const app = useApp();
  const model = useLifetime(() => createBrowserPasswords(app));
  const keeper = model.keeper.value;
  if (keeper === null) return null;
  if (keeper === 'elsewhere')
    return (
      <div class="item">
        <div class="grow">
          <span class="strong">{i18n.t('options.behaviour.passwords')}</span>
          <span class="small muted" style="display: block">
            {i18n.t('options.behaviour.passwordsElsewhere')}
          </span>
        </div>
      </div>
    );
  return (
    <div class="item">
      <Switch
        on={keeper === 'nucleus'}
        label={i18n.t('options.behaviour.passwords')}
        hint={i18n.t(model.refused.value ? 'options.behaviour.passwordsRefused' : 'options.behaviour.passwordsHint')}
        onChange={(on) => void (on ? model.takeOver() : model.giveBack())}
      />
    </div>
  );
}
