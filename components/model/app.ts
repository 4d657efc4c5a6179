// The surroundings of every screen: the worker, the browser behind a small port, a clock and a source of ids. Composed
// in the entrypoints; a component that needs anything else of the browser gets it here, so that nothing below knows
// which browser it is.

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Entropy } from '#bytes/entropy.ts';
import type { Client } from '#rpc/call/contract.ts';
import type { Invalidation } from '#rpc/call/topics.ts';
import type { PageContract } from '#rpc/page/contract.ts';
import type { Glimpse } from '#rpc/page/glimpse.ts';

export interface Clock {
  /** ms since epoch */
  now(): number;
  /** Runs `run` after a while; the answer takes it back. */
  after(delayMs: number, run: () => void): () => void;
}

export interface Platform {
  /** Opens one of our own pages in a tab of its own; the options, perhaps, at a part. */
  openPage(page: 'welcome' | 'options', part?: 'data'): void;
  /**
   * Opens the panel's page in a tab, at a place (a route of `route.ts`): for screens that need more room or rights than
   * a panel has.
   */
  openTab(place: string): void;
  /** Opens a web address in a new tab. For addresses in others' texts: `askToOpen` (components/link). */
  openLink(url: string): void;
  /** Hands a `mailto:` address to the person's own mail program. */
  writeMail(url: string): void;
  /** Opens the side panel at a place (a route of `route.ts`). Must be called at once in a click. */
  openPanel(place: string): Promise<boolean>;
  /** Tells the panel that is already open where to go. */
  onPlace(listener: (place: string) => void, signal: AbortSignal): void;
  /** The tab in front of the person; null: none. */
  activeTab(): Promise<number | null>;
  /** Tells when another tab, or another page in it, has come to the front. */
  onTabChange(listener: () => void, signal: AbortSignal): void;
  siteAccess: {
    granted(): Promise<boolean>;
    /** Must be called at once in a click. */
    request(): Promise<boolean>;
  };
  /** Of the browser itself, in whose place Nucleus can be. */
  browserPasswords: {
    /** `elsewhere`: another extension or an administrator decides. */
    keeper(): Promise<'browser' | 'nucleus' | 'elsewhere'>;
    /** Must be called at once in a click. */
    takeOver(): Promise<boolean>;
    giveBack(): Promise<void>;
  };
  /** Icons that the browser itself keeps of sites. */
  siteIcons: {
    /** Whether this browser could let us see them. */
    isOffered: boolean;
    granted(): Promise<boolean>;
    /** Must be called at once in a click. */
    request(): Promise<boolean>;
    giveBack(): Promise<void>;
  };
  toolbar: {
    /** null: the browser does not say. */
    hasButton(): Promise<boolean | null>;
    onChange(listener: () => void, signal: AbortSignal): void;
  };
  shortcuts: {
    /** Keys that work in every tab; `keys` as the browser writes them, empty if none are set. */
    all(): Promise<{ opens: 'popup' | 'panel' | 'form'; keys: string }[]>;
    /** Shows the browser's page that changes them. */
    change(): Promise<void>;
  };
  /** What only one of our pages does at a time. @returns lets go, as the page's end does; null: another one does it */
  claim(work: 'import'): Promise<(() => void) | null>;
  version: string;
}

export type Worker = Client<PageContract>;

export interface App {
  worker: Worker;
  /** null: the worker is a new one, or the line was cut: everything may have changed. */
  onInvalidation(listener: (invalidation: Invalidation | null) => void, signal: AbortSignal): void;
  /** Tells the worker which conversation the person has in front of them in this page (attendance.ts); null: none. */
  attend(relationship: string | null): void;
  platform: Platform;
  /** Shown of an open vault until the worker answers; null: nothing. */
  glimpse: Glimpse | null;
  clock: Clock;
  /** 16 random bytes in hex. */
  randomId(): string;
  entropy: Entropy;
}

export const AppScope = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppScope);
  if (!app) throw new Error('a screen stands outside AppContext');
  return app;
}

/** The clock of a page. */
export const pageClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
