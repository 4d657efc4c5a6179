// A `data:` address as a file: our pages' policy lets none be fetched.

/** Null: it is none of base64. */
export function pictureBlob(address: string): Blob | null {
  const [, type, base64] = /^data:([a-z]+\/[a-z0-9.+-]+);base64,(.*)$/s.exec(address) ?? [];
  if (type === undefined || base64 === undefined) return null;
  try {
    const binary = atob(base64);
    return new Blob([Uint8Array.from(binary, (letter) => letter.charCodeAt(0))], { type });
  } catch {
    return null;
  }
}
