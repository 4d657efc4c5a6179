// Options, from often needed to needed once. One page, read from top to bottom; the list beside it marks the current
// section, and jumps.

import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { FileReading, FileWriting } from '#logins/formats/file-reading.ts';
import { useApp } from '../model/app.ts';
import { createConnection } from '../model/connection.ts';
import { flushWhenLeft } from '../model/draft.ts';
import { useModule } from '../model/lazy.ts';
import { useLifetime } from '../model/lifetime.ts';
import { ExportCard } from '../moving/export.tsx';
import { ImportCard } from '../moving/import.tsx';
import { ImportsCard } from '../moving/imports.tsx';
import { Logo } from '../ui/logo.tsx';
import { Wait } from '../ui/progress.tsx';
import { Card } from '../ui/surfaces.tsx';
import { Gate } from '../unlock/gate.tsx';
import { Behaviour } from './behaviour.tsx';
import { Erase } from './erase.tsx';
import { QuietSites } from './quiet-sites.tsx';
import { Security } from './security.tsx';
import { Services } from './services.tsx';
import { createSettings } from './settings.ts';
import { SiteGroups } from './site-groups.tsx';
import './options.css';

const PARTS = ['behaviour', 'security', 'generator', 'data', 'groups', 'quiet', 'erase', 'services', 'about'] as const;
type PartName = (typeof PARTS)[number];

function Part({ part, children }: { part: PartName; children: ComponentChildren }) {
  return (
    <section class="part" id={part} aria-labelledby={`${part}-title`}>
      <h2 id={`${part}-title`} tabIndex={-1}>
        {i18n.t(`options.${part}.title`)}
      </h2>
      <p>{i18n.t(`options.${part}.text`)}</p>
      {children}
    </section>
  );
}

/** A part counts as the one that is read when its beginning is this near the top, which a jump to it brings about. */
const READ_FROM_PIXELS = 120;

/** Which part is in front of the person: the last that has begun, and at the end of the page the last of all. */
function useCurrentPart(): PartName {
  const [current, setCurrent] = useState<PartName>('behaviour');
  useEffect(() => {
    const controller = new AbortController();
    const look = () => {
      const page = document.documentElement;
      const begun = PARTS.filter((part) => {
        const top = document.getElementById(part)?.getBoundingClientRect().top ?? 0;
        return top <= READ_FROM_PIXELS;
      });
      const atEnd = page.scrollTop > 0 && page.scrollTop + page.clientHeight >= page.scrollHeight - 2;
      setCurrent((atEnd ? PARTS.at(-1) : begun.at(-1)) ?? 'behaviour');
    };
    addEventListener('scroll', look, { passive: true, signal: controller.signal });
    addEventListener('resize', look, { signal: controller.signal });
    look();
    return () => controller.abort();
  }, []);
  return current;
}

interface OptionsProps {
  /** Opens files of other password managers. */
  read: FileReading;
  write: FileWriting;
}

const loadGenerator = () => import('../generator/generator.tsx');

function GeneratorPart() {
  const loaded = useModule(loadGenerator);
  return <Card>{loaded === null ? <Wait /> : <loaded.Generator site="" />}</Card>;
}

function Open({ read, write }: OptionsProps) {
  // In one piece: the picture of the page, a part after the other.
  const app = useApp();
  const connection = useLifetime((lifetime) => createConnection(app, lifetime));
  useLifetime(flushWhenLeft);
  const settings = useLifetime((lifetime) => createSettings(app, lifetime));
  const current = useCurrentPart();
  // The browser looked for the part before it was here.
  useEffect(() => document.getElementById(location.hash.slice(1))?.scrollIntoView(), []);
  return (
    <div class="options">
      <nav aria-label={i18n.t('options.title')}>
        <h1 class="brand">
          <Logo size={24} />
          {i18n.t('options.title')}
        </h1>
        {PARTS.map((part) => (
          <a key={part} href={`#${part}`} aria-current={part === current ? 'location' : undefined}>
            {i18n.t(`options.${part}.title`)}
          </a>
        ))}
      </nav>
      <main>
        <Part part="behaviour">
          <Behaviour model={settings} />
        </Part>
        <Part part="security">
          <Security />
        </Part>
        <Part part="generator">
          <GeneratorPart />
        </Part>
        <Part part="data">
          <ImportCard read={read} write={write} />
          <ImportsCard />
          <ExportCard write={write} />
        </Part>
        <Part part="groups">
          <SiteGroups />
        </Part>
        <Part part="quiet">
          <QuietSites model={settings} />
        </Part>
        <Part part="erase">
          <Erase />
        </Part>
        <Part part="services">
          <Services model={connection} />
        </Part>
        <Part part="about">
          <Card>
            <div class="item">
              <span class="grow">{i18n.t('options.about.version')}</span>
              <span class="muted mono">{app.platform.version}</span>
            </div>
            <div class="item">
              <span class="grow">{i18n.t('options.about.licence')}</span>
              <span class="muted">Apache 2.0</span>
            </div>
          </Card>
        </Part>
      </main>
    </div>
  );
}

export function Options(props: OptionsProps) {
  return <Gate>{() => <Open {...props} />}</Gate>;
}
