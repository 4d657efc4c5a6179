// Parts of the script that come when they are needed: each is asked for once, and again only where it did not come.

/** @param inject puts parts into this frame, in their order */
export function loader(inject: (parts: string[]) => Promise<unknown>): (parts: readonly string[]) => Promise<void> {
  const coming = new Map<string, Promise<unknown>>();
  return async (parts) => {
    const missing = parts.filter((part) => !coming.has(part));
    if (missing.length > 0) {
      const injected = inject(missing);
      for (const part of missing) coming.set(part, injected);
      injected.catch(() => missing.map((part) => coming.delete(part)));
    }
    await Promise.all(parts.map((part) => coming.get(part)));
  };
}
