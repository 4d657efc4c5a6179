// Importing: choose or drop any file, see its content, keep it, and read what could not be taken.
import { useSignal } from '@preact/signals';
import { FileUp, KeyRound } from 'lucide-preact';
import { useRef, useState } from 'preact/hooks';
import type { ConflictView } from '#app/logins/staged-import.ts';
import { i18n } from '#i18n';
import type { FileReading } from '#logins/formats/file-reading.ts';
import type { ConflictChoice } from '#logins/moving/preview.ts';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { Button } from '../ui/button.tsx';
import { PassphraseField } from '../ui/field.tsx';
import { camel } from '../ui/key.ts';
import { Card, Notice } from '../ui/surfaces.tsx';
import { Chips } from '../ui/switch.tsx';
import { createImport, type ImportModel, type ImportState } from './model.ts';
import './moving.css';

type At<Name extends ImportState['at']> = Extract<ImportState, { at: Name }>;

/** Reasons shown in full; a file of another kind may have thousands. */
const MOST_SHOWN = 200;

function Choose({ model, state }: { model: ImportModel; state: At<'choose'> }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const choose = useAction((file: File) => model.choose(file));
  return (
    <>
      {state.refused !== null && (
        <Notice tone="bad" live>
          {i18n.t(`moving.refused.${camel(state.refused)}`)}
        </Notice>
      )}
      <section
        class={over ? 'drop over' : 'drop'}
        aria-label={i18n.t('moving.chooseFile')}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          const file = event.dataTransfer?.files[0];
          if (file !== undefined) void choose.run(file);
        }}
      >
        <FileUp size={22} aria-hidden="true" />
        <p>{i18n.t('moving.drop')}</p>
        <Button kind="primary" busy={choose.busy} onPress={() => input.current?.click()}>
          {i18n.t('moving.chooseFile')}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (file !== undefined) void choose.run(file);
          }}
        />
        <p class="small muted">{i18n.t('moving.kinds')}</p>
      </section>
    </>
  );
}

function Passphrase({ model, state }: { model: ImportModel; state: At<'passphrase'> }) {
  const passphrase = useSignal('');
  const open = useAction(() => model.open(passphrase.value));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void open.run();
      }}
    >
      <PassphraseField
        label={i18n.t('moving.filePassphrase')}
        value={passphrase}
        autocomplete="current-password"
        autofocus
        error={state.wrong ? i18n.t('moving.wrongPassphrase') : null}
      />
      <div class="acts">
        <Button kind="primary" icon={KeyRound} busy={open.busy}>
          {i18n.t('moving.openFile')}
        </Button>
        <Button kind="quiet" onPress={() => model.startOver()}>
          {i18n.t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}

function Work({ model, state }: { model: ImportModel; state: At<'work'> }) {
  const words = i18n.t(`moving.work.${state.what}`);
  return (
    <div class="stack" role="status">
      <p>{words}</p>
      <progress {...(state.part === null ? {} : { value: state.part, max: 1 })} aria-label={words} />
      <div class="acts">
        <Button onPress={() => model.stop()}>{i18n.t('moving.stop')}</Button>
      </div>
    </div>
  );
}

