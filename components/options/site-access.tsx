// Whether the browser lets Nucleus see pages, and asking for it in a click.

import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { createSiteAccess } from '../model/site-access.ts';
import { Button } from '../ui/button.tsx';
import { Tag } from '../ui/surfaces.tsx';

export function SiteAccess() {
  const app = useApp();
  const access = useLifetime(() => createSiteAccess(app));
  const granted = access.granted.value;
  return (
    <div class="item">
      <div class="grow">
        <span class="strong">{i18n.t('options.behaviour.access')}</span>
        <span class="small muted" style="display: block" id="site-access-hint">
          {i18n.t('options.behaviour.accessHint')}
        </span>
      </div>
      {granted === true && <Tag tone="good">{i18n.t('options.behaviour.accessGranted')}</Tag>}
      {granted === false && (
        <Button small kind="primary" describedBy="site-access-hint" onPress={() => void access.request()}>
          {i18n.t('ready.allow')}
        </Button>
      )}
    </div>
  );
}
