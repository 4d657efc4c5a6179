// What one worker life remembers so that it can show: directory, texts, health of services. Nothing of it is on disk
// and nothing is lost with it. It is made when the vault opens and let go of when it locks; every change that the app
// announces is noted here first.
import type { Change } from '../store/change.ts';
import type { Store } from '../store/store.ts';
import { ServiceHealth } from './connection.ts';
import { Directory } from './directory.ts';
import { EntryList } from './entries.ts';
import { Search } from './search.ts';
import { TextIndex } from './texts.ts';

export interface Showing {
  readonly directory: Directory;
  readonly texts: TextIndex;
  readonly entries: EntryList;
  readonly search: Search;
  readonly health: ServiceHealth;
  /** Before pages are told, so that what they then ask for is fresh. */
  note(change: Change): void;
}

/** @param announce tells pages to ask again */
export function createShowing(store: Store, announce: (change: Change) => void): Showing {
  const directory = new Directory(store, () => announce({ topic: 'conversations' }));
  const texts = new TextIndex(store);
  const entries = new EntryList(store);
  return {
    directory,
    texts,
    entries,
    search: new Search(store, directory, texts),
    health: new ServiceHealth(),
    note: (change) => {
      if (change.topic === 'entries') entries.noteChange(change.entry);
      if (change.topic !== 'thread') return;
      entries.noteChange(change.relationship);
      directory.noteChange(change.relationship);
      texts.noteChange(change.relationship);
    },
  };
}
