// A mail as it was sent, as text or as harmless HTML. Nothing in it is fetched; a link opens only after the person saw the host it leads to.

import { MailX } from 'lucide-preact';
import { useMemo, useState } from 'preact/hooks';
import { visible } from '#app/visible.ts';
import { i18n } from '#i18n';
import type { MailView } from '#rpc/views.ts';
import { askToOpen, LinkedText } from '../link/link.tsx';
import { useApp } from '../model/app.ts';
import { useModule } from '../model/lazy.ts';
import { useLifetime } from '../model/lifetime.ts';
import { createResource } from '../model/resource.ts';
import { go } from '../model/route.ts';
import { Wait } from '../ui/progress.tsx';
import { Bar, EmptyState } from '../ui/surfaces.tsx';
import { Chips } from '../ui/switch.tsx';
import { dateAndTime } from '../ui/time.ts';
import { NoAnswer } from '../unlock/gate.tsx';
import './mail.css';

type ShownAs = 'html' | 'text';

const loadSanitiser = () => import('./sanitise.ts');

interface Link {
  url: string;
  host: string;
  text: string;
}

function Links({ links }: { links: Link[] }) {
  if (links.length === 0) return null;
  return (
    <details class="mail-links">
      <summary>{i18n.t('mail.links', links.length)}</summary>
      <ol>
        {links.map((link, at) => (
          <li key={link.url}>
            <button type="button" onClick={() => askToOpen(link.url)}>
              <span class="faint small">{at + 1}</span>
              <span class="grow">
                <span class="cut" style="display: block">
                  {link.text === '' ? link.host : visible(link.text)}
                </span>
                <span class="small muted break">{link.host}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}

interface HtmlProps {
  html: string;
  pictures: MailView['pictures'];
  title: string;
}

function Html({ html, pictures, title }: HtmlProps) {
  const sanitiser = useModule(loadSanitiser);
  const safe = useMemo(() => sanitiser?.sanitiseMail(html, pictures), [sanitiser, html, pictures]);
  if (!safe) return <Wait />;
  return (
    <>
      {safe.blocked > 0 && (
        <div class="small muted" style="padding: 8px 16px" role="note">
          {i18n.t('mail.blocked', safe.blocked)}
        </div>
      )}
      <iframe class="mail-frame" sandbox="" srcDoc={safe.document} title={title} referrerpolicy="no-referrer" />
      <Links links={safe.links} />
    </>
  );
}

function PlainText({ text }: { text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
    <div class="scroll" tabIndex={0}>
      <div class="mail-text" dir="auto">
        <LinkedText text={text} />
      </div>
    </div>
  );
}

function Vouched({ mail }: { mail: MailView }) {
  const { spf, dkim, dmarc } = mail.authentication;
  const good = mail.vouchedBy;
  // Whom it claims to be from is what nobody confirmed.
  const claimed = mail.from.address.slice(mail.from.address.lastIndexOf('@') + 1);
  return (
    <span
      class={good !== null ? 'muted' : ''}
      style={good !== null ? undefined : 'color: var(--warn)'}
      title={`SPF ${spf} · DKIM ${dkim} · DMARC ${dmarc}`}
    >
      {good !== null && i18n.t('mail.vouched', [good])}
      {good === null && (claimed === '' ? i18n.t('mail.notAuthentic') : i18n.t('mail.notVouched', [claimed]))}
    </span>
  );
}

function Shown({ mail, as }: { mail: MailView; as: ShownAs }) {
  const title = mail.subject === '' ? i18n.t('mail.noSubject') : mail.subject;
  return (
    <main class="page" style="flex: 1">
      <div class="mail-head">
        <h2>{title}</h2>
        <dl>
          <dt>{i18n.t('mail.from')}</dt>
          <dd>
            {mail.from.name} <span class="muted">{mail.from.address}</span>
          </dd>
          <dt class="unseen">{i18n.t('mail.sender')}</dt>
          <dd class="under">
            <Vouched mail={mail} />
          </dd>
          <dt>{i18n.t('mail.to')}</dt>
          <dd>{mail.to}</dd>
          <dt>{i18n.t('mail.received')}</dt>
          <dd>{dateAndTime(mail.receivedAt)}</dd>
        </dl>
      </div>
      {as === 'html' && mail.html !== null ? (
        <Html html={mail.html} pictures={mail.pictures} title={title} />
      ) : (
        <PlainText text={mail.text} />
      )}
    </main>
  );
}

export function Mail({ id, message }: { id: string; message: string }) {
  const app = useApp();
  const [as, setAs] = useState<ShownAs>('html');
  const resource = useLifetime((lifetime) =>
    createResource(app, [], () => app.worker.mail({ relationship: id, message }), lifetime),
  );
  const mail = resource.value.value;
  return (
    <>
      <Bar
        title={i18n.t('mail.title')}
        onBack={() => go({ at: 'thread', id })}
        after={
          mail?.html != null && (
            <Chips
              label={i18n.t('mail.showAs')}
              value={as}
              options={[
                { value: 'html', label: i18n.t('mail.asHtml') },
                { value: 'text', label: i18n.t('mail.asText') },
              ]}
              onChange={setAs}
            />
          )
        }
        edged
        focus
      />
      {mail ? (
        <Shown mail={mail} as={as} />
      ) : mail === null ? (
        <EmptyState icon={MailX} title={i18n.t('mail.goneTitle')}>
          {i18n.t('mail.goneText')}
        </EmptyState>
      ) : resource.failed.value ? (
        <NoAnswer onRetry={() => void resource.reload()} />
      ) : (
        <Wait />
      )}
    </>
  );
}
