import { AggregatorRegistry } from 'prom-client';
import type { Store } from '../store/open.ts';
import { countsOfAll, forgetSilentProcesses, noteCounts } from '../store/process-counts.ts';
import type { Counters } from './counters.ts';
import { type GaugeDeps, readGauges } from './gauges.ts';

export interface MetricsDeps extends GaugeDeps {
  processId: string;
  counters: Counters;
}

/**
 * Everything that Prometheus asks: what all processes of this installation have counted since it was made, and how things
 * stand at this moment. Any process gives the same answer.
 *
 * Without the database it is this process's own counts, and `litpush_database_up 0`.
 */
export async function metricsText(deps: MetricsDeps): Promise<{ contentType: string; body: string }> {
  const own = await deps.counters.asJson();
  const { gauges, up } = await readGauges(deps);
  const counts = up ? await countsWith(deps, own) : [own];
  return {
    contentType: gauges.contentType,
    body: `${await sumOf(counts).metrics()}\n${await gauges.metrics()}`,
  };
}

/**
 * This process's counts go into its row first, and all are read from the rows: whichever process is asked, a count is never
 * below what another one has told before.
 */
async function countsWith({ store, processId }: MetricsDeps, own: string): Promise<string[]> {
  const noted = await noteCounts(store, { id: processId, metrics: own });
  const all = (await countsOfAll(store)).map(({ metrics }) => metrics);
  return noted ? all : [own, ...all];
}

const sumEveryMs = 60_000;
/** A process that is silent for so long has ended. It may yet come back from a sleep, so this is long. */
const endedAfterMs = 3_600_000;

/** Called again and again: now and then adds what ended processes had counted to one sum, and forgets their rows. */
export function createSumOfEnded(store: Store): () => Promise<void> {
  let doneAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - doneAt < sumEveryMs) return;
    doneAt = performance.now();
    await forgetSilentProcesses(store, { silentMs: endedAfterMs, add: addCounts });
  };
}

/** Sums what several processes have counted. */
export const addCounts = async (counts: readonly string[]): Promise<string> =>
  JSON.stringify(await sumOf(counts).getMetricsAsJSON());

const sumOf = (counts: readonly string[]) =>
  AggregatorRegistry.aggregate(counts.map((text) => JSON.parse(text) as object));
