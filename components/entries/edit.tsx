// The form of an entry, to add one or to change one. Saved as a whole; how it was before stays among its versions.
import { Dices, KeyRound, Plus, X } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import type { EntryView } from '#app/views/entries.ts';
import { i18n } from '#i18n';
import { EMPTY_ENTRY, type EntryField, type VaultEntry } from '#logins/formats/entry.ts';
import { createChosenPassword, DEFAULT_PASSWORD_OPTIONS } from '#logins/generate/password.ts';
import { useAction } from '../model/action.ts';
import { useApp, type Worker } from '../model/app.ts';
import { go } from '../model/navigation.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { PassphraseField, TextArea, TextField } from '../ui/field.tsx';
import { Wait } from '../ui/progress.tsx';
import { Bar, EmptyState } from '../ui/surfaces.tsx';
import { Switch } from '../ui/switch.tsx';
import { showToast } from '../ui/toast.tsx';
import { WRITTEN, type WrittenKind } from './entries.tsx';
import { addField, changeFromForm, createForm, type EntryForm, LINES, SECRETS } from './form.ts';
import './entries.css';

/** `a.b` of a field's name as a key of the texts. */
const wordsOf = (name: string) => i18n.t(`entries.form.${name.replace('.', '')}` as 'entries.form.title');

function OwnFields({ form }: { form: EntryForm }) {
  return (
    <>
      {form.fields.value.map((field, at) => (
        <div class="own-field" key={at}>
          <TextField label={i18n.t('entries.form.fieldName')} value={field.name} />
          {field.type === 'hidden' ? (
            <PassphraseField
              label={i18n.t('entries.form.fieldValue')}
              value={field.value}
              autocomplete="new-password"
            />
          ) : (
            <TextField label={i18n.t('entries.form.fieldValue')} value={field.value} />
          )}
          <IconButton
            small
            icon={X}
            label={i18n.t('entries.form.removeField', [field.name.value])}
            onPress={() => {
              form.fields.value = form.fields.value.filter((one) => one !== field);
            }}
          />
        </div>
      ))}
      <div class="acts">
        <Button small kind="quiet" icon={Plus} onPress={() => addField(form, 'text')}>
          {i18n.t('entries.form.addField')}
        </Button>
        <Button small kind="quiet" icon={Plus} onPress={() => addField(form, 'hidden')}>
          {i18n.t('entries.form.addHiddenField')}
        </Button>
      </div>
    </>
  );
}

function Fields({ form, before }: { form: EntryForm; before: EntryView | null }) {
  const { kind, text } = form;
  const { entropy } = useApp();
  return (
    <>
      {LINES[kind].map((name, at) => (
        <TextField key={name} label={wordsOf(name)} value={text[name]} autofocus={at === 0 && before === null} />
      ))}
      {SECRETS[kind].map((name) => (
        <PassphraseField key={name} label={wordsOf(name)} value={text[name]} autocomplete="new-password" />
      ))}
      {kind === 'login' && (
        <div class="acts">
          <Button
            small
            kind="quiet"
            icon={Dices}
            onPress={() => {
              text.password.value = createChosenPassword(entropy, DEFAULT_PASSWORD_OPTIONS).text;
            }}
          >
            {i18n.t('entries.form.generate')}
          </Button>
        </div>
      )}
      {kind === 'login' && (
        <TextArea
          label={i18n.t('entries.form.sites')}
          value={text.sites}
          rows={2}
          hint={i18n.t('entries.form.sitesHint')}
        />
      )}
      {kind === 'address' && <TextArea label={i18n.t('entries.form.lines')} value={text.lines} rows={2} />}
      <TextArea label={i18n.t('entries.note')} value={text.note} rows={kind === 'note' ? 10 : 3} />
      <OwnFields form={form} />
      <TextField label={i18n.t('entries.folder')} value={text.folder} hint={i18n.t('entries.form.folderHint')} />
      <TextField label={i18n.t('entries.tags')} value={text.tags} hint={i18n.t('entries.form.tagsHint')} />
      <Switch
        on={form.favourite.value}
        label={i18n.t('entries.favourite')}
        onChange={(on) => {
          form.favourite.value = on;
        }}
      />
    </>
  );
}

