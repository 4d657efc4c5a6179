// Parts of the script that come when they are needed: one after the other, since words need the menu that learns them;
// each once, and again only if it, or one before it, did not come.

/** @param inject puts parts into this frame, in their order */
export function loader(inject: (parts: string[]) => Promise<unknown>): (parts: readonly string[]) => Promise<void> {
  const coming = new Map<string, Promise<unknown>>();
  let last: Promise<unknown> = Promise.resolve();
  return async (parts) => {
    const missing = parts.filter((part) => !coming.has(part));
    if (missing.length > 0) {
      const injected = last.then(() => inject(missing));
      last = injected;
      for (const part of missing) coming.set(part, injected);
      injected.catch(() => {
        for (const part of missing) coming.delete(part);
        if (last === injected) last = Promise.resolve();
      });
    }
    await Promise.all(parts.map((part) => coming.get(part)));
  };
}
