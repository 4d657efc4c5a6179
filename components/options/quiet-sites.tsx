// Sites on which Nucleus offers nothing, and taking one off the list.

import { X } from 'lucide-preact';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { IconButton } from '../ui/button.tsx';
import { Card } from '../ui/surfaces.tsx';
import type { SettingsModel } from './settings.ts';

export function QuietSites({ model }: { model: SettingsModel }) {
  const sites = model.value.value?.quietSites ?? [];
  const remove = useAction((site: string) => model.change({ quietSites: sites.filter((quiet) => quiet !== site) }));
  return (
    <Card>
      {sites.length === 0 && <div class="item muted">{i18n.t('options.quiet.none')}</div>}
      {sites.map((site) => (
        <div class="item" key={site}>
          <span class="grow break">{site}</span>
          <IconButton
            small
            icon={X}
            label={i18n.t('options.quiet.remove', [site])}
            onPress={() => void remove.run(site)}
          />
        </div>
      ))}
    </Card>
  );
}
