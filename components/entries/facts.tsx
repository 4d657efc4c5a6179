// A secret of an entry, asked for at the press.
import type { ComponentChildren } from 'preact';
import type { SecretPart } from '#app/logins/secret.ts';
import { useApp } from '../model/app.ts';
import { SecretFact } from '../person/secret-fact.tsx';

export interface EntrySecretProps {
  id: string;
  name: string;
  part: SecretPart;
  /** Of the field. */
  index?: number;
  /** The former version's id. */
  version?: string;
  /** Stands there while it is not shown. */
  hidden?: string;
  after?: ComponentChildren;
}

export function EntrySecret({ id, name, part, index = 0, version, hidden, after }: EntrySecretProps) {
  const { worker } = useApp();
  const ask = async (): Promise<string | null> => {
    const outcome = await worker.revealSecret({ entry: id, part, index, version });
    return outcome.ok ? outcome.secret : null;
  };
  return <SecretFact name={name} ask={ask} hidden={hidden} after={after} />;
}
