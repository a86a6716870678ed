import type { Context } from 'hono';
import type { Logger } from '../log.ts';
import { checkReachable, type Store } from '../store/open.ts';
import type { RunningService } from './running-service.ts';

export interface HealthDeps {
  store: Store;
  /** Absent where this process only answers. */
  service?: Pick<RunningService, 'lastLook'>;
  log: Logger;
}

/** A scheduler that has not looked at the clock for so long is stuck. */
const stuckMs = 60_000;
/** A database that takes longer does not answer. */
const patienceMs = 3_000;

/** The process is alive: nothing else is asked, so that an outage of the database restarts nobody. */
export const health = (c: Context): Response => c.json({ status: 'ok' });

/** Whether work can be done here. Which check failed is said, why is in the log only. */
export async function readiness(c: Context, deps: HealthDeps): Promise<Response> {
  const checks: Record<string, 'ok' | 'failed'> = {
    database: (await databaseAnswers(deps)) ? 'ok' : 'failed',
  };
  if (deps.service) {
    const at = deps.service.lastLook();
    checks['scheduler'] = at !== null && Date.now() - at < stuckMs ? 'ok' : 'failed';
  }
  const ready = Object.values(checks).every((result) => result === 'ok');
  return c.json({ status: ready ? 'ready' : 'not-ready', checks }, ready ? 200 : 503);
}

async function databaseAnswers({ store, log }: HealthDeps): Promise<boolean> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
  try {
    await Promise.race([checkReachable(store), late]);
    return true;
  } catch (error) {
    log.error({ err: error }, 'the database does not answer');
    return false;
  } finally {
    clearTimeout(timer);
  }
}
