// The form of an entry, to add one or to change one. Saved as a whole; how it was before stays among its versions.
import { KeyRound } from 'lucide-preact';
import { Fragment } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { EntryChange } from '#app/logins/change.ts';
import type { EntryView } from '#app/views/entries.ts';
import { i18n } from '#i18n';
import { EMPTY_ENTRY, type EntryField, type VaultEntry } from '#logins/formats/entry.ts';
import { useAction } from '../model/action.ts';
import { useApp, type Worker } from '../model/app.ts';
import { failureText } from '../model/failure.ts';
import { type Form, keepForm } from '../model/form-draft.ts';
import { useLifetime } from '../model/lifetime.ts';
import { go } from '../model/navigation.ts';
import { Button } from '../ui/button.tsx';
import { PassphraseField, SendForm, TextArea, TextField } from '../ui/field.tsx';
import { camel } from '../ui/key.ts';
import { Wait } from '../ui/progress.tsx';
import { Bar, EmptyState, Notice } from '../ui/surfaces.tsx';
import { Switch } from '../ui/switch.tsx';
import { showToast } from '../ui/toast.tsx';
import { WRITTEN, type WrittenKind } from './entries.tsx';
import {
  changeFromForm,
  createForm,
  type EntryForm,
  editedParts,
  keptTextsOf,
  LINES,
  oneTimesFromForm,
  SECRETS,
} from './form.ts';
import { Generate, siteIn } from './generate.tsx';
import { OwnFields } from './own-fields.tsx';
import { SiteFields } from './site-fields.tsx';
import './entries.css';

/** `a.b` of a field's name as a key of the texts. */
const wordsOf = (name: string) => i18n.t(`entries.form.${name.replace('.', '')}` as 'entries.form.title');

function OneTimeField({ form: { oneTime, oneTimeRefusal } }: { form: EntryForm }) {
  const refusal = oneTimeRefusal.value;
  return (
    <PassphraseField
      label={i18n.t('entries.form.oneTime')}
      value={oneTime}
      autocomplete="new-password"
      hint={i18n.t('codes.pasteHint')}
      error={refusal === null ? null : i18n.t(`codes.refused.${camel(refusal)}`)}
      onInput={() => {
        oneTimeRefusal.value = null;
      }}
    />
  );
}

function Fields({ form, before }: { form: EntryForm; before: EntryView | null }) {
  const { kind, text } = form;
  return (
    <>
      {LINES[kind].map((name, at) => (
        <Fragment key={name}>
          {/* Between the company and the town, as on an envelope. */}
          {name === 'person.postalCode' && (
            <TextArea label={i18n.t('entries.form.lines')} value={text.lines} rows={2} />
          )}
          <TextField label={wordsOf(name)} value={text[name]} autofocus={at === 0 && before === null} />
        </Fragment>
      ))}
      {SECRETS[kind].map((name) => (
        <PassphraseField key={name} label={wordsOf(name)} value={text[name]} autocomplete="new-password" />
      ))}
      {kind === 'login' && (
        <Generate
          site={siteIn(form)}
          onUse={(drawn) => {
            text.password.value = drawn;
          }}
        />
      )}
      {kind === 'login' && <OneTimeField form={form} />}
      {kind === 'login' && <SiteFields form={form} />}
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

/** Keeps text that was typed while the form is open, over a lock or a closed window, and says when it is back. */
function useKeptForm(form: EntryForm, name: Form) {
  const app = useApp();
  const [isBack, setBack] = useState(false);
  const kept = useLifetime((lifetime) => {
    const draft = keepForm(app, name, keptTextsOf(form, lifetime), lifetime);
    void draft.restored.then((restored) => restored && setBack(true));
    return draft;
  });
  return { isBack, forget: kept.forget };
}

interface FormProps {
  name: Form;
  form: EntryForm;
  before: EntryView | null;
  /** Whole, in the worker. */
  save: () => Promise<boolean>;
  back: () => void;
}

function FormPage({ name, form, before, save, back }: FormProps) {
  const { isBack, forget } = useKeptForm(form, name);
  const leave = async () => {
    await forget();
    back();
  };
  const saving = useAction(async () => {
    if (await save()) await leave();
  });
  return (
    <>
      <Bar
        title={before === null ? i18n.t(`entries.new.${form.kind}`) : i18n.t('entries.edit')}
        onBack={() => void leave()}
        edged
        focus={before !== null}
      />
      <main class="scroll">
        <SendForm class="body entry-form" onSend={() => saving.run()}>
          {isBack && <Notice live>{i18n.t('entries.form.restored')}</Notice>}
          <Fields form={form} before={before} />
          <div class="acts">
            <Button kind="primary" busy={saving.busy}>
              {i18n.t('common.save')}
            </Button>
            <Button kind="quiet" onPress={() => void leave()}>
              {i18n.t('common.cancel')}
            </Button>
          </div>
        </SendForm>
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
    <FormPage
      name={`new-entry-${wanted}`}
      form={form}
      before={null}
      save={async () => {
        const oneTimes = oneTimesFromForm(form);
        if (oneTimes === null) return false;
        const given: VaultEntry = { ...EMPTY_ENTRY, kind: form.kind, ...changeFromForm(form, null), oneTimes };
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
  const [opened, setOpened] = useState<{ form: EntryForm; before: EntryView; begun: EntryChange } | 'gone' | null>(
    null,
  );
  useEffect(() => {
    void (async () => {
      const before = await worker.entry({ entry: id });
      if (before === null) return setOpened('gone');
      const kind = WRITTEN.find((one) => one === before.kind) ?? 'login';
      const form = createForm(kind, before, await secretsOf(worker, before));
      setOpened({ form, before, begun: changeFromForm(form, before) });
    })().catch((error: unknown) => showToast(failureText(error), 'bad'));
  }, [worker, id]);
  const back = () => go({ at: 'entry', id });
  if (opened === null) return <Wait />;
  if (opened === 'gone') return <EmptyState icon={KeyRound} title={i18n.t('common.gone')} alone />;
  const { form, before, begun } = opened;
  return (
    <FormPage
      name={`edit-entry:${id}`}
      form={form}
      before={before}
      save={async () => {
        const oneTimes = oneTimesFromForm(form);
        if (oneTimes === null) return false;
        const outcome = await worker.changeEntry({
          entry: id,
          change: editedParts(changeFromForm(form, before), begun),
        });
        if (!outcome.ok) showToast(i18n.t('common.gone'), 'bad');
        if (!outcome.ok) return false;
        const added = oneTimes.length === 0 ? null : await worker.addOneTimes({ entry: id, oneTimes: [...oneTimes] });
        if (added?.ok === false && added.reason === 'full') {
          showToast(i18n.t('codes.notAdded.full'), 'bad');
          return false;
        }
        tellLeftOut(outcome.leftOut.length);
        return true;
      }}
      back={back}
    />
  );
}