/** What the file holds, in a few lines. */
function Counts({ state: { counts } }: { state: At<'preview'> }) {
  const { kinds, doubles, withoutSite, oneTimeCodes, passkeys, inBin } = counts;
  const lines = [
    kinds.login > 0 && i18n.t('moving.counts.login', kinds.login),
    kinds.note > 0 && i18n.t('moving.counts.note', kinds.note),
    kinds.card > 0 && i18n.t('moving.counts.card', kinds.card),
    kinds.address > 0 && i18n.t('moving.counts.address', kinds.address),
    kinds.other > 0 && i18n.t('moving.counts.other', kinds.other),
    oneTimeCodes > 0 && i18n.t('moving.counts.oneTime', oneTimeCodes),
    passkeys > 0 && i18n.t('moving.counts.passkeys', passkeys),
    withoutSite > 0 && i18n.t('moving.counts.withoutSite', withoutSite),
    doubles > 0 && i18n.t('moving.counts.doubles', doubles),
    inBin > 0 && i18n.t('moving.counts.inBin', inBin),
  ].filter((line) => line !== false);
  return (
    <ul class="counts">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

interface ConflictsProps {
  conflicts: readonly ConflictView[];
  choices: readonly ConflictChoice[];
  choose: (choices: readonly ConflictChoice[]) => void;
}

function Conflicts({ conflicts, choices, choose }: ConflictsProps) {
  const options = (['keep-mine', 'take-theirs', 'keep-both'] as const).map((value) => ({
    value,
    label: i18n.t(`moving.choice.${camel(value)}`),
  }));
  return (
    <section class="stack" aria-label={i18n.t('moving.conflicts', conflicts.length)}>
      <p class="strong">{i18n.t('moving.conflicts', conflicts.length)}</p>
      {conflicts.slice(0, MOST_SHOWN).map(({ title, username, host }, at) => (
        <div key={at} class="item">
          <span class="grow">
            <span class="strong">{title}</span>{' '}
            <span class="muted">{[username, host].filter(Boolean).join(' · ')}</span>
          </span>
          <Chips
            label={i18n.t('moving.choiceFor', [title])}
            value={choices[at] ?? 'keep-mine'}
            options={options}
            onChange={(value) =>
              choose(conflicts.map((_, other) => (other === at ? value : (choices[other] ?? 'keep-mine'))))
            }
          />
        </div>
      ))}
    </section>
  );
}

function Problems({ state: { problems } }: { state: Pick<At<'preview'>, 'problems'> }) {
  if (problems.length === 0) return null;
  return (
    <details>
      <summary>{i18n.t('moving.problems', problems.length)}</summary>
      <ul class="small problems">
        {problems.slice(0, MOST_SHOWN).map(({ entry, reason, what }, at) => (
          <li key={at}>
            <span class="strong">{entry || i18n.t('entries.untitled')}</span>
            {what !== '' && `, ${what}`}: {i18n.t(`moving.reason.${camel(reason)}`)}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Preview({ model, state }: { model: ImportModel; state: At<'preview'> }) {
  const [choices, choose] = useState<readonly ConflictChoice[]>(() => state.conflicts.map(() => 'keep-mine'));
  const keep = useAction(() => model.keep(choices));
  return (
    <div class="stack">
      <h3>{i18n.t('moving.found', [state.format])}</h3>
      <Counts state={state} />
      {state.conflicts.length > 0 && <Conflicts conflicts={state.conflicts} choices={choices} choose={choose} />}
      <Problems state={state} />
      <div class="acts">
        <Button kind="primary" busy={keep.busy} onPress={() => void keep.run()}>
          {i18n.t('moving.keep')}
        </Button>
        <Button kind="quiet" onPress={() => model.startOver()}>
          {i18n.t('common.cancel')}
        </Button>
      </div>
    </div>
  );
}

function Done({ model, state }: { model: ImportModel; state: At<'done'> }) {
  const cut = state.leftOut.flatMap(({ title, parts }) =>
    parts.map(({ reason, what }) => ({ entry: title, reason, what })),
  );
  return (
    <div class="stack">
      <Notice tone="good" live>
        {state.stopped ? i18n.t('moving.stopped', state.kept) : i18n.t('moving.done', state.kept)}
      </Notice>
      <p>{i18n.t('moving.onlyHere')}</p>
      <Problems state={{ problems: [...state.problems, ...cut] }} />
      <div class="acts">
        <Button onPress={() => model.startOver()}>{i18n.t('moving.another')}</Button>
      </div>
    </div>
  );
}

export function ImportCard({ read }: { read: FileReading }) {
  const app = useApp();
  const model = useLifetime((lifetime) => createImport(app, read, lifetime));
  const state = model.state.value;
  return (
    <Card label={i18n.t('moving.import')}>
      <div class="moving">
        {state.at === 'choose' && <Choose model={model} state={state} />}
        {state.at === 'passphrase' && <Passphrase model={model} state={state} />}
        {state.at === 'work' && <Work model={model} state={state} />}
        {state.at === 'preview' && <Preview model={model} state={state} />}
        {state.at === 'done' && <Done model={model} state={state} />}
      </div>
    </Card>
  );
}
