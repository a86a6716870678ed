import { pmidsIn } from '../world.ts';
import type { Siege } from './siege.ts';

/** What was wrong after a siege, each with an example; and how much there was. */
export interface SiegeReport {
  problems: string[];
  articles: number;
  mails: number;
  /** Messages that the mail server took more than once. */
  secondAcceptances: number;
  uncertain: number;
  /** Left to a person, under the policy `ask`: papers of these may be missing in the box, and each is in the list. */
  listed: number;
  runs: number;
  failedRuns: number;
}

/** Holds the outbox, which is what readers got, against the ledger, which is what the service says, and both against the truth. */
export async function reportOf(siege: Siege, policy: 'retry' | 'ask' = 'retry'): Promise<SiegeReport> {
  const { sandbox, subscriptions, published } = siege;
  const { runs, ledger, deliveries } = await siege.visit(async ({ db }) => ({
    runs: await db.selectFrom('run').selectAll().execute(),
    ledger: await db.selectFrom('ledger').selectAll().execute(),
    deliveries: await db.selectFrom('delivery').selectAll().execute(),
  }));
  const problems: string[] = [];
  const addressOf = new Map(subscriptions.map(({ id, address }) => [id, address]));
  const byMessageId = new Map(deliveries.map((delivery) => [delivery.message_id, delivery]));

  // What arrived: for each address and paper, the messages that brought it.
  const arrived = new Map<string, Set<string>>();
  const copies = new Map<string, string[]>();
  const mails = await sandbox.outbox();
  for (const { number, to, messageId } of mails) {
    const raw = await sandbox.raw(number);
    // All but the sender's line is frozen.
    const frozen = raw.subarray(raw.indexOf('\r\n') + 2).toString('latin1');
    copies.set(messageId, [...(copies.get(messageId) ?? []), frozen]);
    if (copies.get(messageId)?.length !== 1) continue;
    for (const pmid of await pmidsIn(raw)) {
      const key = `${to[0]} ${pmid}`;
      arrived.set(key, (arrived.get(key) ?? new Set()).add(messageId));
    }
  }

  for (const [messageId, [first, ...more]] of copies) {
    const delivery = byMessageId.get(messageId);
    if (!delivery) problems.push(`nobody knows the message ${messageId}`);
    if (more.length > 0 && (policy === 'ask' || delivery?.uncertain_at === null))
      problems.push(`${messageId} was accepted twice`);
    if (more.some((copy) => copy !== first)) problems.push(`${messageId} has two bodies`);
  }
  const listed = new Set<number>();
  for (const { digest_id: digest, message_id: messageId, state } of deliveries) {
    if (policy === 'ask' && state === 'uncertain') {
      listed.add(digest);
      continue;
    }
    if (state !== 'sent') problems.push(`${messageId} is ${state}`);
    if (!copies.has(messageId)) problems.push(`${messageId} is sent and nobody has it`);
  }

  for (const { id, tag, address } of subscriptions) {
    const given = new Map(ledger.filter((row) => row.subscription_id === id).map((row) => [row.pmid, row]));
    const expected = published.get(tag) ?? [];
    for (const pmid of expected) {
      const row = given.get(pmid);
      const mayMiss = row?.digest_id != null && listed.has(row.digest_id);
      if (row?.state !== 'given' && !mayMiss) problems.push(`${pmid} is ${row?.state} to subscription ${id}`);
      const messages = arrived.get(`${address} ${pmid}`) ?? new Set();
      if (messages.size !== 1 && !(mayMiss && messages.size === 0))
        problems.push(`${pmid} came to ${address} in ${messages.size} messages`);
      for (const messageId of messages) {
        if (byMessageId.get(messageId)?.digest_id !== row?.digest_id)
          problems.push(`${pmid} came in another digest than the ledger says`);
      }
    }
    if (given.size !== expected.length) problems.push(`the ledger of ${id} has ${given.size} papers`);
  }
  const addresses = new Set(addressOf.values());
  for (const { to } of mails) if (!addresses.has(to[0] ?? '')) problems.push(`a mail to ${to[0]}`);

  const slots = runs.filter(({ slot }) => slot !== null).map((run) => `${run.subscription_id} ${run.slot}`);
  if (new Set(slots).size !== slots.length) problems.push('a slot was run twice');
  for (const { id, state, complete, counts } of runs) {
    if (state !== 'done') problems.push(`run ${id} is ${state}`);
    if (complete === 0) problems.push(`run ${id} has a gap: ${counts}`);
  }
  return {
    problems,
    articles: arrived.size,
    mails: mails.length,
    secondAcceptances: mails.length - copies.size,
    uncertain: deliveries.filter((delivery) => delivery.uncertain_at !== null).length,
    listed: listed.size,
    runs: runs.length,
    failedRuns: runs.filter(({ outcome }) => outcome === 'failed').length,
  };
}
