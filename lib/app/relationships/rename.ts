// Names. What I call them stays on this device. Who I am for them is told to them with the next message that can go
// out.
import { dayOf } from '#protocol/base/day.ts';
import { idBytes, tell } from '../conversation/conversation.ts';
import { settle } from '../outgoing/post.ts';
import type { AppContext } from '../ports/ports.ts';
import { takeAddress } from '../reach/their-addresses.ts';
import { proton } from '../records/proton.ts';
import { recent, relationship } from '../records/relationship.ts';
import { factsOf } from '../services/snapshot.ts';
import { STRICT, transact } from '../store/transaction.ts';
import { cleanName } from '../words/name.ts';

/** Calls them otherwise. An empty name goes back to their own: how they present themselves, or a site's host. */
export async function rename(app: AppContext, id: string, typed: string): Promise<void> {
  const name = cleanName(typed);
  await transact(app.store, [relationship(id)], (transaction) => {
    const before = transaction.get(relationship(id));
    if (before === null) return;
    // A site has no name of its own but its host, which is kept where a person's own name is.
    const own =
      before.kind === 'site' && before.theirs.name === '' ? { ...before.theirs, name: before.name } : before.theirs;
    const after = name === '' ? own.name : name;
    if (after === '' || after === before.name) return;
    transaction.put(relationship(id), { ...before, name: after, theirs: own });
  });
}

/** Who I am there from now on. The old name stays in the history. An empty one changes nothing. */
export async function setMyName(app: AppContext, id: string, typed: string): Promise<void> {
  const name = cleanName(typed);
  if (name === '') return;
  const facts = await factsOf(app);
  await transact(
    app.store,
    [relationship(id), recent, proton(id)],
    (transaction) => {
      const before = transaction.get(relationship(id));
      if (before === null || before.mine.name === name) return;
      transaction.put(relationship(id), { ...before, mine: { ...before.mine, name } });
      tell(transaction, id, { kind: 'name-changed', at: facts.now, detail: before.mine.name }, true);
      const known = transaction.get(proton(id));
      if (known === null || before.standing === 'ended') return;
      transaction.put(proton(id), { ...known, owes: { ...known.owes, profile: true } });
      // Without an address of theirs that is still good it is owed until the next message goes out; a blocked
      // correspondent is told nothing.
      const hasRoute = takeAddress(known, dayOf(facts.now), idBytes(id)) !== null;
      if (before.standing !== 'blocked' && hasRoute) settle(transaction, facts, id, false);
    },
    STRICT,
  );
}
