import { afterEach, expect, it } from 'vitest';
import { createRandom } from '../../sandbox/random.ts';
import { openApp } from '../../src/app.ts';
import { pushNow } from '../../src/push/push-now.ts';
import { describeEachDatabase } from '../databases.ts';
import { fastEutils } from '../world.ts';
import { type Pusher, startPusher } from './processes.ts';
import { finish, makeAllDue, ordersFor, prepareSiege, publishSome, type Siege } from './siege.ts';
import { reportOf } from './siege-report.ts';

describeEachDatabase('three processes at once', (kind) => {
  let siege: Siege | undefined;
  let pushers: Pusher[] = [];
  afterEach(async () => {
    for (const pusher of pushers.splice(0)) await pusher.kill();
    await siege?.close();
    siege = undefined;
  });

  async function prepare(): Promise<Siege> {
    const plan = { kind, subscriptions: 24, kills: 0, processes: 3, seed: 7 };
    const prepared = await prepareSiege(plan);
    siege = prepared;
    // Claims that outlive any pause of a busy machine: nobody dies here.
    pushers = Array.from({ length: 3 }, () => startPusher(ordersFor(prepared, 30_000)));
    await Promise.all(pushers.map(({ ready }) => ready));
    return prepared;
  }

  it('run each slot once and send each paper once, whoever is clicking meanwhile', async () => {
    const random = createRandom(7);
    const prepared = await prepare();
    const rounds = 3;
    for (let round = 0; round < rounds; round += 1) {
      await publishSome(prepared, random);
      await prepared.visit(makeAllDue);
      const app = await openApp(prepared.config, { eutils: fastEutils });
      const clicks = random.some(prepared.subscriptions, 5);
      await Promise.all(clicks.map(({ id }) => pushNow(app.push, { subscriptionId: id, trigger: 'manual' })));
      await app.close();
      await finish(prepared);
    }
    const { problems, ...report } = await reportOf(prepared);
    expect(problems).toEqual([]);
    expect(report).toMatchObject({ secondAcceptances: 0, uncertain: 0, failedRuns: 0 });
    const slots = await prepared.visit(({ db }) =>
      db.selectFrom('run').select('slot').where('slot', 'is not', null).execute(),
    );
    expect(slots.length).toBeGreaterThanOrEqual(24 * rounds);
    // Neither "database is locked" nor a deadlock, nor any other error that a retry would have hidden.
    for (const pusher of pushers) expect(pusher.said()).toBe('');
  });

  it('keep the daily limits of the mailboxes together', async () => {
    const prepared = await prepare();
    const { sandbox, published } = prepared;
    const limit = (daily: number) =>
      prepared.visit(({ db }) => db.updateTable('mailbox').set({ daily_limit: daily }).execute());
    // Of each mailbox 5 a day, and 24 messages to send.
    await limit(5);
    await sandbox.publish({ count: published.size, tag: [...published.keys()] });
    await prepared.visit(makeAllDue);
    const sent = async () => (await sandbox.outbox()).map(({ from }) => from).toSorted();
    const settled = () =>
      prepared.visit(async ({ db }) => {
        const rows = await db.selectFrom('delivery').select(['response']).execute();
        return rows.length === 24 && rows.every(({ response }) => response !== null);
      });
    while (!(await settled())) await new Promise((go) => setTimeout(go, 50));
    const five = (box: number) => Array<string>(5).fill(`box${box}@example.org`);
    expect(await sent()).toEqual([...five(1), ...five(2), ...five(3)]);
    await limit(1000);
    await finish(prepared);
    expect(await sent()).toHaveLength(24);
  });
});
