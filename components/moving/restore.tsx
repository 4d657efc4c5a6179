// Restoring: a device without a vault takes the place of the one that saved a backup file.
import { useEffect } from 'preact/hooks';
import { i18n } from '#i18n';
import type { FileReading } from '#logins/formats/file-reading.ts';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { Button } from '../ui/button.tsx';
import { SendForm } from '../ui/field.tsx';
import { camel } from '../ui/key.ts';
import { NewPassphrase, useNewPassphrase } from '../unlock/new-passphrase.tsx';
import { ChooseFile, UnderWay } from './file-work.tsx';
import { Costly, Locked } from './locked.tsx';
import { createRestore, type RestoreModel, type RestoreRefusal, type RestoreState } from './restore-model.ts';
import './moving.css';

type At<Name extends RestoreState['at']> = Extract<RestoreState, { at: Name }>;

const OWN_WORDS = ['no-backup', 'newer', 'already', 'storage', 'failed', 'damaged', 'unknown'] as const;
const isOwn = (why: RestoreRefusal): why is (typeof OWN_WORDS)[number] =>
  (OWN_WORDS as readonly RestoreRefusal[]).includes(why);

/** An import has words for the rest of what a file may have. */
const wordsOf = (why: RestoreRefusal): string =>
  isOwn(why) ? i18n.t(`restore.refused.${camel(why)}`) : i18n.t(`moving.refused.${camel(why)}`);

function Choose({ model, state }: { model: RestoreModel; state: At<'choose'> }) {
  const refused = state.refused === null ? null : wordsOf(state.refused);
  return (
    <>
      <ChooseFile
        label={i18n.t('restore.choose')}
        words={i18n.t('restore.drop')}
        refused={refused}
        onFiles={(files) => model.choose(files)}
      />
      <p class="small muted">{i18n.t('restore.onlyOne')}</p>
    </>
  );
}

/** The vault gets another passphrase than the file has. */
function AnotherPassphrase({ model }: { model: RestoreModel }) {
  const next = useNewPassphrase();
  const restore = useAction(async () => {
    if (await next.check()) await model.restoreUnder(next.passphrase.value);
  });
  return (
    <SendForm class="stack" onSend={() => restore.run()}>
      <p>{i18n.t('restore.weak')}</p>
      <NewPassphrase model={next} autofocus />
      <div class="end">
        <Button kind="primary" wide busy={restore.busy}>
          {i18n.t('restore.goOn')}
        </Button>
      </div>
    </SendForm>
  );
}

function Work({ model, state }: { model: RestoreModel; state: At<'work'> }) {
  return <UnderWay words={i18n.t(`restore.work.${state.what}`)} part={state.part} onStop={() => model.startOver()} />;
}

/** @param onDone is given the recovery code of the new vault */
export function RestoreFile({ read, onDone }: { read: FileReading; onDone: (recoveryCode: string) => void }) {
  const app = useApp();
  const model = useLifetime((lifetime) => createRestore(app, read, lifetime));
  const state = model.state.value;
  useEffect(() => {
    if (state.at === 'done') onDone(state.recoveryCode);
  }, [state, onDone]);
  return (
    <div class="moving">
      {state.at === 'choose' && <Choose model={model} state={state} />}
      {state.at === 'locked' && <Locked model={model} state={state} />}
      {state.at === 'costly' && <Costly model={model} state={state} />}
      {state.at === 'weak' && <AnotherPassphrase model={model} />}
      {state.at === 'work' && <Work model={model} state={state} />}
    </div>
  );
}
