import type { QueueMode } from '../contract/queue.ts';
import type { Carrier } from '../queue/carrier.ts';

/** What the pages need of the work that this process does beside answering. */
export interface RunningService {
  mode(): QueueMode;
  /** Epoch milliseconds; null before the first look. */
  lastLook(): number | null;
  carrier: Carrier;
  /** A job was added: it is put into Redis, or a lane looks at once. */
  announce(): Promise<void>;
}
