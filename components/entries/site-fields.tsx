// The addresses of a log-in in its form: each with the rule that says on which pages it is offered.
import { Plus, X } from 'lucide-preact';
import { useId } from 'preact/hooks';
import { i18n } from '#i18n';
import type { MatchRule } from '#logins/formats/entry.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { camel } from '../ui/key.ts';
import { addSiteLine, type EntryForm, type SiteLine } from './form.ts';

const RULES: readonly MatchRule[] = ['domain', 'host', 'starts-with', 'exact', 'never'];

function SiteField({ line, remove }: { line: SiteLine; remove: () => void }) {
  const id = useId();
  const { url, match } = line;
  // Nobody writes one here; an import may have brought it.
  const rules = match.value === 'regex' ? [...RULES, 'regex' as const] : RULES;
  return (
    <div class="site-field">
      <TextField label={i18n.t('entries.site')} value={url} />
      <div class="field">
        <label for={id}>{i18n.t('entries.form.match')}</label>
        <select
          id={id}
          value={match.value}
          onChange={(event) => {
            match.value = event.currentTarget.value as MatchRule;
          }}
        >
          {rules.map((rule) => (
            <option key={rule} value={rule}>
              {i18n.t(`entries.match.${camel(rule)}`)}
            </option>
          ))}
        </select>
        <div class="below" />
      </div>
      <IconButton small icon={X} label={i18n.t('entries.form.removeSite', [url.value])} onPress={remove} />
    </div>
  );
}

export function SiteFields({ form }: { form: EntryForm }) {
  const { sites } = form;
  return (
    <>
      {sites.value.map((line, at) => (
        <SiteField
          key={at}
          line={line}
          remove={() => {
            sites.value = sites.value.filter((one) => one !== line);
          }}
        />
      ))}
      <div class="acts">
        <Button small kind="quiet" icon={Plus} onPress={() => addSiteLine(form)}>
          {i18n.t('entries.form.addSite')}
        </Button>
      </div>
    </>
  );
}
