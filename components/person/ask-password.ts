// Apart from the facts of a log-in, which the popup does not show.
import type { Worker } from '../model/app.ts';

/** A password for the clipboard; null: it is gone. */
export async function askPassword(worker: Worker, relationship: string): Promise<string | null> {
  const outcome = await worker.revealPassword({ relationship });
  return outcome.ok ? outcome.password : null;
}
