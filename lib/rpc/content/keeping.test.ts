// Questions about log-ins that a person types, for any sequence of acts of people and their pages, a killed
// worker and a lock among it, beside a model of a few lines: the real worker's answers over a real device, in which
// pages are no more than the forms that they show.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { entryIds, handOut } from '#app/logins/hand-out.ts';
import { ChosenTabs } from '#app/sites/chosen.ts';
import { ANSWER_MS, GONE_PAGE_MS, QUESTION_MS, TypedLogins } from '#app/sites/typed-logins.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { PASSPHRASE, person, type TestDevice } from '#e2e/harness/devices.ts';
import type { WorkerContext } from '../call/worker-context.ts';
import { type TypedParts, typedHandlers, typedQuestions } from '../sites/typed-questions.ts';
import { keepingHandlers } from './keeping.ts';
import type { ContentServing } from './serving.ts';

const FORM = 'currentPassword:password';
const TABS = [1, 2] as const;
const SITES = ['one.example', 'two.example'] as const;
const NAMES = ['alex', 'blair'] as const;

let device: TestDevice;
beforeAll(async () => {
  useProvider(await loadSodium());
  device = await person([]);
});

/** A typed pair that may be asked about, as the model holds it. */
interface Pending {
  readonly tab: number;
  readonly site: string;
  readonly name: string;
  readonly password: string;
  readonly since: number;
  readonly state: 'sent' | 'doubted' | 'asked' | 'aside';
}

interface Model {
  now: number;
  pending: Pending[];
  /** Pairs that are kept, by site and name. */
  readonly kept: Map<string, string>;
  readonly declined: Set<string>;
  readonly never: Set<string>;
  /** What was kept before the run has the same names: hosts differ in each. */
  readonly run: number;
}

/** The worker with all that outlives it. */
class Real {
  readonly memory = new Map<string, Uint8Array>();
  now: number;
  parts: TypedParts;
  content: ReturnType<typeof keepingHandlers>;
  popup: ReturnType<typeof typedHandlers>;
  readonly #context: WorkerContext;

  constructor(now: number) {
    this.now = now;
    this.#context = {
      device: device.device,
      used: async () => {},
      judged: async () => {},
      tabs: { nudge: () => {} },
    } as unknown as WorkerContext;
    ({ parts: this.parts, content: this.content, popup: this.popup } = this.#born());
  }

