// Conversations: the list, one thread, writing, reading, and changes to a relationship.
import { block, unblock } from '#app/relationships/block.ts';
import { end } from '#app/relationships/end.ts';
import { readFormDraft, saveFormDraft } from '#app/relationships/form-draft.ts';
import { setLatency } from '#app/relationships/latency.ts';
import { markRead } from '#app/relationships/read.ts';
import { rename, setMyName } from '#app/relationships/rename.ts';
import { replaceAddresses } from '#app/relationships/replace.ts';
import { resetRelationship } from '#app/relationships/reset.ts';
import { retryMessage, saveDraft, sendText } from '#app/relationships/send.ts';
import { confirmNumbers, retractNumbers } from '#app/relationships/verify-numbers.ts';
import { showConversations } from '#app/show/conversations.ts';
import { mailLink, showMail } from '#app/show/mail.ts';
import { showRelationship } from '#app/show/relationship.ts';
import { showThread } from '#app/show/thread.ts';
import { Fault } from '#bytes/fault.ts';
import type { Handlers } from '../call/contract.ts';
import { openVaultOf, type WorkerContext } from '../call/worker-context.ts';
import type { ConversationsContract } from './contract.ts';
import { shownOf } from './shown.ts';

export function conversationHandlers(context: WorkerContext): Handlers<ConversationsContract, unknown> {
  // In one piece: a table of handlers.
  const vault = () => openVaultOf(context);
  const appOf = async () => (await vault()).app;

  return {
    async conversations(request) {
      const open = await vault();
      const { directory } = shownOf(open);
      const view = await showConversations(open.app.store, directory, request);
      // Read behind the first answer: search, People and Sites need every relationship. If it is cut off, the next
      // request goes on.
      if (!directory.isThrough) void directory.load().catch(() => {});
      return view;
    },
    async thread(request) {
      const { app, courier } = await vault();
      const view = await showThread(app.store, request);
      // No service tells at once of this correspondent's messages, so opening the thread fetches. Failures show as the
      // state of the service.
      if (view !== null && view.relationship.latency !== 'now') void courier.fetch().catch(() => {});
      return view;
    },
    async relationship({ relationship }) {
      return showRelationship((await appOf()).store, relationship);
    },
    async send({ relationship, text, nonce }) {
      try {
        return await sendText(await appOf(), relationship, text, nonce);
      } catch (error) {
        if (error instanceof Fault && error.code.startsWith('storage-')) return { ok: false, reason: 'storage' };
        throw error;
      }
    },
    async retryMessage({ relationship, message }) {
      await retryMessage(await appOf(), relationship, message);
      return null;
    },
    async saveDraft({ relationship, text }) {
      await saveDraft(await appOf(), relationship, text);
      return null;
    },
    async formDraft({ form }) {
      const text = await readFormDraft((await appOf()).store, form);
      return text === null ? null : { text };
    },
    async saveFormDraft({ form, text }) {
      await saveFormDraft(await appOf(), form, text);
      return null;
    },
    async markRead({ relationship }) {
      await markRead(await appOf(), relationship);
      return null;
    },
    async rename({ relationship, name }) {
      await rename(await appOf(), relationship, name);
      return null;
    },
    async setMyName({ relationship, name }) {
      await setMyName(await appOf(), relationship, name);
      return null;
    },
    async confirmNumbers({ relationship }) {
      await confirmNumbers(await appOf(), relationship);
      return null;
    },
    async retractNumbers({ relationship }) {
      await retractNumbers(await appOf(), relationship);
      return null;
    },
    async setLatency({ relationship, latency }) {
      await setLatency(await appOf(), relationship, latency);
      return null;
    },
    async replaceAddresses({ relationship }) {
      return (await replaceAddresses(await appOf(), relationship))
        ? { ok: true }
        : { ok: false, reason: 'unreachable' };
    },
    async startAnew({ relationship }) {
      return resetRelationship(await appOf(), relationship);
    },
    async block({ relationship }) {
      await block(await appOf(), relationship);
      return null;
    },
    async unblock({ relationship }) {
      await unblock(await appOf(), relationship);
      return null;
    },
    async end({ relationship }) {
      await end(await appOf(), relationship);
      return null;
    },
    async mail(request) {
      return showMail(await appOf(), request);
    },
    async mailLink({ relationship, message }) {
      const url = await mailLink((await appOf()).store, relationship, message);
      return url === null ? { ok: false, reason: 'gone' } : { ok: true, url };
    },
    async search({ query }) {
      return shownOf(await vault()).search.search(query);
    },
  };
}
