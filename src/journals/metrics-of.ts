import type { Article, Journal } from '../contract/article.ts';
import { type JournalMetrics, noMetrics } from '../contract/journals.ts';
import { editionsInForce } from '../store/editions-in-force.ts';
import type { Store } from '../store/open.ts';
import { seek } from './seek.ts';

/**
 * Looks up the journals of some papers in the editions in force, all at once. Papers of one journal get the same object.
 * What is in force is read each time: an activation in another process counts from the next batch on.
 */
export type MetricsOf = (articles: readonly Article[]) => Promise<(article: Article) => JournalMetrics>;

export function createMetricsOf(store: Store): MetricsOf {
  let known: Known = { editions: '', metrics: new Map() };
  return async (articles) => {
    const inForce = await editionsInForce(store);
    const editions = Object.values(inForce);
    if (editions.length === 0) return () => noMetrics;
    const ids = editions.map(({ id }) => id).join();
    if (known.editions !== ids || known.metrics.size > mostKept)
      known = { editions: ids, metrics: new Map() };
    const { metrics } = known;
    const journals = new Map<string, Journal>();
    for (const { journal } of articles) {
      if (!journal) continue;
      const name = nameOf(journal);
      if (!metrics.has(name) && !journals.has(name)) journals.set(name, journal);
    }
    const found = await seek(store, { editions, journals: [...journals.values()] });
    for (const [index, name] of [...journals.keys()].entries()) {
      metrics.set(name, { inForce, found: found[index] ?? {} });
    }
    const unknown: JournalMetrics = { inForce, found: {} };
    return ({ journal }) => (journal && metrics.get(nameOf(journal))) ?? unknown;
  };
}

/**
 * What was found, as long as the same editions are in force: their rows do not change, and pushes meet the same journals
 * again and again. Begun anew when it has grown to some megabytes.
 */
interface Known {
  editions: string;
  metrics: Map<string, JournalMetrics>;
}
const mostKept = 5000;

/** A journal as the records at hand spell it. */
const nameOf = (journal: Journal): string =>
  `${journal.nlmId}\n${journal.issnPrint}\n${journal.issnElectronic}\n${journal.issnLinking}\n${journal.title}`;
