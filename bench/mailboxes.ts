import { insertMailbox } from '../src/store/mailboxes.ts';
import type { Store } from '../src/store/open.ts';

/** Three mailboxes of one mail server on this machine, without limits that a benchmark would meet. */
export async function addMailboxes(store: Store, port: number): Promise<void> {
  for (const name of ['first', 'second', 'third']) {
    await insertMailbox(store, {
      name,
      host: '127.0.0.1',
      port,
      security: 'none',
      username: null,
      password: null,
      from_address: `${name}@bench.example.org`,
      from_name: 'Bench',
      daily_limit: 1_000_000,
      minute_limit: 1_000_000,
      active: 1,
    });
  }
}
