import { createHash, randomBytes } from 'node:crypto';
import type { Locale } from '../contract/locale.ts';
import { Refusal } from '../errors.ts';
import { hasAdmin } from '../store/people.ts';
import { addSetupLink, dropSetupLinks, hasSetupLink, takeSetupLinks } from '../store/setup-links.ts';
import type { Accounts } from './accounts.ts';
import { checkNewAdmin, createAdmin } from './admins.ts';

/** How long a link waits for somebody to follow it. The next start gives a new one. */
const linkLifeMs = 7 * 86_400_000;

export type FirstAdmin =
  | { kind: 'there' }
  | { kind: 'made'; email: string }
  /** Where the first admin is made; shown to the operator once and kept nowhere. */
  | { kind: 'link'; path: string };

/**
 * Sees to it, at each start, that somebody can come to be an admin: from what the operator set, else by a link that
 * works once. There is never a password that anyone could know beforehand.
 *
 * @throws {Refusal} `address-wrong`, `password-length` of what the operator set.
 */
export async function ensureFirstAdmin(accounts: Accounts): Promise<FirstAdmin> {
  const { store, firstAdmin } = accounts;
  if (await hasAdmin(store)) {
    await dropSetupLinks(store);
    return { kind: 'there' };
  }
  if (firstAdmin) {
    await makeUnlessThere(accounts, firstAdmin);
    await dropSetupLinks(store);
    return { kind: 'made', email: firstAdmin.email };
  }
  const token = randomBytes(24).toString('base64url');
  await addSetupLink(store, { hash: hashOf(token), lifeMs: linkLifeMs });
  return { kind: 'link', path: `/setup/${token}` };
}

async function makeUnlessThere(
  accounts: Accounts,
  admin: { email: string; password: string; locale: Locale },
): Promise<void> {
  try {
    await createAdmin(accounts, admin);
  } catch (error) {
    // Two processes that start together both try; the one that comes second finds it done.
    if (!(error instanceof Refusal && error.code === 'admin-exists')) throw error;
  }
}

/** Whether this link still makes an admin. One admin, however made, ends them all. */
export const isSetupOpen = async ({ store }: Accounts, token: string): Promise<boolean> =>
  (await hasSetupLink(store, hashOf(token))) && !(await hasAdmin(store));

/**
 * Makes the first admin and ends the link.
 *
 * @returns whether the link was (still) good; of two who try at the same time it is for one.
 * @throws {Refusal} `address-wrong`, `password-length`; the link stays good.
 */
export async function setUpFirstAdmin(
  accounts: Accounts,
  { token, ...admin }: { token: string; email: string; password: string; locale: Locale },
): Promise<boolean> {
  if (!(await isSetupOpen(accounts, token))) return false;
  checkNewAdmin(admin);
  if (!(await takeSetupLinks(accounts.store, hashOf(token)))) return false;
  await createAdmin(accounts, admin);
  return true;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
