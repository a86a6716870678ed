import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Locale } from '../contract/locale.ts';
import type { Store } from './open.ts';
import type { Role } from './schema.ts';

/** Somebody as the rest of the program knows them. */
export interface Person {
  id: string;
  email: string;
  name: string;
  role: Role;
  locale: Locale;
}

export const personColumns = [
  'person.id',
  'person.email',
  'person.name',
  'person.role',
  'person.locale',
] as const;

/** Finds the person with this address or adds one. Addresses that an operator adds count as confirmed. */
export async function ensurePerson(
  store: Store,
  input: { email: string; name: string; locale: Locale; timeZone: string },
): Promise<string> {
  const now = new Date().toISOString();
  await store.db
    .insertInto('person')
    .values({
      id: randomUUID(),
      name: input.name,
      email: input.email.toLowerCase(),
      email_verified: sql`TRUE`,
      image: null,
      created_at: now,
      updated_at: now,
      locale: input.locale,
      time_zone: input.timeZone,
    })
    .onConflict((oc) => oc.doNothing())
    .execute();
  const { id } = await store.db
    .selectFrom('person')
    .select('id')
    .where('email', '=', input.email.toLowerCase())
    .executeTakeFirstOrThrow();
  return id;
}

/** The language of all mails and pages of the person with this address. */
export async function setPersonLocale(
  store: Store,
  { email, locale }: { email: string; locale: Locale },
): Promise<void> {
  await store.db
    .updateTable('person')
    .set({ locale, updated_at: new Date().toISOString() })
    .where('email', '=', email.toLowerCase())
    .execute();
}

export const findPersonByEmail = (store: Store, email: string): Promise<Person | undefined> =>
  store.db
    .selectFrom('person')
    .select(personColumns)
    .where('email', '=', email.toLowerCase())
    .executeTakeFirst();

export const listAdmins = (store: Store): Promise<Person[]> =>
  store.db.selectFrom('person').select(personColumns).where('role', '=', 'admin').orderBy('email').execute();

export async function hasAdmin(store: Store): Promise<boolean> {
  const one = await store.db.selectFrom('person').select('id').where('role', '=', 'admin').limit(1).execute();
  return one.length > 0;
}

export async function makeAdmin(store: Store, personId: string): Promise<void> {
  await store.db
    .updateTable('person')
    .set({ role: 'admin', updated_at: new Date().toISOString() })
    .where('id', '=', personId)
    .execute();
}
