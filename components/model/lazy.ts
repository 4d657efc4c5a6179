// Parts of the interface that are fetched from the package only when they are first shown: they keep the first paint
// small.

import { useEffect, useState } from 'preact/hooks';

/** A module once it is here; null before. */
export function useModule<Module>(load: () => Promise<Module>): Module | null {
  const [module, setModule] = useState<Module | null>(null);
  useEffect(() => {
    let gone = false;
    void load().then((loaded) => {
      if (!gone) setModule(loaded);
    });
    return () => {
      gone = true;
    };
  }, [load]);
  return module;
}
