// Card, notice, empty state, badge, bar: the surfaces things stand on. Dumb: they know no feature.

import { ChevronLeft, CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { type Icon, IconButton } from './button.tsx';
import './surfaces.css';

export function Card({ children, label }: { children: ComponentChildren; label?: string | undefined }) {
  return (
    <section class="card" aria-label={label}>
      {children}
    </section>
  );
}

type Tone = 'info' | 'good' | 'warn' | 'bad' | 'hint';
const MARKS: Record<Tone, Icon> = { info: Info, hint: Info, good: CircleCheck, warn: TriangleAlert, bad: CircleAlert };

export interface NoticeProps {
  tone?: Tone | undefined;
  icon?: Icon | undefined;
  children: ComponentChildren;
  /** Buttons under the words. */
  acts?: ComponentChildren;
  /** Set if the notice answers an action of the person: it is read out. */
  live?: boolean | undefined;
}

export function Notice({ tone = 'info', icon, children, acts, live }: NoticeProps) {
  const Mark = icon ?? MARKS[tone];
  return (
    <div class={`notice ${tone}`} role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined}>
      <Mark size={17} aria-hidden="true" />
      <div class="text">
        <div>{children}</div>
        {acts && <div class="acts">{acts}</div>}
      </div>
    </div>
  );
}

export interface EmptyStateProps {
  icon: Icon;
  title: string;
  children?: ComponentChildren;
  acts?: ComponentChildren;
  /** It is the whole page. */
  alone?: boolean | undefined;
}

/** Says what this place is for and what to do next. */
export function EmptyState({ icon: Mark, title, children, acts, alone }: EmptyStateProps) {
  const Place = alone ? 'main' : 'div';
  const Heading = alone ? 'h1' : 'h2';
  return (
    <Place class="empty">
      <div class="mark">
        <Mark size={26} aria-hidden="true" />
      </div>
      <Heading>{title}</Heading>
      {children && <p>{children}</p>}
      {acts && <div class="acts">{acts}</div>}
    </Place>
  );
}

/** `label` says the number in words for those who hear the page. */
export function Badge({ count, label }: { count: number; label: string }) {
  if (count === 0) return null;
  return (
    <span class="badge">
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span class="unseen">{label}</span>
    </span>
  );
}

export function Tag({ tone, icon: Mark, children }: { tone?: Tone; icon?: Icon; children: ComponentChildren }) {
  return (
    <span class={`tag ${tone ?? ''}`}>
      {Mark && <Mark size={12} aria-hidden="true" />}
      {children}
    </span>
  );
}

export interface BarProps {
  title: ComponentChildren;
  /** Called by the Back button; without it there is no such button. */
  onBack?: (() => void) | undefined;
  before?: ComponentChildren;
  after?: ComponentChildren;
  edged?: boolean | undefined;
  /** Takes the focus when the screen opens, so that a screen reader starts here. */
  focus?: boolean | undefined;
}

/** The head of a screen. */
export function Bar({ title, onBack, before, after, edged, focus }: BarProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus) heading.current?.focus({ preventScroll: true });
  }, [focus]);
  return (
    <header class={edged ? 'bar edged' : 'bar'}>
      {onBack && <IconButton icon={ChevronLeft} label={i18n.t('common.back')} onPress={onBack} />}
      {before}
      <h1 class="grow cut" tabIndex={-1} ref={heading}>
        {title}
      </h1>
      {after}
    </header>
  );
}

export function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="section">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
