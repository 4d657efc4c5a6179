// Parts of the interface that are fetched from the package only when they are first shown, or a moment before: they
// keep the first paint small.

import { useEffect, useState } from 'preact/hooks';

type Load<Module> = () => Promise<Module>;

/** By the function that fetches them. */
const here = new Map<Load<unknown>, unknown>();

/** Fetches a module that will soon be shown: what it shows then stands at once. Never rejects. */
export async function fetchAhead(load: Load<unknown>): Promise<void> {
  await load().then(
    (module) => here.set(load, module),
    // Asked for again when it is shown.
    () => {},
  );
}

/** A module once it is here; null before. */
export function useModule<Module>(load: Load<Module>): Module | null {
  const [module, setModule] = useState<Module | null>(() => (here.get(load) as Module | undefined) ?? null);
  useEffect(() => {
    if (module !== null) return;
    let gone = false;
    void load().then((loaded) => {
      here.set(load, loaded);
      if (!gone) setModule(() => loaded);
    });
    return () => {
      gone = true;
    };
  }, [load]);
  return module;
}
