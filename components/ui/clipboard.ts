// A secret does not stay on the clipboard: a minute after it was copied it is taken off, if the clipboard still holds
// it. To see that, the page must have the focus (else it waits for it) and permission to look. Never takes off anything
// else; keeps a digest of the secret while it waits, not the secret.

const STAYS_MS = 60_000;

/**
 * Chromium asks the person once (the options page has the button) and gives the answer to every page of the extension.
 * `never`: the browser has no lasting answer, like Firefox, which asks at every look; so there it is not done.
 */
export type MayLook = 'granted' | 'prompt' | 'denied' | 'never';

export async function mayLook(): Promise<MayLook> {
  try {
    return (await navigator.permissions.query({ name: 'clipboard-read' as PermissionName })).state;
  } catch {
    return 'never';
  }
}

/** Must be called at once in a click: the browser then puts its question. */
export async function askToLook(): Promise<MayLook> {
  await navigator.clipboard.readText().catch(() => {});
  return mayLook();
}

/** A popup goes when the person presses anything else, and its timers go with it. */
const isLasting = () => !document.documentElement.classList.contains('popup');

async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return new Uint8Array(bytes).join();
}

let waiting = new AbortController();

/** To be called when the secret was copied. @returns whether it will be taken off again */
export async function takeOffLater(secret: string): Promise<boolean> {
  waiting.abort();
  waiting = new AbortController();
  const { signal } = waiting;
  if (!isLasting() || (await mayLook()) !== 'granted') return false;
  const known = await digest(secret);
  const look = async (): Promise<void> => {
    if (signal.aborted) return;
    try {
      if ((await digest(await navigator.clipboard.readText())) === known) await navigator.clipboard.writeText('');
    } catch {
      addEventListener('focus', () => void look(), { once: true, signal });
    }
  };
  const timer = setTimeout(() => void look(), STAYS_MS);
  signal.addEventListener('abort', () => clearTimeout(timer));
  return true;
}
