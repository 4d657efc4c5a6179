// Options: services, privacy, security, and what Nucleus is. One page, read from top to bottom; the list beside it jumps to a part.

import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { createConnection } from '../model/connection.ts';
import { useLifetime } from '../model/lifetime.ts';
import { createSettings } from '../model/settings.ts';
import { Logo } from '../ui/logo.tsx';
import { Card } from '../ui/surfaces.tsx';
import { Gate } from '../unlock/gate.tsx';
import { Behaviour } from './behaviour.tsx';
import { Erase } from './erase.tsx';
import { QuietSites } from './quiet-sites.tsx';
import { Security } from './security.tsx';
import { Services } from './services.tsx';
import './options.css';

const PARTS = ['services', 'behaviour', 'quiet', 'security', 'about', 'erase'] as const;

function Part({ part, children }: { part: (typeof PARTS)[number]; children: ComponentChildren }) {
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

function Open() {
  const app = useApp();
  const connection = useLifetime((lifetime) => createConnection(app, lifetime));
  const settings = useLifetime((lifetime) => createSettings(app, lifetime));
  return (
    <div class="options">
      <nav aria-label={i18n.t('options.title')}>
        <h1 class="brand">
          <Logo size={24} />
          {i18n.t('options.title')}
        </h1>
        {PARTS.map((part) => (
          <a key={part} href={`#${part}`}>
            {i18n.t(`options.${part}.title`)}
          </a>
        ))}
      </nav>
      <main>
        <Part part="services">
          <Services model={connection} />
        </Part>
        <Part part="behaviour">
          <Behaviour model={settings} />
        </Part>
        <Part part="quiet">
          <QuietSites model={settings} />
        </Part>
        <Part part="security">
          <Security />
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
        <Part part="erase">
          <Erase />
        </Part>
      </main>
    </div>
  );
}

export function Options() {
  return <Gate>{() => <Open />}</Gate>;
}
