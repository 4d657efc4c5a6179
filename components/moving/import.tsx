// Importing: choose or drop any file, see its content, keep it, and read what could not be taken.
import { Download, ImagePlus } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { ConflictView } from '#app/logins/staged-import.ts';
import { visible } from '#app/words/visible.ts';
import { i18n } from '#i18n';
import type { FileReading, FileWriting } from '#logins/formats/file-reading.ts';
import type { ConflictChoice } from '#logins/moving/preview.ts';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { Button } from '../ui/button.tsx';
import { FileChooser, useDrop } from '../ui/file-chooser.tsx';
import { camel } from '../ui/key.ts';
import { Card, Notice } from '../ui/surfaces.tsx';
import { Chips } from '../ui/switch.tsx';
import { Beginning } from './beginning.tsx';
import { SaveFile } from './export.tsx';
import { ChooseFile, UnderWay } from './file-work.tsx';
import { aboutSoLong, Costly, Locked } from './locked.tsx';
import { createImport, type ImportModel, type ImportState } from './model.ts';
import './moving.css';

type At<Name extends ImportState['at']> = Extract<ImportState, { at: Name }>;

function Choose({ model, state }: { model: ImportModel; state: At<'choose'> }) {
  return (
    <ChooseFile
      multiple
      label={i18n.t('moving.chooseFile')}
      words={i18n.t('moving.drop')}
      refused={state.refused === null ? null : i18n.t(`moving.refused.${camel(state.refused)}`)}
      onFiles={(files) => model.choose(files)}
    >
      <p class="small muted">{i18n.t('moving.kinds')}</p>
      <p class="small muted">{i18n.t('moving.pictures')}</p>
    </ChooseFile>
  );
}

function Work({ model, state }: { model: ImportModel; state: At<'work'> }) {
  const more = state.seconds === null ? '' : ` ${i18n.t('moving.takes', [aboutSoLong(state.seconds)])}`;
  const words = i18n.t(`moving.work.${state.what}`);
  return <UnderWay words={words} more={more} part={state.part} onStop={() => model.stop()} />;
}

