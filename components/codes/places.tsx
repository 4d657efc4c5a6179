// To which log-in a code goes: those that it may belong to, the others by a search, or a new one. Names that only
// resemble one another are told.
import { type Signal, useSignal } from '@preact/signals';
import { Plus, X } from 'lucide-preact';
import { useEffect, useId } from 'preact/hooks';
import type { CodePlacesView, CodePlaceView } from '#app/views/codes.ts';
import { i18n } from '#i18n';
import type { OneTime } from '#logins/formats/entry.ts';
import { useApp } from '../model/app.ts';
import { Avatar } from '../ui/avatar.tsx';
import { TextField } from '../ui/field.tsx';
import { Wait } from '../ui/progress.tsx';
import { Notice, Tag } from '../ui/surfaces.tsx';
import './codes.css';

/** An id of a log-in, or a new one, or none; empty: not chosen yet. */
export type Place = string;
export const NEW_PLACE = 'new';
export const NO_PLACE = 'none';

/** Typing pauses this long before a search. */
const PAUSE_MS = 250;

/** What a person would choose: the log-in of the same account, or the only one here. With a look-alike, nothing. */
function likeliest({ site, kin, places }: CodePlacesView, account: string): Place {
  const fit = places.filter((one) => one.kin === 'same' || (site !== null && one.host === site && one.kin !== 'alike'));
  const [only] = fit;
  const named = fit.find(({ username }) => account !== '' && username === account);
  if (named !== undefined) return named.id;
  if (fit.length === 1 && only !== undefined && (account === '' || only.username === '')) return only.id;
  return kin === 'alike' ? '' : fit.length === 0 ? NEW_PLACE : (only?.id ?? '');
}

/** Why a person should look twice before they add it there. */
function Doubts({ issuer, view, chosen }: { issuer: string; view: CodePlacesView; chosen: CodePlaceView | undefined }) {
  const { site } = view;
  const host = chosen === undefined ? site : chosen.host;
  const kin = chosen === undefined ? view.kin : chosen.kin;
  if (host === null) return null;
  if (site !== null && chosen !== undefined && host !== site)
    return <Notice tone="warn">{i18n.t('codes.elsewhere', [site, host])}</Notice>;
  if (kin === 'alike') return <Notice tone="warn">{i18n.t('codes.alike', [issuer, host])}</Notice>;
  return kin === 'other' ? <Notice tone="hint">{i18n.t('codes.other', [issuer, host])}</Notice> : null;
}

interface ChoiceProps {
  name: string;
  value: Place;
  place: Signal<Place>;
  picture: preact.ComponentChild;
  title: string;
  under: string;
  tag?: string | undefined;
}

function Choice({ name, value, place, picture, title, under, tag }: ChoiceProps) {
  return (
    <label class="code-place">
      <input
        type="radio"
        name={name}
        checked={place.value === value}
        onChange={() => {
          place.value = value;
        }}
      />
      {picture}
      <span class="grow">
        <span class="cut">{title}</span>
        {under !== '' && <span class="small muted cut">{under}</span>}
      </span>
      {tag !== undefined && <Tag>{tag}</Tag>}
    </label>
  );
}

export interface CodePlacesProps {
  code: Pick<OneTime, 'issuer' | 'account'>;
  /** Of the page it was seen on; null: on none. */
  url: string | null;
  place: Signal<Place>;
  /** It is one of several, and may be left out. */
  optional: boolean;
}

export function CodePlaces({ code: { issuer, account }, url, place, optional }: CodePlacesProps) {
  // In one piece: a list, its search, and the doubts about the choice.
  const { worker, clock } = useApp();
  const name = useId();
  const query = useSignal('');
  const view = useSignal<CodePlacesView | null>(null);
  useEffect(() => {
    const wanted = query.value.trim();
    return clock.after(wanted === '' ? 0 : PAUSE_MS, () => {
      void worker
        .codePlaces({ issuer, account, url, query: wanted })
        .then((found) => {
          if (query.value.trim() !== wanted) return;
          view.value = found;
          if (place.value === '') place.value = likeliest(found, account);
        })
        .catch(() => {});
    });
  }, [worker, clock, issuer, account, url, query.value]);
  const shown = view.value;
  if (shown === null) return <Wait />;
  const title = issuer || shown.site || i18n.t('entries.untitled');
  return (
    <>
      <fieldset class="code-places">
        <legend>{i18n.t('codes.where')}</legend>
        {shown.places.map((one) => (
          <Choice
            key={one.id}
            {...{ name, place, value: one.id }}
            picture={<Avatar seed={one.picture} size={30} />}
            title={one.name}
            under={[one.username, one.host].filter(Boolean).join(' · ')}
            tag={one.hasOneTime ? i18n.t('codes.hasOne') : undefined}
          />
        ))}
        <Choice
          {...{ name, place, value: NEW_PLACE }}
          picture={<Plus size={20} aria-hidden="true" />}
          title={i18n.t('entries.new.login')}
          under={[title, account].filter(Boolean).join(' · ')}
        />
        {optional && (
          <Choice
            {...{ name, place, value: NO_PLACE }}
            picture={<X size={20} aria-hidden="true" />}
            title={i18n.t('codes.leaveOut')}
            under=""
          />
        )}
      </fieldset>
      <TextField label={i18n.t('codes.search')} value={query} maxLength={200} />
      <Doubts issuer={issuer} view={shown} chosen={shown.places.find(({ id }) => id === place.value)} />
    </>
  );
}