  /** Another life of the worker. */
  #born() {
    const { memory } = this;
    const volatile = {
      get: async (name: string) => memory.get(name) ?? null,
      set: async (name: string, value: Uint8Array) => void memory.set(name, value),
      remove: async (name: string) => void memory.delete(name),
    };
    const typed = new TypedLogins({ volatile, entropy: nodeEntropy, now: () => this.now });
    const parts = { typed, chosen: new ChosenTabs(volatile) };
    const serving = { context: this.#context, chosen: parts.chosen, keeping: { typed, wake: () => {} } };
    return {
      parts,
      content: keepingHandlers(serving as unknown as ContentServing),
      popup: typedHandlers(this.#context, parts),
    };
  }

  killed(): void {
    ({ parts: this.parts, content: this.content, popup: this.popup } = this.#born());
  }

  async questions() {
    const open = await device.device.opened();
    return open === null ? [] : typedQuestions(open, this.parts);
  }

  async kept(host: string): Promise<[string, string][]> {
    const app = await device.app();
    const all = await handOut(app, await entryIds(app));
    return all
      .filter(({ sites }) => sites.some(({ url }) => new URL(url).host === host))
      .map(({ username, password }): [string, string] => [username, password])
      .sort();
  }
}

const hostOf = (model: Model, site: string): string => `r${model.run}-${site}`;
const from = (host: string, tab: number) => ({
  ...{ tabId: tab, frameId: 0, windowId: 1, topUrl: null },
  url: `https://${host}/`,
});
const key = (host: string, name: string): string => `${host} ${name}`;
const lifeOf = ({ state }: Pending): number =>
  state === 'aside' ? GONE_PAGE_MS : state === 'asked' ? QUESTION_MS : ANSWER_MS;

/** The model forgets as the worker does; no more than a time for each state. */
function fresh(model: Model): void {
  model.pending = model.pending.filter((one) => model.now - one.since < lifeOf(one));
}
const inTab = (model: Model, tab: number): Pending | undefined =>
  model.pending.find((one) => one.tab === tab && one.state !== 'aside');
const isTaken = ({ state }: Pending): boolean => state === 'asked' || state === 'aside';
function becomes(model: Model, one: Pending, state: Pending['state'] | null): void {
  const isSame = one.state === state || (one.state === 'asked' && state === 'asked');
  const since = isSame || state === 'doubted' ? one.since : model.now;
  const after = model.pending.flatMap((other) =>
    other !== one ? other : state === null ? [] : { ...one, state, since },
  );
  // In the order in which they were typed: what was typed later and taken, makes an earlier one old.
  model.pending = after.filter(
    (other, at) =>
      other.state !== 'aside' ||
      !after.some((later, place) => place > at && later.site === other.site && isTaken(later)),
  );
}
/** What the person would be asked about it, or null. */
function questionIn(model: Model, one: Pending): 'new' | 'changed' | null {
  const kept = model.kept.get(key(one.site, one.name));
  if (model.never.has(one.site) || model.declined.has(`${one.tab} ${key(one.site, one.name)}`)) return null;
  return kept === undefined ? 'new' : kept === one.password ? null : 'changed';
}

type Command = fc.AsyncCommand<Model, Real>;
// Mostly the same: what goes wrong goes wrong between two acts about one log-in.
const tabs = fc.constantFrom(1, 1, 1, ...TABS);
const sites = fc.constantFrom(SITES[0], SITES[0], SITES[0], ...SITES);

/** Every command ends with the same look: the same waits and is kept as in the model. */
const command = (name: string, act: (model: Model, real: Real) => Promise<void>): Command => ({
  check: () => true,
  toString: () => name,
  async run(model, real) {
    fresh(model);
    await act(model, real);
    fresh(model);
    const told = (await real.parts.typed.all()).map((one) => [one.tabId, one.username, one.password, one.isAside]);
    const said = model.pending.map((one) => [one.tab, one.name, one.password, one.state === 'aside']);
    expect(told.map(String).sort()).toEqual(said.map(String).sort());
  },
});

const types = fc
  .record({
    tab: tabs,
    site: sites,
    name: fc.constantFrom(NAMES[0], NAMES[0], ...NAMES),
    password: fc.constantFrom('first', 'second'),
    isTaken: fc.boolean(),
  })
  .map(({ tab, site, name, password, isTaken }) =>
    command(`types ${name}:${password} at ${site} in ${tab}${isTaken ? ', taken' : ''}`, async (model, real) => {
      const host = hostOf(model, site);
      const answer = await real.content.typed(
        { username: name, email: '', password, former: '', purpose: 'login', form: FORM, title: '' },
        from(host, tab),
      );
      if (model.never.has(host)) return expect(answer).toBe(null);
      model.pending = model.pending.filter((one) => one.tab !== tab || one.state === 'aside');
      const one: Pending = { tab, site: host, name, password, since: model.now, state: 'sent' };
      model.pending.push(one);
      if (!isTaken || answer === null) return;
      await real.content.typedEnded({ id: answer.id, accepted: true }, from(host, tab));
      becomes(model, one, 'asked');
    }),
  );

/** A page comes to rest in a tab. */
const shows = fc
  .record({ tab: tabs, site: sites, form: fc.constantFrom('none', 'same', 'other') })
  .map(({ tab, site, form }) =>
    command(`shows ${site} in ${tab} with ${form} form`, async (model, real) => {
      const host = hostOf(model, site);
      const forms = { none: [], same: [FORM], other: ['currentPassword:pin'] }[form] ?? [];
      const asked = await real.content.toKeep({ forms }, from(host, tab));
      const here = inTab(model, tab);
      const aside = model.pending.find((one) => one.state === 'aside' && one.site === host);
      const one = here?.site === host ? here : aside;
      const own = model.pending.findLast((other) => other.tab === tab);
      if (one === undefined) {
        expect(asked).toBe(null);
        if (own === undefined || own.site === host) return;
        if (form === 'same') becomes(model, own, null);
        else if (form === 'none' && own.state !== 'aside')
          becomes(model, own, own.state === 'doubted' ? null : 'aside');
        return;
      }
      const is = form === 'same' ? null : questionIn(model, one);
      expect(asked?.is ?? null).toBe(is);
      if (asked !== null) expect([asked.site, asked.name]).toEqual([host, one.name]);
      if (is === null) becomes(model, one, null);
      else if (one.state !== 'aside') becomes(model, one, 'asked');
    }),
  );

/** The frame tells of its form. */
const ends = fc.record({ tab: tabs, how: fc.constantFrom('accepted', 'dropped', 'doubted') }).map(({ tab, how }) =>
  command(`${how} in ${tab}`, async (model, real) => {
    const one = inTab(model, tab);
    const id = (await real.parts.typed.in(tab))?.id;
    expect(id === undefined).toBe(one === undefined);
    if (one === undefined || id === undefined) return;
    if (how === 'doubted') await real.parts.typed.doubt(id);
    else await real.content.typedEnded({ id, accepted: how === 'accepted' }, from(one.site, tab));
    if (how === 'dropped') becomes(model, one, null);
    else if (how === 'accepted') becomes(model, one, 'asked');
    else if (one.state === 'sent') becomes(model, one, 'doubted');
  }),
);

const closes = tabs.map((tab) =>
  command(`closes ${tab}`, async (model, real) => {
    await real.parts.typed.closed(tab);
    const one = inTab(model, tab);
    if (one !== undefined) becomes(model, one, one.state === 'doubted' ? null : 'aside');
    for (const said of [...model.declined]) if (said.startsWith(`${tab} `)) model.declined.delete(said);
  }),
);

/** In the bar or in the popup. */
const answers = fc
  .record({
    place: fc.constantFrom('bar', 'popup'),
    answer: fc.constantFrom('keep', 'keep', 'keep', 'keep', 'later', 'later', 'never'),
  })
  .map(({ place, answer }) =>
    command(`${answer} in the ${place}`, async (model, real) => {
      const asked = await real.questions();
      const due = model.pending.filter(({ state }) => state === 'asked' || state === 'aside');
      const open = due.filter((one) => questionIn(model, one) !== null);
      for (const one of due) if (!open.includes(one)) becomes(model, one, null);
      const shown = (one: { site: string; name: string; is: string | null }) => `${one.site} ${one.name} ${one.is}`;
      expect(asked.map(shown).sort()).toEqual(open.map((one) => shown({ ...one, is: questionIn(model, one) })).sort());
      const [question] = asked;
      const waiting = (await real.parts.typed.all()).find(({ id }) => id === question?.id);
      const one = open.find(
        (other) => other.site === waiting?.site && other.tab === waiting.tabId && other.name === waiting.username,
      );
      if (question === undefined || waiting === undefined || one === undefined) return;
      const { id, is } = question;
      const caller = from(one.site, one.tab);
      if (place === 'popup') await real.popup.answerTyped({ id, is, answer }, null);
      else if (answer === 'keep') expect(await real.content.keepTyped({ id, is }, caller)).toEqual({ ok: true });
      else if (answer === 'later') await real.content.notNow({ id }, caller);
      else await real.content.neverKeep(null, caller);
      if (answer === 'keep') model.kept.set(key(one.site, one.name), one.password);
      else if (answer === 'later') model.declined.add(`${one.tab} ${key(one.site, one.name)}`);
      else model.never.add(one.site);
      becomes(model, one, null);
      for (const site of SITES) {
        const host = hostOf(model, site);
        const said = NAMES.flatMap((name) =>
          model.kept.has(key(host, name)) ? [[name, model.kept.get(key(host, name))]] : [],
        );
        expect(await real.kept(host)).toEqual(said);
      }
    }),
  );

const passes = fc.constantFrom(20_000, 90_000, 10 * 60_000).map((ms) =>
  command(`${ms / 1000} s pass`, async (model, real) => {
    model.now += ms;
    real.now = model.now;
  }),
);

const ended = fc.constantFrom('killed', 'locked').map((how) =>
  command(`the worker is ${how}`, async (model, real) => {
    real.killed();
    if (how === 'killed') return;
    await device.device.lock();
    await real.parts.typed.clear();
    await device.device.unlock(PASSPHRASE);
    await real.parts.typed.unlocked();
    model.pending = [];
    model.declined.clear();
  }),
);

test('what is asked and kept is what a model of a few lines says, whatever people, pages and the browser do', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.commands([types, types, types, shows, shows, ends, closes, answers, answers, answers, passes, ended], {
        maxCommands: 60,
        size: 'max',
      }),
      (commands) =>
        fc.asyncModelRun(() => {
          const now = 1_000_000;
          const model: Model = { now, pending: [], kept: new Map(), declined: new Set(), never: new Set(), run: ++run };
          return { model, real: new Real(now) };
        }, commands),
    ),
    { numRuns: 150 },
  );
});
