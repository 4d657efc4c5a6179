// Draws passwords, passphrases and names in the page. The worker keeps each before it is shown, so that one that was
// copied out of a page that was closed then is found again.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { GeneratorView } from '#app/views/generator.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { bitsOf, type Generated } from '#logins/generate/draw.ts';
import { nameFor } from '#logins/generate/names.ts';
import { createPassphrase } from '#logins/generate/passphrase.ts';
import {
  createChosenPassword,
  createPassword,
  DEFAULT_PASSWORD_OPTIONS,
  LONGEST_PASSWORD,
  lengthsOf,
  type PasswordHints,
  SHORTEST_PASSWORD,
} from '#logins/generate/password.ts';
import { createMaskName, createUsername } from '#logins/generate/username.ts';
import { loadWordList, WORD_LANGUAGES, type WordLanguage, wordLanguageOf } from '#logins/generate/word-lists.ts';
import { loadQuirks } from '#logins/sites/quirks.ts';
import type { App } from '../model/app.ts';
import { coalesce } from '../model/resource.ts';

export interface GeneratorModel {
  readonly choices: ReadonlySignal<GeneratorView | undefined>;
  /** Null: nothing was drawn yet. */
  readonly drawn: ReadonlySignal<Generated | null>;
  /** The site or its form in front asks for these; null: nothing is known. */
  readonly rules: ReadonlySignal<PasswordHints | null>;
  /** Whether its rules are gone by. */
  readonly byRules: ReadonlySignal<boolean>;
  /** Lengths of a password between which a person can choose. */
  readonly lengths: ReadonlySignal<PasswordLengths>;
  readonly failed: ReadonlySignal<boolean>;
  draw(): Promise<void>;
  change(next: GeneratorView): Promise<void>;
  obey(rules: boolean): Promise<void>;
  /** If a form says what it takes, for that one alone: how the person likes it elsewhere stays. */
  lengthen(length: number): Promise<void>;
  /** The person has it: it stays in the history. */
  took(): void;
}

export interface PasswordLengths {
  readonly least: number;
  readonly most: number;
  readonly chosen: number;
  /** The site takes no others; null: it leaves the choice. */
  readonly site: { readonly least: number; readonly most: number } | null;
}

/** As far as one who is asked by nobody would go. */
const LONGEST_CHOSEN = 64;

function lengthsFor(rules: PasswordHints | null, wanted: number): PasswordLengths {
  const site = lengthsOf(rules ?? {});
  const least = Math.min(Math.max(SHORTEST_PASSWORD, site.least), site.most);
  const most = Math.min(Math.max(LONGEST_CHOSEN, least), site.most);
  const isNarrow = least > SHORTEST_PASSWORD || most < LONGEST_CHOSEN;
  const chosen = Math.min(Math.max(wanted, least), most);
  return { least, most, chosen, site: isNarrow ? site : null };
}

export interface Made {
  readonly choices: GeneratorView;
  /** Of the site, if they are gone by. */
  readonly rules: PasswordHints | null;
  /** What the reader speaks. */
  readonly languages: readonly string[];
}

/** One of what the person chose. Rejects if a list of words cannot be read. */
export async function generate(entropy: Entropy, { choices, rules, languages }: Made): Promise<Generated> {
  const { what, password, passphrase, username } = choices;
  if (what === 'passphrase') {
    const language = WORD_LANGUAGES.find((one) => one === passphrase.language) ?? wordLanguageOf(languages);
    return createPassphrase(entropy, await loadWordList(language satisfies WordLanguage), passphrase);
  }
  if (what === 'username') return createUsername(entropy, username);
  if (what === 'mask') return { text: createMaskName(entropy, nameFor(entropy(2))), bits: bitsOf(1n << 16n) };
  if (rules === null) return createChosenPassword(entropy, password);
  const { minLength = 0, maxLength = LONGEST_PASSWORD } = rules;
  const length = Math.min(Math.max(password.length, minLength), maxLength);
  // A form that speaks of the length alone leaves the characters to the person.
  const isFree = rules.rules === undefined && length >= SHORTEST_PASSWORD && length <= LONGEST_PASSWORD;
  return isFree
    ? createChosenPassword(entropy, { ...password, length })
    : createPassword(entropy, rules, password.length);
}

/** Rules are a help: without them a password is drawn as the person likes it. */
async function rulesOf(
  { pageDemands }: Pick<App['worker'], 'pageDemands'>,
  site: string,
  tabId: number | undefined,
): Promise<PasswordHints | null> {
  if (tabId !== undefined) {
    const asked = await pageDemands({ tabId }).catch(() => ({}));
    return Object.keys(asked).length === 0 ? null : asked;
  }
  const quirks = site === '' ? null : await loadQuirks().catch(() => null);
  const rules = quirks?.rulesFor(site.replace(/:\d+$/, '')) ?? null;
  return rules === null ? null : { rules };
}

/** @param site as a person reads it; empty: it is for none @param tabId whose form is asked for its rules */
export function createGenerator(
  {
    worker,
    entropy,
    randomId,
  }: Pick<App, 'entropy' | 'randomId'> & {
    readonly worker: Pick<App['worker'], 'generator' | 'setGenerator' | 'keepDrawn' | 'pageDemands'>;
  },
  site: string,
  languages: readonly string[],
  tabId?: number,
): GeneratorModel {
  // In one piece: the state that its few steps share.
  const choices = signal<GeneratorView | undefined>(undefined);
  const drawn = signal<Generated | null>(null);
  const rules = signal<PasswordHints | null>(null);
  const byRules = signal(true);
  const failed = signal(false);
  const own = signal<number | null>(null);
  const known = computed(() => (byRules.value ? rules.value : null));
  const lengths = computed(() =>
    lengthsFor(known.value, own.value ?? choices.value?.password.length ?? DEFAULT_PASSWORD_OPTIONS.length),
  );
  /** The one that stands there, while nobody has taken it and nobody asked for another. */
  let passing: string | null = null;
  const draw = coalesce(async () => {
    failed.value = false;
    try {
      choices.value ??= await worker.generator();
      const password = { ...choices.value.password, length: lengths.value.chosen };
      const asked = { choices: { ...choices.value, password }, rules: known.value, languages };
      const made = await generate(entropy, asked);
      const id = randomId();
      const { what } = choices.value;
      const kept = await worker.keepDrawn({ id, what, text: made.text, site, replaces: passing });
      if (!kept.ok) throw new Error(kept.reason);
      passing = id;
      drawn.value = made;
    } catch {
      failed.value = true;
    }
  });
  const redraw = async (): Promise<void> => {
    passing = null;
    await draw();
  };
  const begin = async (): Promise<void> => {
    rules.value = await rulesOf(worker, site, tabId);
    await draw();
  };
  const change = async (next: GeneratorView): Promise<void> => {
    choices.value = next;
    await draw();
    await worker.setGenerator(choices.value ?? next).catch(() => {});
  };
  void begin();
  return {
    ...{ choices, drawn, rules, byRules, lengths, failed },
    draw: redraw,
    change,
    async obey(obeys) {
      byRules.value = obeys;
      own.value = null;
      await draw();
    },
    async lengthen(length) {
      if (lengths.value.site !== null) {
        own.value = length;
        return draw();
      }
      const { value } = choices;
      if (value !== undefined) await change({ ...value, password: { ...value.password, length } });
    },
    took() {
      passing = null;
    },
  };
}
