import { describe, expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { startScheduler } from './scheduler.ts';
import { startWorker } from './worker.ts';

const log = silentLog();
const until = async (done: () => boolean) => {
  while (!done()) await new Promise((go) => setTimeout(go, 1));
};

describe('a worker', () => {
  it('does what is there in so many lanes, and rests when there is nothing', async () => {
    let left = 10;
    let busy = 0;
    let most = 0;
    let looks = 0;
    const work = async () => {
      looks += 1;
      if (left === 0) return false;
      left -= 1;
      busy += 1;
      most = Math.max(most, busy);
      await new Promise((go) => setTimeout(go, 2));
      busy -= 1;
      return true;
    };
    const worker = startWorker({ work, lanes: 3, idleMs: 60_000, log });
    await until(() => left === 0 && busy === 0);
    await worker.stop();
    expect(most).toBe(3);
    // Each lane looks once at the empty table, and no more.
    expect(looks).toBeLessThanOrEqual(13);
  });

  it('wakes at once when it is nudged', async () => {
    let left = 0;
    let looks = 0;
    const work = async () => {
      looks += 1;
      return left > 0 && left-- > 0;
    };
    const worker = startWorker({ work, lanes: 2, idleMs: 60_000, log });
    await until(() => looks === 2);
    left = 5;
    worker.nudge();
    await until(() => left === 0);
    await worker.stop();
    expect(left).toBe(0);
  });

  it('goes on after a failure', async () => {
    let looks = 0;
    const work = async () => {
      looks += 1;
      if (looks < 3) throw new Error('the database is away');
      return false;
    };
    const worker = startWorker({ work, lanes: 1, idleMs: 1, log });
    await until(() => looks > 3);
    await worker.stop();
  });

  it('finishes what is in hand before it stops, and takes nothing more', async () => {
    let begun = 0;
    let finished = 0;
    const work = async () => {
      begun += 1;
      await new Promise((go) => setTimeout(go, 20));
      finished += 1;
      return true;
    };
    const worker = startWorker({ work, lanes: 2, idleMs: 1, log });
    await until(() => begun === 2);
    await worker.stop();
    expect([begun, finished]).toEqual([2, 2]);
  });
});

describe('a scheduler', () => {
  it('ticks on after a failed tick, and tells when something is due', async () => {
    let ticks = 0;
    let due = 0;
    const tick = async () => {
      ticks += 1;
      if (ticks === 1) throw new Error('the database is away');
      return ticks === 3 ? 1 : 0;
    };
    const onDue = () => {
      due += 1;
    };
    const scheduler = startScheduler({ tick, everyMs: 1, onDue, log });
    await until(() => ticks > 4);
    await scheduler.stop();
    const stopped = ticks;
    expect(due).toBe(1);
    await new Promise((go) => setTimeout(go, 10));
    expect(ticks).toBe(stopped);
  });
});
