import { describe, expect, it } from 'vitest';
import { type AlertLimits, alertRules, findWrong, type Snapshot } from './alert-rules.ts';
import { alertWords } from './alert-words.ts';

const minute = 60_000;
const now = 1_800_000_000_000;
const limits: AlertLimits = {
  queueMinutes: 10,
  localMinutes: 10,
  failurePercent: 25,
  overdueMinutes: 15,
  redisExpected: true,
};
const queue = (name: 'high' | 'default' | 'low', oldestWaitingMs: number | null = null) => ({
  name,
  oldestWaitingMs,
  waiting: oldestWaitingMs === null ? 0 : 3,
  paused: false,
});
const well: Snapshot = {
  now,
  mode: 'rq',
  modeSince: now - 999 * minute,
  modeReason: null,
  queues: [queue('high'), queue('default', 9 * minute), queue('low', 59 * minute)],
  workers: 1,
  pushes: { finished: 100, failed: 25 },
  mailboxes: [{ id: 4, name: 'box', failures: 2, error: 'busy' }],
  overdue: { count: 3, longestMs: 15 * minute },
  unmended: null,
};
const wrong = (change: Partial<Snapshot>, other: Partial<AlertLimits> = {}) =>
  findWrong({ ...well, ...change }, { ...limits, ...other }).map(({ rule, subject, since, facts }) => ({
    what: subject === '' ? rule : `${rule} ${subject}`,
    since: now - since,
    facts,
  }));

describe('what is wrong', () => {
  it('is nothing up to the limits', () => {
    expect(wrong({})).toEqual([]);
  });

  it('is a queue whose first job waits too long; housekeeping has more time', () => {
    expect(wrong({ queues: [queue('default', 11 * minute), queue('low', 61 * minute)] })).toEqual([
      {
        what: 'queue-old default',
        since: 11 * minute,
        facts: { queue: 'default', waiting: 3, minutes: 11, paused: 0 },
      },
      {
        what: 'queue-old low',
        since: 61 * minute,
        facts: { queue: 'low', waiting: 3, minutes: 61, paused: 0 },
      },
    ]);
    expect(wrong({ queues: [queue('default', 11 * minute)] }, { queueMinutes: 11 })).toEqual([]);
  });

  it('is that nobody takes the jobs', () => {
    expect(wrong({ workers: 0 })).toEqual([{ what: 'no-worker', since: 0, facts: {} }]);
  });

  it('is a long time without Redis, where somebody asked for Redis', () => {
    const local = { mode: 'local', modeSince: now - 11 * minute, modeReason: 'refused' } as const;
    expect(wrong(local)).toEqual([{ what: 'local-mode', since: 11 * minute, facts: { reason: 'refused' } }]);
    expect(wrong({ ...local, modeSince: now - 10 * minute })).toEqual([]);
    expect(wrong(local, { redisExpected: false })).toEqual([]);
    expect(wrong({ ...local, mode: 'rq' })).toEqual([]);
  });

  it('is a share of failed pushes, of at least five', () => {
    expect(wrong({ pushes: { finished: 100, failed: 26 } })).toMatchObject([
      { what: 'failure-rate', facts: { finished: 100, failed: 26, percent: 26 } },
    ]);
    expect(wrong({ pushes: { finished: 4, failed: 4 } })).toEqual([]);
    expect(wrong({ pushes: { finished: 5, failed: 5 } })).toHaveLength(1);
    expect(wrong({ pushes: { finished: 0, failed: 0 } })).toEqual([]);
  });

  it('is a mailbox that failed three times in a row, each on its own', () => {
    const mailboxes = [2, 3, 5].map((failures, id) => ({ id, name: `box${id}`, failures, error: 'no' }));
    expect(wrong({ mailboxes })).toMatchObject([
      { what: 'mailbox-down 1', facts: { name: 'box1', failures: 3, error: 'no' } },
      { what: 'mailbox-down 2' },
    ]);
  });

  it('is a subscription that waits too long for its push', () => {
    expect(wrong({ overdue: { count: 2, longestMs: 16 * minute } })).toEqual([
      { what: 'overdue', since: 16 * minute, facts: { count: 2, minutes: 16 } },
    ]);
  });

  it('is a push that failed for good', () => {
    const unmended = { count: 2, name: 'Sepsis', error: 'no such term', since: now - 5 };
    expect(wrong({ unmended })).toEqual([
      { what: 'push-failed', since: 5, facts: { count: 2, name: 'Sepsis', error: 'no such term' } },
    ]);
  });
});

describe('what is told of it', () => {
  it('has every figure filled in, in both languages', () => {
    const all = wrong({
      queues: [{ ...queue('high', 99 * minute), paused: true }],
      workers: 0,
      mode: 'local',
      modeReason: 'refused',
      pushes: { finished: 10, failed: 9 },
      mailboxes: [{ id: 1, name: 'box', failures: 3, error: null }],
      overdue: { count: 1, longestMs: 99 * minute },
      unmended: { count: 1, name: 'x', error: 'y', since: now },
    });
    const rules = all.map(({ what }) => what.split(' ')[0] ?? '');
    expect(rules).toEqual(alertRules);
    for (const [at, { facts }] of all.entries()) {
      const texts = Object.values(alertWords(rules[at] ?? '', facts)).flatMap(({ en, zh }) => [en, zh]);
      expect(texts).toHaveLength(6);
      for (const text of texts) expect(text).toMatch(/^[^{}]{4,}$/);
    }
    expect(alertWords('queue-old', all[0]?.facts ?? {}).todo.en).toContain('queue resume high');
  });

  it('is its name, where a newer version has left it', () => {
    expect(alertWords('toString', {}).title).toEqual({ en: 'toString', zh: 'toString' });
  });
});
