// The generator: passwords, passphrases and names, how strong they are, and those of the last thirty days.
import { History, RefreshCw, Trash2 } from 'lucide-preact';
import { useId, useState } from 'preact/hooks';
import type { GeneratedView, GeneratedWhat, GeneratorView } from '#app/views/generator.ts';
import { i18n } from '#i18n';
import { guessesLog10Of, timeToGuess } from '#logins/generate/guessing.ts';
import { FEWEST_WORDS, MOST_WORDS } from '#logins/generate/passphrase.ts';
import { LONGEST_PASSWORD } from '#logins/generate/password.ts';
import { WORD_LANGUAGES } from '#logins/generate/word-lists.ts';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { createResource } from '../model/resource.ts';
import { SecretFact } from '../person/secret-fact.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Wait } from '../ui/progress.tsx';
import { Section } from '../ui/surfaces.tsx';
import { Chips, Switch } from '../ui/switch.tsx';
import { dateAndTime } from '../ui/time.ts';
import { NoAnswer } from '../unlock/gate.tsx';
import { createGenerator, type GeneratorModel } from './model.ts';
import './generator.css';

const KINDS: readonly GeneratedWhat[] = ['password', 'passphrase', 'username', 'mask'];
const SEPARATORS = ['-', ' ', '.', '_', ''] as const;
const SEPARATOR_NAMES = { '-': 'hyphen', ' ': 'space', '.': 'dot', _: 'underscore', '': 'none' } as const;

interface NumberProps {
  label: string;
  value: number;
  least: number;
  most: number;
  /** Why it goes no further. */
  why?: string | undefined;
  onChange: (value: number) => void;
}

function NumberField({ label, value, least, most, why, onChange }: NumberProps) {
  const id = useId();
  return (
    <div>
      <label class="generator-number">
        <span>{label}</span>
        <input
          type="range"
          min={least}
          max={most}
          value={value}
          aria-describedby={why === undefined ? undefined : id}
          onInput={(event) => onChange(Number(event.currentTarget.value))}
        />
        <output class="mono">{value}</output>
      </label>
      {why !== undefined && (
        <p class="small muted" id={id}>
          {why}
        </p>
      )}
    </div>
  );
}

interface OptionsProps {
  choices: GeneratorView;
  change: (next: GeneratorView) => void;
  /** The site's rules say which characters there are. */
  ruled: boolean;
}

function whyOf({ least, most }: { least: number; most: number }, site: string): string {
  if (least === most) return i18n.t('generator.takes.exactly', [site, least]);
  if (least === 0) return i18n.t('generator.takes.atMost', [site, most]);
  if (most > LONGEST_PASSWORD) return i18n.t('generator.takes.atLeast', [site, least]);
  return i18n.t('generator.takes.between', [site, least, most]);
}

function PasswordOptions({
  choices,
  change,
  ruled,
  model,
  site,
}: OptionsProps & { model: GeneratorModel; site: string }) {
  const lengths = model.lengths.value;
  const { password } = choices;
  const set = (part: Partial<GeneratorView['password']>) => change({ ...choices, password: { ...password, ...part } });
  return (
    <>
      <NumberField
        label={i18n.t('generator.length')}
        value={lengths.chosen}
        least={lengths.least}
        most={lengths.most}
        why={lengths.site === null ? undefined : whyOf(lengths.site, site)}
        onChange={(length) => void model.lengthen(length)}
      />
      {!ruled && (
        <>
          {(['lower', 'upper', 'digits', 'specials'] as const).map((name) => (
            <Switch
              key={name}
              on={password[name]}
              label={i18n.t(`generator.${name}`)}
              onChange={(on) => set({ [name]: on })}
            />
          ))}
          <Switch
            on={!password.lookAlikes}
            label={i18n.t('generator.noLookAlikes')}
            hint={i18n.t('generator.noLookAlikesHint')}
            onChange={(on) => set({ lookAlikes: !on })}
          />
        </>
      )}
    </>
  );
}

function PassphraseOptions({ choices, change }: OptionsProps) {
  const { passphrase } = choices;
  const set = (part: Partial<GeneratorView['passphrase']>) =>
    change({ ...choices, passphrase: { ...passphrase, ...part } });
  const named = new Intl.DisplayNames([i18n.t('language.code')], { type: 'language' });
  return (
    <>
      <NumberField
        label={i18n.t('generator.words')}
        value={passphrase.words}
        least={FEWEST_WORDS}
        most={Math.min(10, MOST_WORDS)}
        onChange={(words) => set({ words })}
      />
      <label class="generator-select">
        <span>{i18n.t('generator.language')}</span>
        <select value={passphrase.language} onChange={(event) => set({ language: event.currentTarget.value })}>
          <option value="">{i18n.t('generator.languageOwn')}</option>
          {WORD_LANGUAGES.map((language) => (
            <option key={language} value={language}>
              {named.of(language)}
            </option>
          ))}
        </select>
      </label>
      <label class="generator-select">
        <span>{i18n.t('generator.separator')}</span>
        <select value={passphrase.separator} onChange={(event) => set({ separator: event.currentTarget.value })}>
          {SEPARATORS.map((sign) => (
            <option key={sign} value={sign}>
              {i18n.t(`generator.separators.${SEPARATOR_NAMES[sign]}`)}
            </option>
          ))}
        </select>
      </label>
      <Switch
        on={passphrase.capitals}
        label={i18n.t('generator.capitals')}
        onChange={(capitals) => set({ capitals })}
      />
      <Switch on={passphrase.digit} label={i18n.t('generator.digit')} onChange={(digit) => set({ digit })} />
    </>
  );
}

