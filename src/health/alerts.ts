import type { Locale } from '../contract/locale.ts';
import type { Logger } from '../log.ts';
import type { DeliverDeps } from '../mail/deliver.ts';
import { sendOnce } from '../mail/send-once.ts';
import {
  type Alert,
  claimTelling,
  endAlert,
  firingAlerts,
  markTold,
  raiseAlert,
  releaseTelling,
} from '../store/alerts.ts';
import type { Store } from '../store/open.ts';
import { listAdmins } from '../store/people.ts';
import { databaseTime } from '../store/subscriptions.ts';
import { type AlertMailDeps, type AlertReader, alertMail } from './alert-mail.ts';
import { type AlertLimits, type AlertRule, type Finding, findWrong } from './alert-rules.ts';
import { takeSnapshot } from './alert-snapshot.ts';

export interface AlertsDeps extends AlertMailDeps {
  store: Store;
  limits: AlertLimits;
  delivery: Pick<DeliverDeps, 'store' | 'send' | 'today'>;
  /** Told where nobody is an admin; null: nobody then. */
  fallback: { address: string; locale: Locale } | null;
  log: Logger;
  /** Milliseconds of a clock that only goes forward. */
  clock?: () => number;
}

/** The service watches itself: what is wrong is told to each admin once, and once more when it is over. */
export interface Alerts {
  /** The clock was looked at. Looks itself every half a minute, and returns at once. */
  afterTick(): Promise<void>;
  /** Looks now. */
  check(): Promise<void>;
  /** Waits for a look that is under way. */
  stop(): Promise<void>;
}

const checkEveryMs = 30_000;
/** What is wrong for less than this is not worth a mail: a start, a restart, a hiccup. */
const holdMs: Partial<Record<AlertRule, number>> = { 'no-worker': 120_000 };
const shortHoldMs = 30_000;
/** What was not wrong for so long is over. */
const calmMs = 120_000;
/** How long a mail server may take over one alert before another process tells it. */
const tellingMs = 300_000;
/** An address that cannot be reached for so long is told no more of this alert. */
const patienceMs = 6 * 3_600_000;

/**
 * What fires stands in the database, so that all processes and all starts know it. How long a rule was seen or unseen is
 * remembered here: another process that takes over counts from its own first look.
 */
export function createAlerts(deps: AlertsDeps): Alerts {
  const { store, log, limits } = deps;
  const clock = deps.clock ?? (() => performance.now());
  /** First seen wrong without a pause, and likewise first seen right, by rule and subject. */
  const wrongSince = new Map<string, number>();
  const rightSince = new Map<string, number>();
  /** Who was told of which alert, where not all could be at once; with the first attempt. */
  const partly = new Map<string, { first: number; told: Set<string> }>();
  let checkedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | null = null;

  async function raise(found: readonly Finding[], seenAt: number): Promise<void> {
    const now = clock();
    const keys = new Set(found.map(keyOf));
    for (const key of wrongSince.keys()) if (!keys.has(key)) wrongSince.delete(key);
    for (const finding of found) {
      const key = keyOf(finding);
      const first = wrongSince.get(key) ?? now;
      wrongSince.set(key, first);
      rightSince.delete(key);
      if (now - first < (holdMs[finding.rule] ?? shortHoldMs)) continue;
      // Some rules see only that it is so; then it is since we first saw it.
      const since = Math.round(Math.min(finding.since, seenAt - (now - first)));
      const isNew = await raiseAlert(store, { ...finding, since, facts: JSON.stringify(finding.facts) });
      if (isNew) log.warn({ rule: finding.rule, subject: finding.subject, ...finding.facts }, 'alert');
    }
  }

  async function end(found: readonly Finding[]): Promise<void> {
    const now = clock();
    const wrong = new Set(found.map(keyOf));
    for (const alert of await firingAlerts(store)) {
      const key = keyOf(alert);
      if (wrong.has(key)) continue;
      const first = rightSince.get(key) ?? now;
      rightSince.set(key, first);
      if (now - first < calmMs) continue;
      rightSince.delete(key);
      if (await endAlert(store, alert))
        log.info({ rule: alert.rule, subject: alert.subject }, 'alert is over');
    }
  }

  async function tell(): Promise<void> {
    const readers = await readersOf(deps);
    // It is told when there is somebody to tell.
    if (readers.length === 0) return;
    for (const alert of await claimTelling(store, { ttlMs: tellingMs })) {
      const done = await tellAll(alert, readers).catch((error: unknown) => {
        log.error({ err: error, rule: alert.rule }, 'an alert could not be told');
        return false;
      });
      if (done) await markTold(store, alert);
      else await releaseTelling(store, alert);
    }
  }

  /** @returns false where somebody has to be told later. */
  async function tellAll(alert: Alert, readers: readonly AlertReader[]): Promise<boolean> {
    const key = `${keyOf(alert)} ${alert.since} ${alert.state}`;
    const progress = partly.get(key) ?? { first: clock(), told: new Set<string>() };
    partly.set(key, progress);
    const now = await databaseTime(store);
    for (const reader of readers) {
      if (progress.told.has(reader.address)) continue;
      const message = alertMail(deps, { alert, reader, now });
      const outcome = await sendOnce(deps.delivery, { to: reader.address, message });
      const settled =
        outcome !== null &&
        (!('permanent' in outcome) || (outcome.permanent && outcome.kind !== 'mailbox-failed'));
      if (settled) progress.told.add(reader.address);
      if (outcome?.kind !== 'accepted')
        log.warn({ rule: alert.rule, kind: outcome?.kind ?? 'no mailbox' }, 'alert mail not accepted');
    }
    const all = readers.every(({ address }) => progress.told.has(address));
    const enough = all || (progress.told.size > 0 && clock() - progress.first > patienceMs);
    if (enough) partly.delete(key);
    return enough;
  }

  async function check(): Promise<void> {
    const snapshot = await takeSnapshot(store, limits);
    const found = findWrong(snapshot, limits);
    await raise(found, snapshot.now);
    await end(found);
    await tell();
  }

  return {
    check,
    async afterTick() {
      if (running || clock() - checkedAt < checkEveryMs) return;
      checkedAt = clock();
      // A mail server that hangs must not stop the clock.
      running = check()
        .catch((error: unknown) => log.error({ err: error }, 'the look for alerts failed'))
        .finally(() => (running = null));
    },
    async stop() {
      await running;
    },
  };
}

const keyOf = ({ rule, subject }: Pick<Finding | Alert, 'rule' | 'subject'>): string => `${rule} ${subject}`;

async function readersOf({ store, fallback }: AlertsDeps): Promise<AlertReader[]> {
  const admins = await listAdmins(store);
  if (admins.length === 0) return fallback ? [{ ...fallback, name: '' }] : [];
  return admins.map(({ email: address, name, locale }) => ({ address, name, locale }));
}
