// The last step: the permission to help on sites, asked for in the click, and three things to try.

import { CircleCheck, KeyRound, Mail, UserRoundPlus } from 'lucide-preact';
import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { toHash } from '../model/route.ts';
import { createSiteAccess } from '../model/site-access.ts';
import { Button, type Icon } from '../ui/button.tsx';
import { Notice } from '../ui/surfaces.tsx';
import { BringStep } from './bring.tsx';
import { BrowserPasswordsStep } from './browser-passwords.tsx';
import { Pin } from './pin.tsx';
import { Step } from './step.tsx';

const TRIES: { icon: Icon; key: 'signUp' | 'mail' | 'invite' }[] = [
  { icon: KeyRound, key: 'signUp' },
  { icon: Mail, key: 'mail' },
  { icon: UserRoundPlus, key: 'invite' },
];

export function Ready() {
  const app = useApp();
  const access = useLifetime(() => createSiteAccess(app));
  const granted = access.granted.value;
  return (
    <Step
      title={granted === true ? i18n.t('ready.title') : i18n.t('ready.titleAlmost')}
      lead={granted === true ? i18n.t('ready.leadGranted') : i18n.t('ready.lead')}
    >
      {granted === true ? (
        <Notice tone="good" icon={CircleCheck} live>
          {i18n.t('ready.granted')}
        </Notice>
      ) : (
        <div class="stack">
          <p>{i18n.t('ready.accessText')}</p>
          <Button kind="primary" wide onPress={() => void access.request()}>
            {i18n.t('ready.allow')}
          </Button>
          <p class="small muted" role="status">
            {access.refused.value ? i18n.t('ready.refused') : i18n.t('ready.accessHint')}
          </p>
        </div>
      )}
      <ul class="tries to-do">
        <BringStep />
        <BrowserPasswordsStep />
        <Pin />
      </ul>
      <ul class="tries">
        {TRIES.map(({ icon: Mark, key }) => (
          <li key={key}>
            <span class="mark">
              <Mark size={18} aria-hidden="true" />
            </span>
            <div>
              <div class="strong">{i18n.t(`ready.try.${key}.title`)}</div>
              <div class="muted small">
                {key === 'signUp' && granted !== true
                  ? i18n.t('ready.try.signUp.textByButton')
                  : i18n.t(`ready.try.${key}.text`)}
              </div>
            </div>
          </li>
        ))}
      </ul>
      <div class="end">
        <Button
          kind={granted ? 'primary' : 'plain'}
          wide
          onPress={() => void app.platform.openPanel(toHash({ at: 'conversations' }))}
        >
          {i18n.t('ready.openPanel')}
        </Button>
      </div>
    </Step>
  );
}
