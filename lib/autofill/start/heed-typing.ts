// Brings what notices typed log-ins (lib/autofill/saving) into a frame, when the person comes to a field for a name or
// a password, or when a log-in waits for what this frame shows. Every page carries this part, so it is kept small.

import { FormReader } from '../forms/reader.ts';
import type { Early, Saving } from '../saving/saving.ts';
import type { OfferSetting } from './offer.ts';

const FIELDS = 'input:is([type=password],[type=email],[autocomplete*=user],[name*=user i],[name*=log])';
const HEARD = ['input', 'change', 'submit', 'click', 'keydown'];

/** @param known of this frame, if it has one already */
export function heedTyping(setting: OfferSetting, known?: FormReader): void {
  const { window, client, signal, menu } = setting;
  let begun: Promise<Saving | null> | null = null;
  let early: Early | null = null;
  const begin = async (): Promise<Saving> => {
    const meanwhile: Early = [];
    early = meanwhile;
    const reader = known ?? new FormReader(window, () => {}, signal);
    const languages = reader.languages();
    (await menu(languages)).teach(reader);
    reader.knows(languages);
    const Part = await setting.saving();
    early = null;
    return new Part({ ...setting, reader, early: meanwhile });
  };
  const saving = (): Promise<Saving | null> => {
    begun ??= begin().catch(() => (begun = early = null));
    return begun;
  };
  const heed = (event: Event): void => {
    const [on] = event.composedPath() as Element[];
    if (!event.isTrusted || !on?.matches) return;
    if (on.matches(FIELDS)) void saving();
    early?.push([event, on]);
  };
  for (const type of ['focusin', ...HEARD]) window.addEventListener(type, heed, { capture: true, signal });
  client.onKeep?.(async () => (await saving())?.hear() ?? false, signal);
}
