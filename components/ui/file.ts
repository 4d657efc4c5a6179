// Files that a person saves or chooses: text only, through the page, with no permission.

/** Longest text that a chosen file may hold; an invitation is far shorter. */
const MOST_BYTES = 200_000;

export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser holds the data once the download has begun, which may be after this task.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export type ChosenFile = { ok: true; text: string } | { ok: false; reason: 'too-large' | 'unreadable' };

export async function readFile(file: File): Promise<ChosenFile> {
  if (file.size > MOST_BYTES) return { ok: false, reason: 'too-large' };
  try {
    return { ok: true, text: await file.text() };
  } catch {
    return { ok: false, reason: 'unreadable' };
  }
}
