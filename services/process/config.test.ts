// Configuration: file, environment over file, and faults that name the place without the value.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkConfig, readConfig } from './config.ts';

it('lets the environment win over the file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'config-'));
  const path = join(directory, 'config.json');
  writeFileSync(
    path,
    JSON.stringify({ dataDir: '/a', port: 1, mail: { smtpPort: 25, domain: 'masks.example' }, retry: { maxMs: 5 } }),
  );
  const config = readConfig({
    NUCLEUS_CONFIG: path,
    NUCLEUS_PORT: '8080',
    NUCLEUS_SMTP_PORT: '2525',
    NUCLEUS_ROLES: 'mail, sending',
    NUCLEUS_HOST: '',
  });
  expect(config).toEqual({
    dataDir: '/a',
    port: 8080,
    roles: ['mail', 'sending'],
    development: false,
    mail: { smtpPort: 2525, domain: 'masks.example' },
    retry: { maxMs: 5 },
  });
  rmSync(directory, { recursive: true });
});

it('has defaults that are safe', () => {
  expect(readConfig({})).toEqual({
    dataDir: './data',
    port: 8080,
    roles: ['sending', 'receiving'],
    development: false,
  });
});

it.each([
  [{ NUCLEUS_PORT: 'secret' }, 'port'],
  [{ NUCLEUS_PORT: '70000' }, 'port'],
  [{ NUCLEUS_ROLES: 'secret' }, 'roles.0'],
  [{ NUCLEUS_ORIGIN: 'https://secret.example/' }, 'origin'],
  [{ NUCLEUS_ROLES: 'mail' }, '`mail`'],
  [{ NUCLEUS_MAIL_DOMAIN: 'masks.example' }, 'mail.smtpPort'],
])('refuses %j, naming the place', (environment, place) => {
  let fault: unknown;
  try {
    readConfig(environment);
  } catch (error) {
    fault = error;
  }
  expect(fault).toMatchObject({ code: 'config-malformed', message: expect.stringContaining(place) as string });
  expect(String(fault)).not.toContain('secret');
});

it('wants one origin of processes that share a store, and a place for its key', () => {
  const nats = { kind: 'nats', servers: ['127.0.0.1:4222'], operatorKeyFile: '/k' } as const;
  const base = { dataDir: '/a', port: 1, roles: ['sending'], development: false } as const;
  const origin = 'https://service.example';
  expect(checkConfig({ ...base, origin, storage: nats }).storage).toEqual(nats);
  const wrong = [
    { ...base, storage: nats },
    { ...base, origin, storage: { ...nats, servers: [] } },
    { ...base, origin, storage: { ...nats, servers: ['nats://a:1/'] } },
    { ...base, origin, storage: { ...nats, namespace: 'a.b' } },
    { ...base, origin, storage: { ...nats, replicas: 2 } },
    { ...base, origin, storage: { kind: 'nats', servers: nats.servers } },
    { ...base, origin, storage: { kind: 'other' } },
  ];
  for (const config of wrong)
    expect(() => checkConfig(config)).toThrow(expect.objectContaining({ code: 'config-malformed' }));
});
