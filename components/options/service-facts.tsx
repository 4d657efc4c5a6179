// A service's descriptor, in words for a person, and the fingerprint by which its key is compared.

import type { ComponentChildren } from 'preact';
import type { ServicePreview } from '#app/views/services.ts';
import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { shownHost } from '../ui/host.ts';
import { byteSize } from '../ui/size.ts';
import { Notice } from '../ui/surfaces.tsx';
import { capital, date } from '../ui/time.ts';

export const rolesInWords = (roles: ServicePreview['roles']): string =>
  capital(new Intl.ListFormat().format(roles.map((role) => i18n.t(`options.services.role.${role}`))));

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

export function ServiceFacts({ service }: { service: ServicePreview }) {
  const { clock } = useApp();
  const { roles, mailDomain, maxBlobBytes, retryHorizonDays, tokenIssuers, keys } = service;
  const ended = keys !== null && keys.untilAt <= clock.now();
  const keyless = roles.includes('receiving') && (keys === null || ended);
  return (
    <>
      <dl class="facts">
        <Fact name={i18n.t('options.services.fact.does')}>{rolesInWords(roles)}</Fact>
        {mailDomain !== null && <Fact name={i18n.t('options.services.fact.mail')}>@{mailDomain}</Fact>}
        {maxBlobBytes !== null && maxBlobBytes > 0 && (
          <Fact name={i18n.t('options.services.fact.files')}>
            {i18n.t('options.services.fact.filesUpTo', [byteSize(maxBlobBytes, true)])}
          </Fact>
        )}
        {roles.includes('sending') && (
          <Fact name={i18n.t('options.services.fact.tries')}>
            {i18n.t('options.services.fact.triesDays', retryHorizonDays)}
          </Fact>
        )}
        <Fact name={i18n.t('options.services.fact.tokens')}>
          {tokenIssuers.length === 0
            ? i18n.t('options.services.fact.noTokens')
            : i18n.t('options.services.fact.tokensOf', [new Intl.ListFormat().format(tokenIssuers.map(shownHost))])}
        </Fact>
        {keys !== null && (
          <Fact name={i18n.t('options.services.fact.keys')}>
            {i18n.t('options.services.fact.keysFrom', [date(keys.sinceAt), date(keys.untilAt - 1)])}
          </Fact>
        )}
      </dl>
      {keyless && <Notice tone="warn">{i18n.t('options.services.keysEnded')}</Notice>}
    </>
  );
}

/** In two lines of four groups, as they are read out. */
export function Fingerprint({ digits }: { digits: string }) {
  return (
    <div class="fingerprint">
      <span class="small muted">{i18n.t('options.services.fingerprint')}</span>
      <code>
        {digits.slice(0, 16).match(/.{4}/g)?.join(' ')} <br />
        {digits.slice(16).match(/.{4}/g)?.join(' ')}
      </code>
      <span class="small muted">{i18n.t('options.services.fingerprintHint')}</span>
    </div>
  );
}
