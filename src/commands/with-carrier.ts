import type { App } from '../app.ts';
import { type Carrier, createCarrier } from '../queue/carrier.ts';

/** Gives a command the way through Redis for as long as it works. A Redis that is away is told by the carrier, not thrown. */
export async function withCarrier<T>(app: App, work: (carrier: Carrier) => Promise<T>): Promise<T> {
  const carrier = createCarrier({
    store: app.store,
    url: app.config.redisUrl,
    prefix: app.redisPrefix,
    onNews: () => undefined,
    log: app.log,
  });
  try {
    await carrier.ready;
    return await work(carrier);
  } finally {
    await carrier.close();
  }
}
