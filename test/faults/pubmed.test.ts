import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EUTILS_FAULT_KINDS, type EutilsFaultKind } from '../../sandbox/eutils-faults.ts';
import { pushNow } from '../../src/push/push-now.ts';
import { fastEutils, ledgerByState, makeWorld, runsOf, type World } from '../world.ts';

/** What PubMed's bad days must not become: "nothing new", or a paper that is written off. Rule 5. */
describe.each(['esearch', 'efetch'] as const)('a fault of %s', (on) => {
  let world: World;
  let number = 0;
  beforeAll(async () => {
    world = await makeWorld('sqlite');
  });
  afterAll(() => world.close());
  afterEach(() => world.sandbox.eutilsFaults.clear());

  /** A subscription of its own that has had its first run, and three papers that are new to it. */
  async function waitingPapers() {
    number += 1;
    const tag = `fault${on}${'abcdefghijklmnopqrstuvwxyz'.repeat(3).slice(0, number)}`;
    world.publish({ tag, count: 1, day: '2001-01-01' });
    const id = await world.subscribe({ query: `${tag}[tiab]`, sendNothingNew: true });
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 0 });
    world.sandbox.outbox.clear();
    return { id, papers: world.publish({ tag, count: 3 }) };
  }

  /** A process of its own: what a 429 told an earlier one does not hold it up. */
  async function pushAnew(id: number, policy = fastEutils.policy) {
    const app = await world.open({ eutils: { ...fastEutils, ...(policy ? { policy } : {}) } });
    return pushNow(app.push, { subscriptionId: id, trigger: 'manual' });
  }

  const impatient = { attempts: 3, baseMs: 1, capMs: 2, totalMs: 500, timeoutMs: 10_000 };
  // The real answer, only later: no fault. And an empty set says that these records do not exist: see below.
  const lasting = EUTILS_FAULT_KINDS.filter(
    (kind) => kind !== 'slow' && !(on === 'efetch' && kind === 'empty-set'),
  ) as EutilsFaultKind[];

  it.each(lasting)('%s: the run waits, and the next one gives all', async (kind) => {
    const { id, papers } = await waitingPapers();
    world.sandbox.eutilsFaults.set([{ kind, on, ms: 20 }]);
    const result = await pushAnew(id, impatient);
    // Only a request that is refused for its length would be refused for ever.
    expect(result).toMatchObject({ result: kind === 'uri-too-large' ? 'failed' : 'later' });
    expect(await ledgerByState(world.app, id)).toEqual({});
    expect(world.sandbox.outbox.list()).toEqual([]);
    const before = (await runsOf(world.app, id)).at(-1);
    expect(before).toMatchObject({ error: expect.stringContaining('PubMed'), counts: null });
    expect(before?.state).toBe(kind === 'uri-too-large' ? 'done' : 'open');

    world.sandbox.eutilsFaults.clear();
    expect(await pushAnew(id)).toMatchObject({ result: 'sent', articles: 3 });
    expect(await ledgerByState(world.app, id)).toEqual({ given: papers });
    expect((await runsOf(world.app, id)).at(-1)).toMatchObject({ complete: 1, error: null });
  });

  const passing = lasting.filter(
    (kind) =>
      !kind.startsWith('rate-limit') &&
      !['uri-too-large', 'id-list-empty', 'retstart-raw-newline', 'key-invalid'].includes(kind),
  );
  it.each([...passing, 'slow'] as EutilsFaultKind[])('%s, twice: made good within the run', async (kind) => {
    const { id, papers } = await waitingPapers();
    world.sandbox.eutilsFaults.set([{ kind, on, next: 2, ms: 20 }]);
    expect(await pushAnew(id)).toMatchObject({ result: 'sent', articles: 3 });
    expect(await ledgerByState(world.app, id)).toEqual({ given: papers });
    world.sandbox.eutilsFaults.clear();
  });

  it('no answer at all: given up in time', async () => {
    const { id, papers } = await waitingPapers();
    world.sandbox.eutilsFaults.set([{ kind: 'hang', on }]);
    const result = await pushAnew(id, { ...impatient, timeoutMs: 50 });
    expect(result).toMatchObject({ result: 'later', reason: expect.stringContaining('timeout') });
    world.sandbox.eutilsFaults.clear();
    expect(await pushAnew(id)).toMatchObject({ result: 'sent' });
    expect(await ledgerByState(world.app, id)).toEqual({ given: papers });
  });

  it.runIf(on === 'efetch')('an empty set: in sight as missing, asked for again, given', async () => {
    const { id, papers } = await waitingPapers();
    world.sandbox.eutilsFaults.set([{ kind: 'empty-set', on }]);
    await pushAnew(id);
    expect(await ledgerByState(world.app, id)).toEqual({ missing: papers });
    const run = (await runsOf(world.app, id)).at(-1);
    expect(run).toMatchObject({ complete: 0, counts: { found: 3, missing: 3 } });
    expect(JSON.parse(run?.notices ?? '')).toEqual([{ code: 'missing', count: 3 }]);
    world.sandbox.eutilsFaults.clear();
    expect(await pushAnew(id)).toMatchObject({ result: 'sent', articles: 3 });
    expect(await ledgerByState(world.app, id)).toEqual({ given: papers });
    expect((await runsOf(world.app, id)).at(-1)).toMatchObject({ complete: 1, notices: '[]' });
  });
});
