import { randomInt } from 'node:crypto';
import { passwordLength } from '../contract/password.ts';
import { Refusal } from '../errors.ts';
import type { Accounts } from './accounts.ts';

/** @throws {Refusal} `password-length`. */
export function checkPassword(password: string): void {
  const { min, max } = passwordLength;
  if (password.length < min || password.length > max) throw new Refusal('password-length', { min, max });
}

/** Without letters that look alike; 20 of them are 115 bits. */
const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

export const makePassword = (): string =>
  Array.from({ length: 20 }, () => letters[randomInt(letters.length)]).join('');

/** Sets or replaces somebody's password and ends all their sessions: whoever knew the old one is out. */
export async function setPassword(
  { auth }: Accounts,
  { personId, password }: { personId: string; password: string },
): Promise<void> {
  checkPassword(password);
  const { internalAdapter, password: hasher } = await (await auth()).$context;
  const hash = await hasher.hash(password);
  if (await internalAdapter.findCredentialAccount(personId)) {
    await internalAdapter.updatePassword(personId, hash);
  } else {
    const account = { userId: personId, providerId: 'credential', accountId: personId, password: hash };
    try {
      await internalAdapter.linkAccount(account);
    } catch (error) {
      // Another process has just made the account; the database lets there be one.
      if (!(await internalAdapter.findCredentialAccount(personId))) throw error;
      await internalAdapter.updatePassword(personId, hash);
    }
  }
  await internalAdapter.deleteUserSessions(personId);
}
