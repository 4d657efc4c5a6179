// A thread as it is read: days, and within a day runs of messages by one side that belong together. Pure: the grouping
// knows no words.

import type { MessageView } from '#app/views/messages.ts';
import { localMidnight } from '../ui/time.ts';

/** Messages of one side this close together share one time line. */
const RUN_MS = 5 * 60_000;

export interface Run {
  mine: boolean;
  messages: MessageView[];
}

export interface Day {
  /** Midnight, local. */
  day: number;
  runs: Run[];
}

function joins(run: Run | undefined, message: MessageView): run is Run {
  const last = run?.messages.at(-1);
  return (
    last !== undefined &&
    last.type === 'text' &&
    message.type === 'text' &&
    last.mine === message.mine &&
    Math.abs(message.sentAt - last.sentAt) < RUN_MS
  );
}

/** `newFrom`: id of the first message not read before; it always opens a run, so that the line can stand above it. */
export function groupByDay(messages: readonly MessageView[], newFrom: string | null = null): Day[] {
  const days: Day[] = [];
  for (const message of messages) {
    const day = localMidnight(message.sentAt);
    let current = days.at(-1);
    // A sender's clock may be wrong: a message never goes back to a day that was closed, it stays where it was
    // received.
    if (!current || day > current.day) {
      current = { day, runs: [] };
      days.push(current);
    }
    const run = current.runs.at(-1);
    if (message.id !== newFrom && joins(run, message)) run.messages.push(message);
    else current.runs.push({ mine: message.mine, messages: [message] });
  }
  return days;
}

/** The first of the last `unread` messages that are not mine. */
export function firstUnread(messages: readonly MessageView[], unread: number): string | null {
  let left = unread;
  let found: string | null = null;
  for (let at = messages.length - 1; at >= 0 && left > 0; at--) {
    const message = messages[at];
    if (!message || message.mine || message.type === 'event') continue;
    found = message.id;
    left--;
  }
  return found;
}
