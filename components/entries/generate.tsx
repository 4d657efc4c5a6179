// The generator in the form of an entry, opened by a press: for its password, and for each hidden field of one's own.
import { Dices } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { siteLabel, siteOf } from '#logins/site.ts';
import { entryAddress } from '#logins/sites/match.ts';
import { useModule } from '../model/lazy.ts';
import { Button } from '../ui/button.tsx';
import { Wait } from '../ui/progress.tsx';
import type { EntryForm } from './form.ts';

const loadGenerator = () => import('../generator/generator.tsx');

/** The site whose rules a password for this entry keeps to, as a person reads it. */
export function siteIn({ sites }: EntryForm): string {
  const site = siteOf(entryAddress(sites.value[0]?.url.value.trim() ?? '')?.href ?? '');
  return site === null ? '' : siteLabel(site);
}

interface GenerateProps {
  site: string;
  /** Of the field that it is for, if there may be several of them; empty: it has none yet. */
  field?: string;
  onUse: (drawn: string) => void;
}

export function Generate({ site, field, onUse }: GenerateProps) {
  const [open, setOpen] = useState(false);
  const label =
    field === undefined ? undefined : i18n.t('entries.form.generateFor', [field || i18n.t('entries.form.fieldName')]);
  return (
    <>
      <div class="acts">
        <Button small kind="quiet" icon={Dices} label={label} expanded={open} onPress={() => setOpen(!open)}>
          {i18n.t('entries.form.generate')}
        </Button>
      </div>
      {open && (
        <OpenGenerator
          site={site}
          onUse={(drawn) => {
            onUse(drawn);
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

function OpenGenerator(props: { site: string; onUse: (drawn: string) => void }) {
  const loaded = useModule(loadGenerator);
  return loaded === null ? <Wait /> : <loaded.Generator {...props} />;
}
