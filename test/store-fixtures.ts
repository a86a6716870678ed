import type { Store } from '../src/store/open.ts';
import { ensurePerson } from '../src/store/people.ts';
import type { SubscriptionRow } from '../src/store/schema.ts';
import { insertSubscription } from '../src/store/subscriptions.ts';

let count = 0;

/** A subscription that is due now, of a person of its own, mailed to `addresses`. */
export async function addSubscription(
  store: Store,
  change: Partial<Omit<SubscriptionRow, 'id'>> & { addresses?: string[] } = {},
): Promise<number> {
  const { addresses = ['reader@example.org'], ...row } = change;
  count += 1;
  const person = await ensurePerson(store, {
    email: `person${count}@example.org`,
    name: `Person ${count}`,
    locale: 'en',
    timeZone: 'Asia/Shanghai',
  });
  return insertSubscription(store, {
    row: {
      person_id: person,
      name: `Search ${count}`,
      query: 'sepsis',
      query_revision: 1,
      accepted: '[]',
      filters: '{}',
      schedule: '{"frequency":"daily","at":"08:00","timeZone":"Asia/Shanghai"}',
      max_articles: 10,
      first_window_days: 30,
      send_nothing_new: 0,
      status: 'active',
      paused_until: null,
      next_slot: 1000,
      first_window_start: null,
      searched_at: null,
      translation: null,
      ...row,
    },
    recipients: addresses.map((address, index) => ({ address, token: `token-${count}-${index}` })),
  });
}

/** What a run leaves behind that gives `pmids` to `addresses`; for `freezeRun`. */
export const frozenDigest = (pmids: number[], addresses: string[], name = `message${count}`) => ({
  ledger: pmids.map((pmid) => ({ pmid, state: 'in-digest' as const, ...noVerdict })),
  digest: {
    kind: 'digest' as const,
    test: 0,
    token: `digest-${name}`,
    content: '{}',
    articles: JSON.stringify(pmids),
    messages: addresses.map((address) => ({
      address,
      messageId: `<${name}-${address}>`,
      bytes: Buffer.from(`message for ${address}`),
    })),
  },
});

export const noVerdict = {
  rule: null,
  value: null,
  causes: null,
  record_status: null,
  record_revised: null,
  passed_over: 0,
};

export const noFacts = {
  complete: 1,
  first: 0,
  term: 'sepsis',
  translation: null,
  counts: '{}',
  notices: '[]',
  requests: 1,
};