/** What the file holds, in a few lines. */
function Counts({ state: { counts } }: { state: At<'preview'> }) {
  const { kinds, doubles, withoutSite, oneTimeCodes, passkeys, attachments, inBin } = counts;
  const lines = [
    kinds.login > 0 && i18n.t('moving.counts.login', kinds.login),
    kinds.note > 0 && i18n.t('moving.counts.note', kinds.note),
    kinds.card > 0 && i18n.t('moving.counts.card', kinds.card),
    kinds.address > 0 && i18n.t('moving.counts.address', kinds.address),
    kinds.other > 0 && i18n.t('moving.counts.other', kinds.other),
    oneTimeCodes > 0 && i18n.t('moving.counts.oneTime', oneTimeCodes),
    passkeys > 0 && i18n.t('moving.counts.passkeys', passkeys),
    attachments > 0 && i18n.t('moving.counts.files', attachments),
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

export function Conflicts({ conflicts, choices, choose }: ConflictsProps) {
  const options = (['keep-mine', 'take-theirs', 'keep-both'] as const).map((value) => ({
    value,
    label: i18n.t(`moving.choice.${camel(value)}`),
  }));
  return (
    <section class="stack" aria-label={i18n.t('moving.conflicts', conflicts.length)}>
      <p class="strong">{i18n.t('moving.conflicts', conflicts.length)}</p>
      <Beginning
        item="item"
        of={conflicts}
        left={(count) => i18n.t('moving.conflictsLeft', count)}
        row={({ title, username, host }, at) => (
          <>
            <span class="grow">
              <span class="strong">{visible(title)}</span>{' '}
              <span class="muted">{[visible(username), host].filter(Boolean).join(' · ')}</span>
            </span>
            <Chips
              label={i18n.t('moving.choiceFor', [visible(title)])}
              value={choices[at] ?? 'keep-mine'}
              options={options}
              onChange={(value) =>
                choose(conflicts.map((_, other) => (other === at ? value : (choices[other] ?? 'keep-mine'))))
              }
            />
          </>
        )}
      />
    </section>
  );
}

export function Problems({ state }: { state: Pick<At<'preview'>, 'problems'> }) {
  const isTaken = ({ reason }: At<'preview'>['problems'][number]): boolean => reason === 'not-compared';
  return (
    <>
      {state.problems.filter(isTaken).map(({ entry, reason }) => (
        <Notice tone="warn" key={entry}>
          <span class="strong">{visible(entry) || i18n.t('entries.untitled')}</span>:{' '}
          {i18n.t(`moving.reason.${camel(reason)}`)}
        </Notice>
      ))}
      <LeftOut problems={state.problems.filter((one) => !isTaken(one))} />
    </>
  );
}

function LeftOut({ problems }: Pick<At<'preview'>, 'problems'>) {
  if (problems.length === 0) return null;
  return (
    <details>
      <summary>{i18n.t('moving.problems', problems.length)}</summary>
      <Beginning
        list="small problems"
        of={problems}
        row={({ entry, reason, what }) => (
          <>
            <span class="strong">{visible(entry) || i18n.t('entries.untitled')}</span>
            {what !== '' && `, ${visible(what)}`}: {i18n.t(`moving.reason.${camel(reason)}`)}
          </>
        )}
      />
    </details>
  );
}

/** A transfer of which not every picture was chosen. */
function MissingPictures({ model, state: { problems } }: { model: ImportModel; state: At<'preview'> }) {
  const add = useAction((files: readonly File[]) => model.addPictures(files));
  const missing = problems.filter(({ reason }) => reason === 'missing-picture').length;
  const take = (files: readonly File[]): void => void add.run(files);
  const { over, drop } = useDrop(take);
  if (missing === 0) return null;
  return (
    <div class={over ? 'drop over' : 'drop'} {...drop}>
      <Notice tone="warn">{i18n.t('moving.missingPictures', missing)}</Notice>
      <FileChooser multiple accept="image/*" onFiles={take}>
        {(open) => (
          <Button icon={ImagePlus} busy={add.busy} onPress={open}>
            {i18n.t('moving.addPictures')}
          </Button>
        )}
      </FileChooser>
    </div>
  );
}

function Preview({ model, state }: { model: ImportModel; state: At<'preview'> }) {
  const [choices, choose] = useState<readonly ConflictChoice[]>(() => state.conflicts.map(() => 'keep-mine'));
  const keep = useAction(() =>
    model.keep(state.conflicts.map(({ at }, number) => ({ at, choice: choices[number] ?? 'keep-mine' }))),
  );
  return (
    <div class="stack">
      <h3>
        {state.pictures === 0 ? i18n.t('moving.found', [state.format]) : i18n.t('moving.foundPictures', state.pictures)}
      </h3>
      <Counts state={state} />
      {state.isBackup && <p>{i18n.t('moving.entriesAlone')}</p>}
      {state.conflicts.length > 0 && <Conflicts conflicts={state.conflicts} choices={choices} choose={choose} />}
      <MissingPictures model={model} state={state} />
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

function wordsOfEnd({ ended, kept }: At<'done'>): string {
  if (ended === 'whole') return i18n.t('moving.done', kept);
  return ended === 'stopped' ? i18n.t('moving.stopped', kept) : i18n.t(`moving.ended.${ended}`, kept);
}

function Done({ model, state, write }: { model: ImportModel; state: At<'done'>; write: FileWriting }) {
  const [saving, setSaving] = useState(false);
  const cut = state.leftOut.flatMap(({ title, parts }) =>
    parts.map(({ reason, what }) => ({ entry: title, reason, what })),
  );
  const isWell = state.ended === 'whole' || state.ended === 'stopped';
  return (
    <div class="stack">
      <Notice tone={isWell ? 'good' : 'bad'} live>
        {wordsOfEnd(state)}
      </Notice>
      {state.ended === 'whole' && <p>{i18n.t('moving.onlyHere')}</p>}
      <Problems state={{ problems: [...state.problems, ...cut] }} />
      <div class="acts">
        <Button icon={Download} onPress={() => setSaving(true)}>
          {i18n.t('moving.saveSealed')}
        </Button>
        <Button kind="quiet" onPress={() => model.startOver()}>
          {i18n.t('moving.another')}
        </Button>
      </div>
      {saving && <SaveFile kind="nucleus" write={write} onClose={() => setSaving(false)} />}
    </div>
  );
}

export function ImportCard({ read, write }: { read: FileReading; write: FileWriting }) {
  const app = useApp();
  const model = useLifetime((lifetime) => createImport(app, read, lifetime));
  const state = model.state.value;
  return (
    <Card label={i18n.t('moving.import')}>
      <div class="moving">
        {state.at === 'choose' && <Choose model={model} state={state} />}
        {state.at === 'locked' && <Locked model={model} state={state} />}
        {state.at === 'costly' && <Costly model={model} state={state} />}
        {state.at === 'work' && <Work model={model} state={state} />}
        {state.at === 'preview' && <Preview model={model} state={state} />}
        {state.at === 'done' && <Done model={model} state={state} write={write} />}
      </div>
    </Card>
  );
}
