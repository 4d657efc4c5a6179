// How Nucleus behaves: when it locks, whether it tells me of news, whether and when others learn that I
// have read.

import type { SettingsView } from '#app/views/vault.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { Wait } from '../ui/progress.tsx';
import { Card } from '../ui/surfaces.tsx';
import { Switch } from '../ui/switch.tsx';
import { NoAnswer } from '../unlock/gate.tsx';
import { BrowserPasswordsSection } from './browser-passwords.tsx';
import { ClipboardAccess } from './clipboard-access.tsx';
import type { SettingsModel } from './settings.ts';
import { ShortcutsSection } from './shortcuts.tsx';
import { SiteAccess } from './site-access.tsx';
import { SiteIconsSection } from './site-icons.tsx';

const CHOICES_MINUTES = [5, 15, 60, 240, 480, 1440, 0];

function label(minutes: number): string {
  if (minutes === 0) return i18n.t('options.behaviour.never');
  const hours = minutes / 60;
  const [value, unit] = minutes < 60 ? [minutes, 'minute'] : [hours, 'hour'];
  return new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

export function Behaviour({ model }: { model: SettingsModel }) {
  // In one piece: the picture of a screen, a setting a row.
  const change = useAction((next: Partial<SettingsView>) => model.change(next));
  const settings = model.value.value;
  if (!settings) return model.failed.value ? <NoAnswer onRetry={() => void model.reload()} /> : <Wait />;
  const choices = CHOICES_MINUTES.includes(settings.autoLockMinutes)
    ? CHOICES_MINUTES
    : [settings.autoLockMinutes, ...CHOICES_MINUTES];
  return (
    <Card>
      <div class="item">
        <div class="grow">
          <label class="strong" for="auto-lock">
            {i18n.t('options.behaviour.lock')}
          </label>
          <div class="small muted" id="auto-lock-hint">
            {i18n.t('options.behaviour.lockHint')}
          </div>
        </div>
        <select
          id="auto-lock"
          aria-describedby="auto-lock-hint"
          value={settings.autoLockMinutes}
          onChange={(event) => void change.run({ autoLockMinutes: Number(event.currentTarget.value) })}
        >
          {choices.map((minutes) => (
            <option key={minutes} value={minutes}>
              {label(minutes)}
            </option>
          ))}
        </select>
      </div>
      <div class="item">
        <Switch
          on={settings.notifications}
          label={i18n.t('options.behaviour.notifications')}
          hint={i18n.t('options.behaviour.notificationsHint')}
          onChange={(notifications) => void change.run({ notifications })}
        />
      </div>
      <div class="item">
        <Switch
          on={settings.readReceipts}
          label={i18n.t('options.behaviour.receipts')}
          hint={i18n.t('options.behaviour.receiptsHint')}
          onChange={(readReceipts) => void change.run({ readReceipts })}
        />
      </div>
      <div class="item">
        <Switch
          on={settings.receivedReceipts}
          label={i18n.t('options.behaviour.arrived')}
          hint={i18n.t('options.behaviour.arrivedHint')}
          onChange={(receivedReceipts) => void change.run({ receivedReceipts })}
        />
      </div>
      <div class="item">
        <Switch
          on={settings.automaticDelay !== 'none'}
          label={i18n.t('options.behaviour.hide')}
          hint={i18n.t('options.behaviour.hideHint')}
          onChange={(on) => void change.run({ automaticDelay: on ? 'ten-minutes' : 'none' })}
        />
      </div>
      <SiteAccess />
      <SiteIconsSection />
      <BrowserPasswordsSection />
      <ClipboardAccess />
      <ShortcutsSection />
    </Card>
  );
}
