// A person's own fields in the form of an entry: text, hidden, yes or no, and one that stands for another part.
import { Plus, X } from 'lucide-preact';
import { useId } from 'preact/hooks';
import { i18n } from '#i18n';
import type { EntryField } from '#logins/formats/entry.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { PassphraseField, TextField } from '../ui/field.tsx';
import { camel } from '../ui/key.ts';
import { addField, type EntryForm, type OwnField } from './form.ts';
import { Generate, siteIn } from './generate.tsx';

/** Parts of a log-in that a field may stand for. */
const LINKED = ['username', 'password'] as const;

/** What a field says: of one that stands for a part, the part's name. */
export function shownValue({ type, value }: Pick<EntryField, 'type' | 'value'>): string {
  if (type === 'yes-no') return i18n.t(value === 'true' ? 'common.yes' : 'common.no');
  const part = type === 'linked' ? LINKED.find((one) => one === value) : undefined;
  return part === undefined ? value : i18n.t(`login.${part}`);
}

function Choice({ field, options }: { field: OwnField; options: readonly string[] }) {
  const id = useId();
  const { value, type } = field;
  return (
    <div class="field">
      <label for={id}>{i18n.t('entries.form.fieldValue')}</label>
      <select
        id={id}
        value={value.value}
        onChange={(event) => {
          value.value = event.currentTarget.value;
        }}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {shownValue({ type, value: option })}
          </option>
        ))}
      </select>
      <div class="below" />
    </div>
  );
}

function Value({ field }: { field: OwnField }) {
  const label = i18n.t('entries.form.fieldValue');
  switch (field.type) {
    case 'hidden':
      return <PassphraseField label={label} value={field.value} autocomplete="new-password" />;
    case 'yes-no':
      return <Choice field={field} options={['true', 'false']} />;
    case 'linked':
      // An import may have brought one of a part that has no field here.
      return <Choice field={field} options={[...new Set([...LINKED, field.value.peek()])]} />;
    case 'text':
      return <TextField label={label} value={field.value} />;
  }
}

export function OwnFields({ form }: { form: EntryForm }) {
  const { fields, kind } = form;
  const types =
    kind === 'login' ? (['text', 'hidden', 'yes-no', 'linked'] as const) : (['text', 'hidden', 'yes-no'] as const);
  return (
    <>
      {fields.value.map((field, at) => (
        <div class="own-field" key={at}>
          <TextField label={i18n.t('entries.form.fieldName')} value={field.name} />
          <Value field={field} />
          <IconButton
            small
            icon={X}
            label={i18n.t('entries.form.removeField', [field.name.value])}
            onPress={() => {
              fields.value = fields.value.filter((one) => one !== field);
            }}
          />
          {field.type === 'hidden' && (
            <div class="maker">
              <Generate
                field={field.name.value}
                site={kind === 'login' ? siteIn(form) : ''}
                onUse={(drawn) => {
                  field.value.value = drawn;
                }}
              />
            </div>
          )}
        </div>
      ))}
      <fieldset class="acts add-fields">
        <legend>{i18n.t('entries.form.addField')}</legend>
        {types.map((type) => (
          <Button key={type} small kind="quiet" icon={Plus} onPress={() => addField(form, type)}>
            {i18n.t(`entries.form.fieldTypes.${camel(type)}`)}
          </Button>
        ))}
      </fieldset>
    </>
  );
}
