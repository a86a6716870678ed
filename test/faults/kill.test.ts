import { afterEach, describe, expect, inject, it } from 'vitest';
import type { EutilsFault } from '../../sandbox/eutils-faults.ts';
import type { SmtpFault } from '../../sandbox/smtp-faults.ts';
import { besiege, prepareSiege, type Siege, type SiegePlan } from './siege.ts';
import { reportOf } from './siege-report.ts';

/** 22 kills in the ordinary run; `LITPUSH_KILLS=200` is the long one, of 450. */
const given = Number(process.env['LITPUSH_KILLS'] ?? 0);
const kills = {
  plain: given || 8,
  faulty: given || 10,
  postgres: Math.ceil(given / 4) || 4,
};
const seed = Number(process.env['LITPUSH_SEED'] ?? 1 + Math.floor(Math.random() * 1_000_000));
const timeout = 120_000 + given * 10_000;

const badDays: EutilsFault[] = [
  { kind: 'rate-limit', probability: 0.02 },
  { kind: 'server-error', probability: 0.04 },
  { kind: 'truncated', probability: 0.04 },
  { kind: 'html-200', probability: 0.04 },
];
const badLines: SmtpFault[] = [
  { at: 'rcpt', kind: 'drop', probability: 0.03 },
  { at: 'data', kind: 'reset', probability: 0.03 },
  { at: 'in-body', kind: 'drop', probability: 0.03 },
  { at: 'after-body', kind: 'drop', probability: 0.03 },
  { at: 'after-keeping', kind: 'drop', probability: 0.03 },
];

let siege: Siege | undefined;
afterEach(async () => {
  await siege?.close();
  siege = undefined;
});

/** All of rule 2, 3 and 5 at once: nothing lost, nothing under two Message-IDs, whenever a process dies. */
async function survive(plan: Omit<SiegePlan, 'subscriptions' | 'seed'>) {
  const whole = { ...plan, subscriptions: 50, seed };
  console.info(`siege: ${plan.kind}, ${plan.kills} kills, LITPUSH_SEED=${seed}`);
  siege = await prepareSiege(whole);
  await besiege(siege, whole);
  const { problems, ...report } = await reportOf(siege);
  console.info(JSON.stringify(report));
  expect(problems).toEqual([]);
  expect(siege.kills).toBe(plan.kills);
  expect(report.articles).toBeGreaterThan(plan.kills);
  return report;
}

describe('kill -9 at random moments', () => {
  it('loses nothing and doubles nothing', { timeout }, async () => {
    const report = await survive({ kind: 'sqlite', kills: kills.plain, processes: 1 });
    expect(report.failedRuns).toBe(0);
  });

  it('nor while PubMed and the mail server fail too', { timeout }, async () => {
    const faults = { eutils: badDays, smtp: badLines };
    await survive({ kind: 'sqlite', kills: kills.faulty, processes: 2, ...faults });
  });

  it.skipIf(!inject('postgres'))('nor on PostgreSQL', { timeout }, async () => {
    const faults = { eutils: badDays, smtp: badLines };
    await survive({ kind: 'postgres', kills: kills.postgres, processes: 2, ...faults });
  });
});
