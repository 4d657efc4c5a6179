// The browser's own password manager would offer to save each password that Nucleus makes: asked once, in one sentence.

import { KeyRound } from 'lucide-preact';
import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { createBrowserPasswords } from '../model/browser-passwords.ts';
import { useLifetime } from '../model/lifetime.ts';
import { Button } from '../ui/button.tsx';
import { ToDo } from './to-do.tsx';

export function BrowserPasswordsStep() {
  const app = useApp();
  const model = useLifetime(() => createBrowserPasswords(app));
  const keeper = model.keeper.value;
  if (keeper === null || keeper === 'elsewhere') return null;
  return (
    <ToDo
      icon={KeyRound}
      title={i18n.t('ready.passwords.title')}
      done={keeper === 'nucleus'}
      act={
        <Button small onPress={() => void model.takeOver()}>
          {i18n.t('ready.passwords.act')}
        </Button>
      }
    >
      {keeper === 'nucleus'
        ? i18n.t('ready.passwords.done')
        : model.refused.value
          ? i18n.t('ready.passwords.refused')
          : i18n.t('ready.passwords.text')}
    </ToDo>
  );
}
