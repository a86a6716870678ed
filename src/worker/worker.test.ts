import { describe, expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { startWorker, type Work } from './worker.ts';

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
    const work: Work = async (taken) => {
      looks += 1;
      if (left === 0) return false;
      left -= 1;
      taken();
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
    // Each lane looks a few times at the empty table, and no more.
    expect(looks).toBeLessThanOrEqual(20);
  });

  it('wakes one lane when it is nudged, and by it as many as there is work for', async () => {
    let left = 0;
    let looks = 0;
    let busy = 0;
    let most = 0;
    const work: Work = async (taken) => {
      looks += 1;
      if (left === 0) return false;
      left -= 1;
      taken();
      busy += 1;
      most = Math.max(most, busy);
      await new Promise((go) => setTimeout(go, 5));
      busy -= 1;
      return true;
    };
    const worker = startWorker({ work, lanes: 4, idleMs: 60_000, log });
    await until(() => looks === 4);
    worker.nudge();
    await until(() => looks === 5);
    left = 12;
    worker.nudge();
    await until(() => left === 0 && busy === 0);
    await worker.stop();
    expect(most).toBe(4);
  });

  it('looks by itself now and then, with one lane', async () => {
    let looks = 0;
    const work: Work = async () => {
      looks += 1;
      return false;
    };
    const worker = startWorker({ work, lanes: 8, idleMs: 5, log });
    await until(() => looks >= 8);
    const before = looks;
    await until(() => looks > before + 3);
    await worker.stop();
    const stopped = looks;
    await new Promise((go) => setTimeout(go, 20));
    expect(looks).toBe(stopped);
  });

  it('does not sleep over work that came while it looked', async () => {
    let left = 0;
    let done = 0;
    let looking = () => {};
    const looked = new Promise<void>((resolve) => {
      looking = resolve;
    });
    let answer = () => {};
    let looks = 0;
    const work: Work = async (taken) => {
      looks += 1;
      if (looks === 1) {
        looking();
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return false;
      }
      if (left === 0) return false;
      left -= 1;
      taken();
      done += 1;
      return true;
    };
    const worker = startWorker({ work, lanes: 1, idleMs: 60_000, log });
    await looked;
    left = 1;
    worker.nudge();
    answer();
    await until(() => done === 1);
    await worker.stop();
  });

  it('goes on after a failure', async () => {
    let looks = 0;
    const work: Work = async () => {
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
    const work: Work = async (taken) => {
      begun += 1;
      taken();
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
