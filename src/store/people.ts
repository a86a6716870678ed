import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Locale } from '../contract/locale.ts';
import type { Store } from './open.ts';

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