interface FormProps {
  form: EntryForm;
  before: EntryView | null;
  /** Whole, in the worker. */
  save: () => Promise<boolean>;
  back: () => void;
}

function Form({ form, before, save, back }: FormProps) {
  const saving = useAction(async () => {
    if (await save()) back();
  });
  return (
    <>
      <Bar
        title={before === null ? i18n.t(`entries.new.${form.kind}`) : i18n.t('entries.edit')}
        onBack={back}
        edged
        focus={before !== null}
      />
      <main class="scroll">
        <form
          class="body entry-form"
          onSubmit={(event) => {
            event.preventDefault();
            void saving.run();
          }}
        >
          <Fields form={form} before={before} />
          <div class="acts">
            <Button kind="primary" busy={saving.busy}>
              {i18n.t('common.save')}
            </Button>
            <Button kind="quiet" onPress={back}>
              {i18n.t('common.cancel')}
            </Button>
          </div>
        </form>
      </main>
    </>
  );
}

export function NewEntry({ kind }: { kind: string }) {
  const { worker, randomId } = useApp();
  const [id] = useState(randomId);
  const wanted: WrittenKind = WRITTEN.find((one) => one === kind) ?? 'login';
  const [form] = useState(() => createForm(wanted, null, { password: '', card: null, fields: [] }));
  return (
    <Form
      form={form}
      before={null}
      save={async () => {
        const given: VaultEntry = { ...EMPTY_ENTRY, kind: form.kind, ...changeFromForm(form, null) };
        if (given.title === '') {
          showToast(i18n.t('entries.form.empty'), 'bad');
          return false;
        }
        const { leftOut } = await worker.addEntry({ entry: id, given });
        tellLeftOut(leftOut.length);
        return true;
      }}
      back={() => go({ at: 'entries' })}
    />
  );
}

function tellLeftOut(count: number): void {
  if (count > 0) showToast(i18n.t('entries.form.cut'), 'bad');
  else showToast(i18n.t('login.saved'));
}

/** The secrets that the form shows: asked for one at a time, as a press would. */
async function secretsOf(worker: Worker, entry: EntryView) {
  const ask = async (part: Parameters<Worker['revealSecret']>[0]['part'], index = 0): Promise<string> => {
    const outcome = await worker.revealSecret({ entry: entry.id, part, index });
    return outcome.ok ? outcome.secret : '';
  };
  const fields: EntryField[] = [];
  for (const [at, field] of entry.fields.entries())
    fields.push(field.type === 'hidden' ? { ...field, value: await ask('field', at) } : field);
  const card =
    entry.card === null
      ? null
      : { ...entry.card, number: await ask('card-number'), code: await ask('card-code'), pin: await ask('card-pin') };
  return { password: entry.hasPassword ? await ask('password') : '', card, fields };
}

export function EditEntry({ id }: { id: string }) {
  const { worker } = useApp();
  const [opened, setOpened] = useState<{ form: EntryForm; before: EntryView } | 'gone' | null>(null);
  useEffect(() => {
    void (async () => {
      const before = await worker.entry({ entry: id });
      if (before === null) return setOpened('gone');
      const kind = WRITTEN.find((one) => one === before.kind) ?? 'login';
      setOpened({ form: createForm(kind, before, await secretsOf(worker, before)), before });
    })().catch(() => showToast(i18n.t('failure.noAnswer'), 'bad'));
  }, [worker, id]);
  const back = () => go({ at: 'entry', id });
  if (opened === null) return <Wait />;
  if (opened === 'gone') return <EmptyState icon={KeyRound} title={i18n.t('common.gone')} alone />;
  const { form, before } = opened;
  return (
    <Form
      form={form}
      before={before}
      save={async () => {
        const outcome = await worker.changeEntry({ entry: id, change: changeFromForm(form, before) });
        if (!outcome.ok) showToast(i18n.t('common.gone'), 'bad');
        else tellLeftOut(outcome.leftOut.length);
        return outcome.ok;
      }}
      back={back}
    />
  );
}
