import type { Carrier } from '../queue/carrier.ts';
import { chunks } from '../store/chunks.ts';
import { jobsThere } from '../store/job-list.ts';
import type { Store } from '../store/open.ts';

export interface RemovedOrphans {
  /** Entries in Redis whose job is not in the database any more. */
  removed: number;
  /** False where Redis is away, or this installation has none: then there is nothing to remove either. */
  reached: boolean;
}

/**
 * Removes what is left of jobs whose subscription was deleted. Their rows went with it; Redis may still hold their ids, of
 * which a worker would find out when it takes them.
 */
export async function removeOrphans(input: {
  store: Store;
  carrier: Pick<Carrier, 'sweep' | 'queues'>;
}): Promise<RemovedOrphans> {
  const { store, carrier } = input;
  const reached = carrier.queues() !== null;
  const removed = await carrier.sweep(async (ids) => {
    const there = new Set<number>();
    for (const some of chunks(ids)) for (const id of await jobsThere(store, some)) there.add(id);
    return there;
  });
  return { removed, reached };
}
