// A mail as it was sent, as text or as harmless HTML. Nothing in it is fetched; a link opens only after the person saw
// the host it leads to.

import { MailX } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { MailView } from '#app/views/messages.ts';
import { i18n } from '#i18n';
import { LinkedText } from '../link/linked-text.tsx';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { go } from '../model/navigation.ts';
import { createResource } from '../model/resource.ts';
import { Boundary } from '../ui/boundary.tsx';
import { Wait } from '../ui/progress.tsx';
import { Bar, EmptyState } from '../ui/surfaces.tsx';
import { Chips } from '../ui/switch.tsx';
import { dateAndTime } from '../ui/time.ts';
import { NoAnswer } from '../unlock/gate.tsx';
import { MailAttachments } from './attachments.tsx';
import { Html } from './html.tsx';
import './mail.css';

type ShownAs = 'html' | 'text';

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
  // The sender that the mail claims, which no check confirmed.
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

function Shown({ relationship, mail, as }: { relationship: string; mail: MailView; as: ShownAs }) {
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
        <MailAttachments relationship={relationship} message={mail.id} attachments={mail.attachments} />
      </div>
      {as === 'html' && mail.html !== null ? (
        <Html html={mail.html} pictures={mail.pictures} title={title} />
      ) : (
        <PlainText text={mail.text} />
      )}
    </main>
  );
}

export function MailScreen({ id, message }: { id: string; message: string }) {
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
        <Boundary
          key={as}
          instead={
            <EmptyState icon={MailX} title={i18n.t('mail.notDrawnTitle')}>
              {i18n.t('mail.notDrawnText')}
            </EmptyState>
          }
        >
          <Shown relationship={id} mail={mail} as={as} />
        </Boundary>
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
