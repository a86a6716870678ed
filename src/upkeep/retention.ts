import { setImmediate as breathe } from 'node:timers/promises';
import type { Bilingual } from '../contract/locale.ts';
import { failEdition } from '../journals/import-edition.ts';
import type { JobHandler } from '../queue/perform-job.ts';
import { forsakenEditions } from '../store/editions.ts';
import { dropForgottenFiles } from '../store/journal-files.ts';
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
      editions: await giveUpEditions(store),
      files: await dropForgottenFiles(store, dayMs),
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

/** An import whose process ended, or whose job was given up, is over: what it left behind takes up room, and looks as if it went on. */
async function giveUpEditions(store: Store): Promise<number> {
  const forsaken = await forsakenEditions(store, dayMs);
  for (const id of forsaken) await failEdition(store, { id, reason: forsakenWords });
  return forsaken.length;
}

const forsakenWords: Bilingual = {
  en: 'Nobody has gone on reading it for a day. Import the file again.',
  zh: '导入已中断超过一天，请重新导入该文件。',
};
