import { spawn } from 'node:child_process';
import { it } from 'vitest';

it('starts a program', () => {
  // It ends with the process that started it.
  spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
});
