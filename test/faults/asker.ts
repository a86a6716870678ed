import { withEutils } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import type { Priority } from '../../src/pubmed/rate-limiter.ts';

/** What the parent says when it starts an asker, as JSON in the first argument. */
export interface AskerOrders {
  config: Config;
  priority: Priority;
  /** Searches, all asked for at once when the parent says `go`. */
  searches: number;
}

/** What an asker says: it is ready, or a search came back. */
export type AskerWord = 'ready' | { kind: string; requests: number };

// A process that asks PubMed as `litpush preview` does, beside others.
const { config, priority, searches } = JSON.parse(process.argv[2] ?? '') as AskerOrders;
const say = (word: AskerWord): void => void process.send?.(word);
// A parent that ended takes the channel with it.
process.on('disconnect', () => process.exit(0));
await withEutils(config, async (eutils) => {
  const told = new Promise((go) => process.once('message', go));
  say('ready');
  await told;
  await Promise.all(
    Array.from({ length: searches }, async () => {
      const { kind, requests } = await eutils.esearch({ term: 'sepsis', retmax: 1, priority });
      say({ kind, requests });
    }),
  );
});
process.disconnect?.();
