// Sites on which Nucleus offers nothing, and those whose log-ins it does not ask about; taking one off either list.

import { X } from 'lucide-preact';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { IconButton } from '../ui/button.tsx';
import { Card } from '../ui/surfaces.tsx';
import type { SettingsModel } from './settings.ts';

type Listed = 'quietSites' | 'unaskedSites';

function Sites({ model, list, label }: { model: SettingsModel; list: Listed; label: (site: string) => string }) {
  const sites = model.value.value?.[list] ?? [];
  const remove = useAction((site: string) => model.change({ [list]: sites.filter((one) => one !== site) }));
  return sites.map((site) => (
    <div class="item" key={site}>
      <span class="grow break">{site}</span>
      <IconButton small icon={X} label={label(site)} onPress={() => void remove.run(site)} />
    </div>
  ));
}

export function QuietSites({ model }: { model: SettingsModel }) {
  const { quietSites = [], unaskedSites = [] } = model.value.value ?? {};
  return (
    <>
      <Card>
        {quietSites.length === 0 && <div class="item muted">{i18n.t('options.quiet.none')}</div>}
        <Sites model={model} list="quietSites" label={(site) => i18n.t('options.quiet.remove', [site])} />
      </Card>
      {unaskedSites.length > 0 && (
        <>
          <p class="muted">{i18n.t('options.quiet.unasked')}</p>
          <Card>
            <Sites model={model} list="unaskedSites" label={(site) => i18n.t('options.quiet.ask', [site])} />
          </Card>
        </>
      )}
    </>
  );
}
