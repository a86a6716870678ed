import { z } from 'zod';
import type { Locale } from '../contract/locale.ts';
import { Refusal } from '../errors.ts';
import { ensurePerson, findPersonByEmail, makeAdmin, type Person } from '../store/people.ts';
import type { Accounts } from './accounts.ts';
import { checkPassword, setPassword } from './passwords.ts';

export interface NewAdmin {
  email: string;
  password: string;
  locale: Locale;
  /** The part before the @ unless told. A reader keeps theirs. */
  name?: string | undefined;
}

/**
 * Makes somebody an admin with a password. A reader with this address becomes one and keeps their searches.
 *
 * @throws {Refusal} `address-wrong`, `password-length`, `admin-exists`.
 */
export async function createAdmin(accounts: Accounts, input: NewAdmin): Promise<void> {
  const { email, password, locale } = checkNewAdmin(input);
  const { store, timeZone } = accounts;
  if ((await findPersonByEmail(store, email))?.role === 'admin') throw new Refusal('admin-exists', { email });
  const name = input.name?.trim() || (email.split('@')[0] ?? email);
  const personId = await ensurePerson(store, { email, name, locale, timeZone });
  await setPassword(accounts, { personId, password });
  // Last: an admin always has a password, wherever this is cut short.
  await makeAdmin(store, personId);
}

/** The address as it is kept. It is checked as at the log-in, which is stricter than for an address that gets mails. */
export function checkNewAdmin<T extends { email: string; password: string }>(input: T): T {
  const email = input.email.trim().toLowerCase();
  if (!z.email().safeParse(email).success) throw new Refusal('address-wrong', { address: input.email });
  checkPassword(input.password);
  return { ...input, email };
}

/** @throws {Refusal} `person-unknown`, `password-length`. */
export async function resetPassword(
  accounts: Accounts,
  { email, password }: { email: string; password: string },
): Promise<void> {
  const { id } = await personCalled(accounts, email);
  await setPassword(accounts, { personId: id, password });
}

/** @throws {Refusal} `person-unknown`. */
export async function personCalled({ store }: Accounts, email: string): Promise<Person> {
  const person = await findPersonByEmail(store, email.trim());
  if (!person) throw new Refusal('person-unknown', { email });
  return person;
}
