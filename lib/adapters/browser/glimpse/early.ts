// What a page does while its scripts are still being read (entrypoints/wake.ts): it wakes the worker, so that both
// start side by side; or, in the side panel, asks for the glimpse. By the browser's own objects,
// since the polyfill would be most of this script.
import { GLIMPSE } from '#app/device/glimpse.ts';
import { USED_AT } from '#app/device/left-alone.ts';

interface OwnApis {
  readonly runtime: { sendMessage(message: object): Promise<unknown> | undefined };
  readonly storage: { readonly session: { get(names: string[]): Promise<Record<string, unknown>> } };
}

const given = globalThis as typeof globalThis & {
  readonly browser?: OwnApis;
  readonly chrome?: OwnApis;
  /** For the page's script (read.ts). */
  nucleusGlimpse?: Promise<Record<string, unknown>>;
};
const own = given.browser ?? (given.chrome as OwnApis);

/** Says nothing, and nobody answers: a call to a worker that is not there starts it. */
export function wakeWorker(): void {
  void own.runtime.sendMessage({})?.catch(() => {});
}

/**
 * Asks for the glimpse. If there is one, the page wakes the worker itself, once it is painted: the worker's start would
 * take its time from the page's.
 * @param onNone the vault is locked, or opened a moment ago
 */
export function askForGlimpse(onNone: () => void = () => {}): void {
  given.nucleusGlimpse = own.storage.session.get([GLIMPSE, USED_AT]);
  const none = () => {
    onNone();
    wakeWorker();
  };
  given.nucleusGlimpse.then(({ [GLIMPSE]: left }) => left === undefined && none(), none);
}

/** What was asked for early, or asks now. */
export function glimpseAnswer(): Promise<Record<string, unknown>> {
  if (given.nucleusGlimpse === undefined) askForGlimpse();
  return given.nucleusGlimpse as Promise<Record<string, unknown>>;
}
