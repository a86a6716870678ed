import { setImmediate as breathe } from 'node:timers/promises';
import type { JobHandler } from '../queue/perform-job.ts';
import type { Store } from '../store/open.ts';
import { type ArticlePlace, dropFinishedJobs, dropForgottenArticles } from '../store/retention.ts';

export interface RetentionDeps {
  store: Store;
  /** How many days jobs that are done, and articles that nobody was given, are kept. */
  retention: { jobsDays: number; articlesDays: number };
}

const dayMs = 86_400_000;

/** The handler of the job `retention`: what nobody needs any more goes, a little at a time. */
export const retentionJob =
  ({ store, retention }: RetentionDeps): JobHandler =>
  async () => ({
    kind: 'done',
    result: {
      jobs: await dropJobs(store, retention.jobsDays * dayMs),
      articles: await dropArticles(store, retention.articlesDays * dayMs),
    },
  });

async function dropJobs(store: Store, olderThanMs: number): Promise<number> {
  let all = 0;
  for (;;) {
    const dropped = await dropFinishedJobs(store, olderThanMs);
    if (dropped === 0) return all;
    all += dropped;
    // SQLite works in this thread: others have their turn between two chunks.
    await breathe();
  }
}

async function dropArticles(store: Store, olderThanMs: number): Promise<number> {
  let all = 0;
  let after: ArticlePlace | null = null;
  do {
    const { next, dropped } = await dropForgottenArticles(store, { olderThanMs, after });
    all += dropped;
    after = next;
    await breathe();
  } while (after);
  return all;
}
