// 80 MiB from one person to another, each in a process of their own like the two services between them: it arrives
// whole, and no process held it whole.
import { expect, test } from 'vitest';
import { largeFile } from './large-file.ts';

// Some tens of MiB are what the collector has not come to yet, whatever the file's size.
const MIB = 80;

test('a large file goes through four processes that hold some parts of it at a time', async () => {
  const { grown } = await largeFile(MIB);
  for (const [who, mib] of Object.entries(grown)) expect(mib, who).toBeLessThan(MIB / 2);
});
