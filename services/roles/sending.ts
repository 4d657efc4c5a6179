// The sending service in a process: its queue, and the blobs that it hosts.

import { hostingHandlers } from '../blobs/hosting.ts';
import { serveRole } from '../http/serve.ts';
import { NOBODY, type ProcessParts, type Undo } from '../process/parts.ts';
import { Sending } from '../sending/sending.ts';

export async function startSending(parts: ProcessParts, undo: Undo): Promise<void> {
  const sending = new Sending(parts);
  const hosting = hostingHandlers({ ...parts, blobDays: parts.limits.blobDays });
  serveRole(parts.app, 'sending', { ...sending.handlers, ...hosting }, parts.serving(NOBODY));
  await sending.start();
  undo.push(() => sending.stop());
}
