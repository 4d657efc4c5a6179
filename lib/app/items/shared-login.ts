// A copy of a log-in that a correspondent shared. It lies in the conversation until its reader keeps it: until then it
// fills nothing and opens nothing. Neither lists, notices nor the search have its secrets; a program that does not know
// it shows a sentence.
import { encodeHex } from '#bytes/base64url.ts';
import { readable, visible } from '../words/visible.ts';
import { between, type ContentKind, type Contents, type ItemRules, type Items } from './item.ts';

const FALLBACK = 'A log-in was shared with you. A newer version of Nucleus can show it.';

export const sharedLoginItem: ItemRules<Items['sharedLogin']> & ContentKind<Contents['sharedLogin']> = {
  content: (login) => ({ kind: 'sharedLogin', value: { login, kept: null } }),
  preview: ({ login: { title, sites } }) => visible(title || (sites[0] ?? '')),
  searched: ({ login: { title, sites } }) => [title, ...sites].join(' '),
  countsAsUnread: true,
  isNamed: true,
  earnsReadReceipt: true,
  item: ({ login }) => ({ kind: 'sharedLogin', value: login, fallback: FALLBACK }),
  show({ login: { title, username, sites, password, note, oneTimes }, kept }, entry, beside) {
    return {
      type: 'shared-login',
      ...between(entry, beside),
      title: visible(title || (sites[0] ?? '')),
      username: readable(username),
      sites: sites.map(visible),
      hasPassword: password !== '',
      hasNote: note !== '',
      hasOneTime: oneTimes.length > 0,
      kept: kept === null ? null : encodeHex(kept),
    };
  },
};
