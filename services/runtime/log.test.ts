// Logs: one line of JSON an event, faults by code alone.
import { expect, it } from 'vitest';
import { Fault } from '#bytes/fault.ts';
import { createLog } from './log.ts';

it('writes codes, and never the text of an error', () => {
  const lines: string[] = [];
  const log = createLog(
    (line) => lines.push(line),
    () => 0,
  );
  log.event('info', 'started', { port: 1 });
  log.fault(
    'failed',
    new Fault(
      'unavailable',
      'storage-write',
      'secret text',
      Object.assign(new Error('secret cause'), { code: 'ERR_SQLITE_ERROR' }),
    ),
  );
  log.fault('failed', new TypeError('secret text'));
  log.fault('failed', Object.assign(new Error('secret'), { code: 'secret code' }));
  log.fault('failed', 'secret');
  // @ts-expect-error: a name made at run time could carry anything
  log.event('info', String(Math.random()));
  expect(lines.slice(0, 5).map((line) => JSON.parse(line) as unknown)).toEqual([
    { at: '1970-01-01T00:00:00.000Z', level: 'info', event: 'started', port: 1 },
    {
      at: '1970-01-01T00:00:00.000Z',
      level: 'warning',
      event: 'failed',
      blame: 'unavailable',
      code: 'storage-write',
      cause: 'ERR_SQLITE_ERROR',
    },
    { at: '1970-01-01T00:00:00.000Z', level: 'error', event: 'failed', blame: 'bug', code: 'TypeError' },
    { at: '1970-01-01T00:00:00.000Z', level: 'error', event: 'failed', blame: 'bug', code: 'Error' },
    { at: '1970-01-01T00:00:00.000Z', level: 'error', event: 'failed', blame: 'bug', code: 'not-an-error' },
  ]);
});
