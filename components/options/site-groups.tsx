// Groups of sites that the person says belong together, and hosts of their own network at which plain text is no
// question any more: made, changed, taken back.
import { useSignal } from '@preact/signals';
import { Pencil, Plus, X } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { SiteChoicesView } from '#app/views/sites.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { createResource } from '../model/resource.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { SendForm, TextArea } from '../ui/field.tsx';
import { camel } from '../ui/key.ts';
import { Wait } from '../ui/progress.tsx';
import { Card } from '../ui/surfaces.tsx';
import { NoAnswer } from '../unlock/gate.tsx';

interface GroupFormProps {
  at: number;
  sites: readonly string[];
  done: () => void;
}

function GroupForm({ at, sites, done }: GroupFormProps) {
  const { worker } = useApp();
  const text = useSignal(sites.join('\n'));
  const refused = useSignal<string | null>(null);
  const save = useAction(async () => {
    const outcome = await worker.changeSiteGroup({ at, sites: text.value.split('\n') });
    if (outcome.ok) done();
    else refused.value = i18n.t(`options.groups.${camel(outcome.reason)}`, [outcome.address]);
  });
  return (
    <SendForm class="item group-form" onSend={() => save.run()}>
      <div class="grow">
        <TextArea
          label={i18n.t('options.groups.sites')}
          value={text}
          rows={Math.max(3, sites.length + 1)}
          hint={i18n.t('options.groups.hint')}
          error={refused.value}
        />
        <div class="acts">
          <Button kind="primary" busy={save.busy}>
            {i18n.t('common.save')}
          </Button>
          <Button kind="quiet" onPress={done}>
            {i18n.t('common.cancel')}
          </Button>
        </div>
      </div>
    </SendForm>
  );
}

function Groups({ groups }: { groups: SiteChoicesView['groups'] }) {
  const { worker } = useApp();
  /** The place of the group that is edited; one past the last is a new one. */
  const [edited, setEdited] = useState<number | null>(null);
  const remove = useAction(async (at: number) => void (await worker.changeSiteGroup({ at, sites: [] })));
  const done = () => setEdited(null);
  return (
    <Card>
      {groups.length === 0 && edited === null && <div class="item muted">{i18n.t('options.groups.none')}</div>}
      {groups.map((sites, at) =>
        edited === at ? (
          <GroupForm key={at} at={at} sites={sites} done={done} />
        ) : (
          <div class="item" key={at}>
            <span class="grow break">{sites.join(' · ')}</span>
            <IconButton
              small
              icon={Pencil}
              label={i18n.t('options.groups.edit', [sites[0] ?? ''])}
              onPress={() => setEdited(at)}
            />
            <IconButton
              small
              icon={X}
              label={i18n.t('options.groups.remove', [sites[0] ?? ''])}
              onPress={() => void remove.run(at)}
            />
          </div>
        ),
      )}
      {edited === groups.length ? (
        <GroupForm at={groups.length} sites={[]} done={done} />
      ) : (
        <div class="item">
          <Button small icon={Plus} onPress={() => setEdited(groups.length)}>
            {i18n.t('options.groups.add')}
          </Button>
        </div>
      )}
    </Card>
  );
}

function PlainSites({ plain }: { plain: SiteChoicesView['plain'] }) {
  const { worker } = useApp();
  const ask = useAction(async (site: string) => void (await worker.askAboutPlain({ site })));
  if (plain.length === 0) return null;
  return (
    <>
      <p>{i18n.t('options.groups.plain')}</p>
      <Card>
        {plain.map(({ site, shown }) => (
          <div class="item" key={site}>
            <span class="grow break">{shown}</span>
            <IconButton
              small
              icon={X}
              label={i18n.t('options.groups.askPlain', [shown])}
              onPress={() => void ask.run(site)}
            />
          </div>
        ))}
      </Card>
    </>
  );
}

export function SiteGroups() {
  const app = useApp();
  const model = useLifetime((lifetime) => createResource(app, ['settings'], () => app.worker.siteChoices(), lifetime));
  const choices = model.value.value;
  if (!choices) return model.failed.value ? <NoAnswer onRetry={() => void model.reload()} /> : <Wait />;
  return (
    <>
      <Groups groups={choices.groups} />
      <PlainSites plain={choices.plain} />
    </>
  );
}
