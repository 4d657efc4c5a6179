// Files that a person saves or chooses, through the page, with no permission.

/** Longest text that a chosen file may hold; an invitation is far shorter. */
const MOST_BYTES = 200_000;

export function saveFile(name: string, text: string): void {
  saveBlob(name, new Blob([text], { type: 'text/plain;charset=utf-8' }));
}

/** Saves it; nothing opens it by its content. */
export function saveBlob(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
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

/** Files of a drop or a paste; folders and non-files are left out. */
export function filesOf(transfer: DataTransfer | null): File[] {
  return [...(transfer?.items ?? [])].flatMap((item) => {
    if (item.kind !== 'file' || item.webkitGetAsEntry()?.isDirectory) return [];
    return item.getAsFile() ?? [];
  });
}
