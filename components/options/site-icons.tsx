// Whether sites are shown with the icons that the browser keeps of them, in browsers that show them to us.

import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { Switch } from '../ui/switch.tsx';
import { createSiteIconsAccess } from './site-icons-access.ts';

export function SiteIconsSection() {
  const app = useApp();
  const model = useLifetime(() => createSiteIconsAccess(app));
  const granted = model.granted.value;
  if (!app.platform.siteIcons.isOffered || granted === null) return null;
  return (
    <div class="item">
      <Switch
        on={granted}
        label={i18n.t('options.behaviour.icons')}
        hint={i18n.t(model.refused.value ? 'options.behaviour.iconsRefused' : 'options.behaviour.iconsHint')}
        onChange={(on) => void (on ? model.request() : model.giveBack())}
      />
    </div>
  );
}
