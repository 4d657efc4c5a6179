// Models live as long as the component that made them: their listeners and timers end with an AbortSignal.

import { useEffect, useState } from 'preact/hooks';

/** Makes a model once per mount; give the component a `key` if another subject needs another model. */
export function useLifetime<Model>(create: (signal: AbortSignal) => Model): Model {
  const [life] = useState(() => {
    const controller = new AbortController();
    return { controller, model: create(controller.signal) };
  });
  useEffect(() => () => life.controller.abort(), [life]);
  return life.model;
}
