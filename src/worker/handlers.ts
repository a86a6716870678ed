import type { DeliverDeps } from '../mail/deliver.ts';
import { deliver } from '../mail/deliver.ts';
import { type PushDeps, type PushResult, push } from '../push/push.ts';
import type { Work } from './worker.ts';

/** What this process does with work that it finds in the database: runs first, then messages that wait for another try. */
export function createWork(deps: {
  push: PushDeps;
  deliver: DeliverDeps;
  onPush?: (result: PushResult) => void;
}): Work {
  return async () => {
    const pushed = await push(deps.push);
    if (pushed.result !== 'taken') {
      deps.onPush?.(pushed);
      return true;
    }
    return (await deliver(deps.deliver)) !== 'none';
  };
}
