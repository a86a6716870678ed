import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRandom } from '../../sandbox/random.ts';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import type { QueueName } from '../contract/queue.ts';
import {
  hasNcbiSlots,
  pauseNcbi,
  restNcbiSlot,
  type SlotAnswer,
  type SlotRequest,
  takeNcbiSlot,
  withdrawNcbiWaiting,
} from './ncbi-rate.ts';
import type { Store } from './open.ts';

/** So long that the time which a test takes does not count. */
const spanMs = 100_000;
const hour = 3_600_000;
/** No turn makes anybody yield; or three of four do. */
const never = Array.from({ length: 4 }, () => []);
const usually: QueueName[][] = [['high'], ['high'], ['high'], []];

describeEachDatabase('slots for requests to NCBI', (kind) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await makeDatabase(kind);
    store = database.store;
  });
  afterEach(() => database.close());

  /** As the limiter does: an answer that says "now" is asked for again. */
  async function take(input: Partial<SlotRequest> = {}, from = store): Promise<SlotAnswer> {
    const request: SlotRequest = { slots: 3, spanMs, waiting: ['default'], yieldTo: never, ...input };
    const answer = await takeNcbiSlot(from, request);
    return 'waitMs' in answer && answer.waitMs === 0 ? take(input, from) : answer;
  }

  async function takeAll(input: Partial<SlotRequest> = {}): Promise<number> {
    for (let taken = 0; ; taken += 1) if (!('slot' in (await take(input)))) return taken;
  }

  const waitOf = async (input: Partial<SlotRequest> = {}): Promise<number> => {
    const answer = await take(input);
    return 'waitMs' in answer ? answer.waitMs : 0;
  };

  it('are made when they are first asked for, as many as the rate allows', async () => {
    expect(await takeAll({ slots: 3 })).toBe(3);
    expect(await takeAll({ slots: 5 })).toBe(2);
    expect(await takeAll({ slots: 2 })).toBe(0);
    const rows = await store.db.selectFrom('ncbi_slot').select('n').orderBy('n').execute();
    expect(rows.map(({ n }) => n)).toEqual([0, 1, 2, 3, 4]);
  });

  it('are taken once, by however many processes at the same time', async () => {
    const stores = [store, database.reopen(), database.reopen()];
    const asked = Array.from({ length: 60 }, (_, n) => take({ slots: 10 }, stores[n % 3]));
    const taken = (await Promise.all(asked)).flatMap((answer) => ('slot' in answer ? answer.slot : []));
    // Of many at the same moment one may find all rows in the hands of others; nobody gets one twice.
    expect(new Set(taken).size).toBe(taken.length);
    expect(taken.length + (await takeAll({ slots: 10 }))).toBe(10);
  });

  it('rest for the span, and the answer says for how long', async () => {
    await takeAll();
    const waitMs = await waitOf();
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(spanMs);
    database.advance(spanMs);
    expect(await takeAll()).toBe(3);
  });

  it('are never taken more often than there are slots in any stretch of the span, whenever they are asked for', async () => {
    const random = createRandom(3);
    const taken: number[] = [];
    for (let n = 0; n < 150; n += 1) {
      const answer = await take({ slots: 4 });
      if ('slot' in answer) {
        const { free_at } = await store.db
          .selectFrom('ncbi_slot')
          .select('free_at')
          .where('n', '=', answer.slot)
          .executeTakeFirstOrThrow();
        taken.push(free_at - spanMs);
      }
      database.advance(random.between(0, 40_000));
    }
    expect(taken.length).toBeGreaterThan(60);
    const most = Math.max(...taken.map((t) => taken.filter((u) => u >= t && u < t + spanMs).length));
    expect(most).toBe(4);
  });

  const urgent: Partial<SlotRequest> = { slots: 8, waiting: ['high'] };
  const yielding: Partial<SlotRequest> = { slots: 8, yieldTo: usually };

  /** Seven of eight slots are free, and a process that may use the eighth alone has said that an urgent request waits. */
  async function announceUrgent(): Promise<void> {
    expect(await takeAll({ slots: 8, spanMs: spanMs / 2 })).toBe(8);
    await restNcbiSlot(store, { slot: 0, spanMs });
    expect(await waitOf({ ...urgent, slots: 1 })).toBeGreaterThan(spanMs / 2);
    database.advance(spanMs / 2);
  }

  it('are left to a higher priority that waits elsewhere, except at the turns of the others', async () => {
    await announceUrgent();
    expect(await takeAll(yielding)).toBe(2);
    expect(await waitOf(yielding)).toBe(40);
    expect(await takeAll(urgent)).toBe(5);
  });

  it('are everybody’s again when nobody urgent waits any longer', async () => {
    await announceUrgent();
    await withdrawNcbiWaiting(store, ['high']);
    expect(await takeAll(yielding)).toBe(7);
  });

  it('are everybody’s again when those who waited are not heard of any more', async () => {
    await announceUrgent();
    database.advance(spanMs);
    expect(await takeAll(yielding)).toBe(8);
  });

  it('come in turns that go on with each use', async () => {
    const turns: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      const answer = await take({ slots: 1 });
      turns.push('turn' in answer ? answer.turn : -1);
      database.advance(spanMs);
    }
    expect(turns).toEqual([0, 1, 2, 3, 0]);
  });

  it('are nobody’s during a pause, which is never shortened', async () => {
    await takeAll();
    database.advance(spanMs);
    await pauseNcbi(store, 600_000);
    await pauseNcbi(store, 10_000);
    const answer = await take();
    expect(answer).toMatchObject({ pausedMs: expect.any(Number) });
    expect('pausedMs' in answer && answer.pausedMs).toBeGreaterThan(500_000);
    database.advance(600_000);
    expect(await takeAll()).toBe(3);
  });

  it('rest anew where the request left late', async () => {
    const answer = await take({ slots: 1 });
    database.advance(90_000);
    await restNcbiSlot(store, { slot: 'slot' in answer ? answer.slot : -1, spanMs });
    database.advance(50_000);
    expect(await takeAll({ slots: 1 })).toBe(0);
    // Nor does it ever cut the rest short.
    await restNcbiSlot(store, { slot: 0, spanMs: 1 });
    expect(await takeAll({ slots: 1 })).toBe(0);
    database.advance(60_000);
    expect(await takeAll({ slots: 1 })).toBe(1);
  });

  it('are not held up by a clock that was set back, nor handed out early by it', async () => {
    for (let n = 0; n < 3; n += 1) expect(await take()).toHaveProperty('slot');
    database.advance(-hour);
    expect(await waitOf()).toBeGreaterThan(spanMs / 2);
    expect(await waitOf()).toBeLessThanOrEqual(spanMs);
    database.advance(spanMs);
    expect(await takeAll()).toBe(3);
  });

  it('nor does a pause last longer by it, or shorter', async () => {
    await pauseNcbi(store, 200_000);
    database.advance(-hour);
    const answer = await take();
    expect('pausedMs' in answer && answer.pausedMs).toBeLessThanOrEqual(200_000);
    expect('pausedMs' in answer && answer.pausedMs).toBeGreaterThan(150_000);
    database.advance(200_000);
    expect(await takeAll()).toBe(3);
  });

  it('nor by one that was set forth and back', async () => {
    await takeAll();
    database.advance(hour);
    expect(await takeAll()).toBe(3);
    await take({ waiting: ['high'] });
    database.advance(-hour);
    expect(await waitOf({ yieldTo: usually })).toBeLessThanOrEqual(spanMs);
    database.advance(2 * spanMs);
    expect(await takeAll({ yieldTo: usually })).toBe(3);
  });

  it('are there only in a database of ours', async () => {
    expect(await hasNcbiSlots(store)).toBe(true);
    const other = await makeDatabase(kind, { empty: true });
    try {
      expect(await hasNcbiSlots(other.store)).toBe(false);
    } finally {
      await other.close();
    }
  });
});
