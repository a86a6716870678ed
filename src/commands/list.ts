import { adminCreate, adminList, adminResetPassword } from './admin.ts';
import { adminRevokeToken, adminToken } from './admin-token.ts';
import { backupCommand } from './backup.ts';
import type { Command } from './command.ts';
import { deliveryAgain, deliveryList, deliverySettle } from './delivery.ts';
import { demoCommand } from './demo.ts';
import { digestCommand } from './digest.ts';
import { doctorCommand } from './doctor.ts';
import { importJournals } from './import-journals.ts';
import { journalsActivate, journalsList, journalsRemove, journalsRollback } from './journals.ts';
import { journalsCompare } from './journals-compare.ts';
import { journalsFind } from './journals-find.ts';
import { journalsReport } from './journals-report.ts';
import { mailboxAdd, mailboxList, mailboxRemove } from './mailbox.ts';
import { migrateCommand } from './migrate.ts';
import { previewCommand } from './preview.ts';
import { pushCommand } from './push.ts';
import { queuePause, queueResume, queueSweep, queueTest } from './queue.ts';
import { queueClear, queueFailed, queueRetry } from './queue-failed.ts';
import { queueStatusCommand } from './queue-status.ts';
import { sandboxCommand } from './sandbox.ts';
import { scheduleCommand } from './schedule.ts';
import { serveCommand } from './serve.ts';
import {
  subscriptionList,
  subscriptionPause,
  subscriptionRemove,
  subscriptionResume,
} from './subscription.ts';
import { subscriptionAdd } from './subscription-add.ts';
import { subscriptionChange } from './subscription-change.ts';
import { subscriptionWhy } from './subscription-why.ts';
import { workerCommand } from './worker.ts';

/** Every command, in the order in which help shows them. */
export const commands: readonly Command[] = [
  demoCommand,
  serveCommand,
  workerCommand,
  previewCommand,
  digestCommand,
  subscriptionAdd,
  subscriptionChange,
  subscriptionList,
  subscriptionWhy,
  subscriptionPause,
  subscriptionResume,
  subscriptionRemove,
  mailboxAdd,
  mailboxList,
  mailboxRemove,
  importJournals,
  journalsList,
  journalsReport,
  journalsCompare,
  journalsActivate,
  journalsRollback,
  journalsRemove,
  journalsFind,
  pushCommand,
  scheduleCommand,
  queueStatusCommand,
  queueTest,
  queueFailed,
  queueRetry,
  queueClear,
  queuePause,
  queueResume,
  queueSweep,
  deliveryList,
  deliveryAgain,
  deliverySettle,
  adminCreate,
  adminResetPassword,
  adminToken,
  adminRevokeToken,
  adminList,
  doctorCommand,
  backupCommand,
  migrateCommand,
  sandboxCommand,
];
