// One fact of an entry: plain, or a secret that is asked for at the press.
import type { ComponentChildren } from 'preact';
import type { SecretPart } from '#app/logins/secret.ts';
import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { SecretFact } from '../person/secret-fact.tsx';
import { CopyButton } from '../ui/copy.tsx';

export interface FactProps {
  name: string;
  /** Empty: there is no such fact, and nothing is shown. */
  value: string;
  /** What its copy button is called; without it there is none. */
  copy?: string;
  after?: ComponentChildren;
}

export function Fact({ name, value, copy, after }: FactProps) {
  if (value === '') return null;
  return (
    <li class="fact">
      <div class="grow">
        <div class="fact-name">{name}</div>
        <div class="fact-value entry-note" dir="auto">
          {value}
        </div>
      </div>
      {copy !== undefined && <CopyButton text={value} label={`${copy}: ${name}`} />}
      {after}
    </li>
  );
}

export interface EntrySecretProps {
  id: string;
  name: string;
  part: SecretPart;
  /** Of the field, or of the former version. */
  index?: number;
  /** Of the former version. */
  until?: number | null;
  /** Stands there while it is not shown. */
  hidden?: string;
  after?: ComponentChildren;
}

export function EntrySecret({ id, name, part, index = 0, until = null, hidden, after }: EntrySecretProps) {
  const { worker } = useApp();
  const ask = async (): Promise<string | null> => {
    const outcome = await worker.revealSecret({ entry: id, part, index, until });
    return outcome.ok ? outcome.secret : null;
  };
  const words = {
    show: i18n.t('entries.show', [name]),
    hide: i18n.t('entries.hide', [name]),
    copy: i18n.t('entries.copySecret', [name]),
  };
  return <SecretFact name={name} ask={ask} words={words} hidden={hidden} after={after} />;
}