function UsernameOptions({ choices, change }: OptionsProps) {
  const { username } = choices;
  const set = (part: Partial<GeneratorView['username']>) => change({ ...choices, username: { ...username, ...part } });
  return (
    <>
      <Chips
        label={i18n.t('generator.from')}
        value={username.from}
        options={(['words', 'syllables'] as const).map((value) => ({ value, label: i18n.t(`generator.of.${value}`) }))}
        onChange={(from) => set({ from })}
      />
      <NumberField
        label={i18n.t('generator.endDigits')}
        value={username.digits}
        least={0}
        most={6}
        onChange={(digits) => set({ digits })}
      />
    </>
  );
}

function Output({ model, what, site, onUse }: { model: GeneratorModel; what: GeneratedWhat } & GeneratorProps) {
  const again = useAction(() => model.draw());
  const drawn = model.drawn.value;
  if (drawn === null) return <Wait />;
  const isSecret = what === 'password' || what === 'passphrase';
  return (
    <div class="generator-drawn">
      <output class="mono" dir="ltr" translate={false} onCopy={() => model.took()}>
        {drawn.text}
      </output>
      {isSecret && (
        <p class="small muted">
          {i18n.t(`generator.time.${timeToGuess(guessesLog10Of(drawn.bits))}`)} {i18n.t('generator.assumed')}
        </p>
      )}
      <div class="acts">
        {onUse !== undefined && (
          <Button
            small
            kind="primary"
            onPress={() => {
              model.took();
              onUse(drawn.text);
            }}
          >
            {i18n.t('generator.use')}
          </Button>
        )}
        <CopyButton
          secret={isSecret}
          text={drawn.text}
          label={i18n.t('generator.copy')}
          kind={onUse === undefined ? 'primary' : 'plain'}
          onCopied={() => model.took()}
        >
          {i18n.t('common.copy')}
        </CopyButton>
        <Button small icon={RefreshCw} busy={again.busy} onPress={() => void again.run()}>
          {i18n.t('generator.another')}
        </Button>
      </div>
      {what === 'password' && model.rules.value !== null && (
        <Switch
          on={model.byRules.value}
          label={i18n.t('generator.byRules', [site])}
          onChange={(on) => void model.obey(on)}
        />
      )}
    </div>
  );
}

const nameOf = ({ what, site, at }: GeneratedView): string =>
  [i18n.t(`generator.kind.${what}`), site, dateAndTime(at)].filter(Boolean).join(' · ');

function Lately() {
  const app = useApp();
  const { worker } = app;
  const model = useLifetime((lifetime) => createResource(app, ['generated'], () => worker.generatedLately(), lifetime));
  const clear = useAction(async () => {
    await worker.clearGenerated();
  });
  const items = model.value.value;
  if (items === undefined) return model.failed.value ? <NoAnswer onRetry={() => void model.reload()} /> : <Wait />;
  return (
    <Section title={i18n.t('generator.lately')}>
      <p class="small muted">{i18n.t(items.length === 0 ? 'generator.latelyNone' : 'generator.latelyText')}</p>
      <ul class="facts">
        {items.map((item) => {
          const name = nameOf(item);
          return (
            <SecretFact
              key={item.id}
              name={name}
              ask={async () => {
                const outcome = await worker.revealGenerated({ id: item.id });
                return outcome.ok ? outcome.text : null;
              }}
            />
          );
        })}
      </ul>
      {items.length > 0 && (
        <div class="acts">
          <Button small kind="quiet" icon={Trash2} busy={clear.busy} onPress={() => void clear.run()}>
            {i18n.t('generator.clear')}
          </Button>
        </div>
      )}
    </Section>
  );
}

export interface GeneratorProps {
  /** As a person reads it; empty: it is for none. */
  site: string;
  /** Its form is asked for its rules. */
  tab?: number | undefined;
  /** Puts what was drawn where it is wanted. */
  onUse?: (text: string) => void;
}

export function Generator({ site, tab, onUse }: GeneratorProps) {
  const app = useApp();
  const [model] = useState(() => createGenerator(app, site, [i18n.t('language.code')], tab));
  const [showsLately, setShowsLately] = useState(false);
  const choices = model.choices.value;
  if (model.failed.value) return <NoAnswer onRetry={() => void model.draw()} />;
  if (choices === undefined) return <Wait />;
  const change = (next: GeneratorView) => void model.change(next);
  const ruled = model.rules.value?.rules !== undefined && model.byRules.value;
  const parts = { choices, change, ruled };
  return (
    // biome-ignore lint/a11y/useSemanticElements: one thing with its buttons, and no part of a form
    <div class="generator" role="group" aria-label={i18n.t('generator.title')}>
      <Chips
        label={i18n.t('generator.what')}
        value={choices.what}
        options={KINDS.map((value) => ({ value, label: i18n.t(`generator.kind.${value}`) }))}
        onChange={(what) => change({ ...choices, what })}
      />
      <Output model={model} what={choices.what} site={site} {...(onUse === undefined ? {} : { onUse })} />
      {choices.what === 'password' && <PasswordOptions {...parts} model={model} site={site} />}
      {choices.what === 'passphrase' && <PassphraseOptions {...parts} />}
      {choices.what === 'username' && <UsernameOptions {...parts} />}
      <div class="acts">
        <Button small kind="quiet" icon={History} expanded={showsLately} onPress={() => setShowsLately(!showsLately)}>
          {i18n.t('generator.lately')}
        </Button>
      </div>
      {showsLately && <Lately />}
    </div>
  );
}
