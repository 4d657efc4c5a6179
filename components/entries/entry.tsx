// One entry whole: each fact with its button to copy, secrets only while they are asked for, how it was before, and its
// buttons.
import { Clock, ExternalLink, History, MessageCircle, Pencil, RotateCcw, Trash2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { EntryView, VersionPart } from '#app/views/entries.ts';
import { webLink } from '#bytes/web-url.ts';
import { i18n } from '#i18n';
import type { EntryField } from '#logins/formats/entry.ts';
import { expiryShown } from '#logins/formats/expiry.ts';
import { entryAddress } from '#logins/sites/match.ts';
import { askToOpen } from '../link/link.tsx';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { go } from '../model/navigation.ts';
import { createResource } from '../model/resource.ts';
import { Fact } from '../person/fact.tsx';
import { OneTimeFact } from '../person/one-time-fact.tsx';
import { RemoveOneTime } from '../person/one-time-remove.tsx';
import { ProposedQuestion } from '../person/proposed.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { camel } from '../ui/key.ts';
import { Wait } from '../ui/progress.tsx';
import { Bar, EmptyState, Notice, Section, Tag } from '../ui/surfaces.tsx';
import { date, dateAndTime } from '../ui/time.ts';
import { showToast } from '../ui/toast.tsx';
import { NoAnswer } from '../unlock/gate.tsx';
import { ChangePassword } from './change-password.tsx';
import { EntryMark } from './entries.tsx';
import { EntrySecret } from './facts.tsx';
import { EntryFiles } from './files.tsx';
import { shownValue } from './own-fields.tsx';
import { ShareEntry } from './share.tsx';
import './entries.css';
import '../person/person.css';

function Sites({ entry }: { entry: EntryView }) {
  return (
    <>
      {entry.sites.map(({ url, match }) => {
        const address = entryAddress(url.trim());
        return (
          <Fact
            key={url}
            name={match === 'domain' ? i18n.t('entries.site') : i18n.t(`entries.match.${camel(match)}`)}
            value={url}
            after={
              address !== null && (
                <IconButton
                  small
                  icon={ExternalLink}
                  label={i18n.t('entries.openSite', [url])}
                  onPress={() => askToOpen(address.href)}
                />
              )
            }
          />
        );
      })}
    </>
  );
}

function LoginPart({ entry }: { entry: EntryView }) {
  const { id, username, mask, email, hasPassword, oneTimes, passkeys } = entry;
  return (
    <>
      <Fact name={i18n.t('login.username')} value={username} copy={i18n.t('login.copyUsername')} />
      {mask !== username && <Fact name={i18n.t('login.mask')} value={mask} copy={i18n.t('login.copyMask')} />}
      {email !== username && <Fact name={i18n.t('entries.email')} value={email} copy={i18n.t('entries.copyEmail')} />}
      {hasPassword && (
        // One that is shown goes with its password.
        <EntrySecret key={entry.passwordChangedAt} id={id} name={i18n.t('login.password')} part="password" />
      )}
      {entry.proposedAt !== null && (
        <EntrySecret key={`proposed ${entry.proposedAt}`} id={id} name={i18n.t('proposed.name')} part="proposed" />
      )}
      {oneTimes.map(({ issuer, account }, at) => (
        <OneTimeFact
          key={`${oneTimes.length} ${at}`}
          id={id}
          index={at}
          names={[issuer, account]}
          after={<RemoveOneTime id={id} index={at} names={{ issuer, account }} />}
        />
      ))}
      <Sites entry={entry} />
      {passkeys.map(({ rpId, userName }) => (
        <Fact
          key={`${rpId} ${userName}`}
          name={i18n.t('entries.passkey')}
          value={[rpId, userName].filter(Boolean).join(' · ')}
        />
      ))}
    </>
  );
}

function CardPart({ entry: { id, card, changedAt } }: { entry: EntryView }) {
  if (card === null) return null;
  return (
    <>
      <Fact name={i18n.t('entries.card.holder')} value={card.holder} copy={i18n.t('common.copy')} />
      <EntrySecret
        key={`number ${changedAt}`}
        id={id}
        name={i18n.t('entries.card.number')}
        part="card-number"
        hidden={card.number}
      />
      <Fact name={i18n.t('entries.card.expiry')} value={expiryShown(card.expiry)} copy={i18n.t('common.copy')} />
      {card.code !== '' && (
        <EntrySecret key={`code ${changedAt}`} id={id} name={i18n.t('entries.card.code')} part="card-code" />
      )}
      {card.pin !== '' && (
        <EntrySecret key={`pin ${changedAt}`} id={id} name={i18n.t('entries.card.pin')} part="card-pin" />
      )}
    </>
  );
}

function PersonPart({ entry: { person } }: { entry: EntryView }) {
  if (person === null) return null;
  const name = [person.title, person.firstName, person.middleName, person.lastName].filter(Boolean).join(' ');
  const place = [
    ...person.lines,
    [person.postalCode, person.city].filter(Boolean).join(' '),
    person.region,
    person.country,
  ];
  return (
    <>
      <Fact name={i18n.t('entries.person.name')} value={name} copy={i18n.t('common.copy')} />
      <Fact name={i18n.t('entries.person.company')} value={person.company} copy={i18n.t('common.copy')} />
      <Fact
        name={i18n.t('entries.person.address')}
        value={place.filter(Boolean).join('\n')}
        copy={i18n.t('common.copy')}
      />
      <Fact name={i18n.t('entries.email')} value={person.email} copy={i18n.t('entries.copyEmail')} />
      <Fact name={i18n.t('entries.person.phone')} value={person.phone} copy={i18n.t('common.copy')} />
    </>
  );
}

function OwnFact({ entry, field, index }: { entry: EntryView; field: EntryField; index: number }) {
  const { id, username } = entry;
  const name = field.name || i18n.t('entries.field');
  const { type, value } = field;
  if (type === 'hidden') return <EntrySecret id={id} name={name} part="field" index={index} />;
  if (type === 'linked' && value === 'password') return <EntrySecret id={id} name={name} part="password" />;
  const shown = type === 'linked' && value === 'username' ? username : shownValue(field);
  const link = type === 'text' ? webLink(value.trim()) : null;
  const open = link !== null && (
    <IconButton
      small
      icon={ExternalLink}
      label={i18n.t('entries.openSite', [value])}
      onPress={() => askToOpen(link.href)}
    />
  );
  return <Fact name={name} value={shown} copy={i18n.t('common.copy')} after={open} />;
}

/** The person's own fields, the note, folder and tags. */
function RestPart({ entry }: { entry: EntryView }) {
  const { fields, note, folder, tags, keptParts } = entry;
  return (
    <>
      {fields.map((field, at) => (
        <OwnFact key={`${entry.changedAt} ${at}`} entry={entry} field={field} index={at} />
      ))}
      <Fact name={i18n.t('entries.note')} value={note} copy={i18n.t('entries.copyNote')} />
      <Fact name={i18n.t('entries.folder')} value={folder.join(' / ')} />
      <Fact name={i18n.t('entries.tags')} value={tags.join(', ')} />
      <Fact name={i18n.t('entries.kept')} value={keptParts.join(', ')} />
    </>
  );
}

const PARTS: Readonly<Record<VersionPart, () => string>> = {
  title: () => i18n.t('entries.form.title'),
  username: () => i18n.t('login.username'),
  password: () => i18n.t('login.password'),
  sites: () => i18n.t('entries.site'),
  email: () => i18n.t('entries.email'),
  oneTimes: () => i18n.t('entries.oneTime'),
  note: () => i18n.t('entries.note'),
  fields: () => i18n.t('entries.field'),
  folder: () => i18n.t('entries.folder'),
  tags: () => i18n.t('entries.tags'),
  favourite: () => i18n.t('entries.favourite'),
  card: () => i18n.t('entries.kind.card'),
  person: () => i18n.t('entries.kind.address'),
};

/** Until when it was so, and what was changed then. */
function versionName({ until, isWhole, changed }: EntryView['versions'][number]): string {
  if (until === null) return i18n.t('entries.versionEarlier');
  const name = i18n.t(isWhole ? 'entries.versionUntil' : 'entries.passwordUntil', [dateAndTime(until)]);
  if (!isWhole || changed.length === 0) return name;
  return `${name}. ${i18n.t('entries.versionChanged', [changed.map((part) => PARTS[part]()).join(', ')])}`;
}

function Versions({ entry }: { entry: EntryView }) {
  const { worker } = useApp();
  const restore = useAction(async (version: string) => {
    const outcome = await worker.restoreVersion({ entry: entry.id, version });
    showToast(outcome.ok ? i18n.t('entries.versionRestored') : i18n.t('common.gone'), outcome.ok ? 'good' : 'bad');
  });
  if (entry.versions.length === 0) return null;
  return (
    <Section title={i18n.t('entries.versions')}>
      <ul class="facts">
        {entry.versions.map((version) => {
          const after = (
            <IconButton
              small
              icon={RotateCcw}
              busy={restore.busy}
              label={i18n.t('entries.versionUse')}
              onPress={() => void restore.run(version.id)}
            />
          );
          const name = versionName(version);
          if (version.hasPassword)
            return (
              <EntrySecret
                key={version.id}
                id={entry.id}
                name={name}
                part="version"
                version={version.id}
                after={after}
              />
            );
          return (
            <li class="fact" key={version.id}>
              <div class="grow fact-name">{name}</div>
              {after}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function Acts({ entry }: { entry: EntryView }) {
  // In one piece: the buttons of a page, and what each does.
  const { worker } = useApp();
  const [asking, setAsking] = useState(false);
  const toBin = useAction(async () => {
    await worker.deleteEntry({ entry: entry.id });
    showToast(i18n.t('entries.inBin'));
    go({ at: 'entries' });
  });
  const putBack = useAction(async () => {
    await worker.restoreEntry({ entry: entry.id });
    showToast(i18n.t('entries.putBackDone'));
  });
  const erase = useAction(async () => {
    await worker.eraseEntry({ entry: entry.id });
    go({ at: 'entries' });
  });
  if (entry.deletedAt !== null)
    return (
      <div class="entry-foot">
        <Button kind="primary" icon={RotateCcw} busy={putBack.busy} onPress={() => void putBack.run()}>
          {i18n.t('entries.putBack')}
        </Button>
        <Button kind="danger" icon={Trash2} onPress={() => setAsking(true)}>
          {i18n.t('entries.erase')}
        </Button>
        {asking && (
          <Dialog
            title={i18n.t('entries.eraseTitle', [entry.title])}
            confirm={i18n.t('entries.erase')}
            danger
            busy={erase.busy}
            onConfirm={() => void erase.run()}
            onClose={() => setAsking(false)}
          >
            <p>{i18n.t('entries.eraseText')}</p>
          </Dialog>
        )}
      </div>
    );
  return (
    <div class="entry-foot">
      <Button icon={Pencil} onPress={() => go({ at: 'edit-entry', id: entry.id })}>
        {i18n.t('entries.edit')}
      </Button>
      {entry.kind === 'login' && (
        <Button icon={Clock} onPress={() => go({ at: 'add-code', entry: entry.id, by: '' })}>
          {i18n.t('codes.title')}
        </Button>
      )}
      {entry.hasPassword && entry.kind === 'login' && <ChangePassword id={entry.id} />}
      {entry.kind === 'login' && <ShareEntry entry={entry} />}
      {entry.isIdentity ? (
        <Button icon={MessageCircle} onPress={() => go({ at: 'thread', id: entry.id })}>
          {i18n.t('entries.conversation')}
        </Button>
      ) : (
        <Button icon={Trash2} busy={toBin.busy} onPress={() => void toBin.run()}>
          {i18n.t('entries.delete')}
        </Button>
      )}
    </div>
  );
}

function Whole({ entry }: { entry: EntryView }) {
  return (
    <main class="scroll">
      <div class="body">
        <div class="about-head wraps">
          <EntryMark entry={entry} size={52} />
          <div class="grow">
            <h2>{entry.title || i18n.t('entries.untitled')}</h2>
            <div class="muted">{i18n.t(`entries.kind.${entry.kind}`)}</div>
          </div>
          {entry.favourite && <Tag>{i18n.t('entries.favourite')}</Tag>}
        </div>
        {entry.deletedAt !== null && (
          <Notice tone="warn" icon={Trash2}>
            {i18n.t('entries.inBinSince', [date(entry.deletedAt)])}
          </Notice>
        )}
        {entry.proposedAt !== null && (
          <ProposedQuestion
            entry={entry.id}
            site={entry.host ?? entry.title}
            at={entry.proposedAt}
            seen={entry.proposedSeen}
          />
        )}
        <ul class="facts">
          <LoginPart entry={entry} />
          <CardPart entry={entry} />
          <PersonPart entry={entry} />
          <RestPart entry={entry} />
        </ul>
        <EntryFiles entry={entry} />
        <Acts entry={entry} />
        <Versions entry={entry} />
        <p class="small muted">
          <History size={13} aria-hidden="true" />{' '}
          {i18n.t('entries.dates', [date(entry.createdAt), date(entry.changedAt)])}
        </p>
      </div>
    </main>
  );
}

export function EntryPage({ id }: { id: string }) {
  const app = useApp();
  const model = useLifetime((lifetime) =>
    createResource(app, ['entries'], () => app.worker.entry({ entry: id }), lifetime),
  );
  const entry = model.value.value;
  return (
    <>
      <Bar title={entry?.title ?? i18n.t('entries.title')} onBack={() => go({ at: 'entries' })} edged focus />
      {entry === undefined ? (
        model.failed.value ? (
          <NoAnswer onRetry={() => void model.reload()} />
        ) : (
          <Wait />
        )
      ) : entry === null ? (
        <EmptyState icon={Trash2} title={i18n.t('common.gone')} />
      ) : (
        <Whole entry={entry} />
      )}
    </>
  );
}
