import { randomUUID } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { Store } from './open.ts';
import { type Person, personColumns } from './people.ts';
import type { AccessTokenRow } from './schema.ts';

export type AccessToken = Omit<Selectable<AccessTokenRow>, 'hash' | 'person_id'> & { email: string };

/** How exactly the last use is kept, in milliseconds: a program that asks all day must not write all day. */
const useKeptMs = 60_000;

/** @param row.lifeMs null: until it is revoked. @returns the id by which it can be revoked. */
export async function insertAccessToken(
  store: Store,
  row: { personId: string; name: string; hash: string; lifeMs: number | null },
): Promise<string> {
  const id = randomUUID().slice(0, 8);
  await store.db
    .insertInto('access_token')
    .values({
      id,
      person_id: row.personId,
      name: row.name,
      hash: row.hash,
      created_at: store.now(),
      expires_at: row.lifeMs === null ? null : sql<number>`${store.now()} + ${sql.lit(row.lifeMs)}`,
    })
    .execute();
  return id;
}

/** Whose token this is, while it is good. Notes that it was used. */
export async function findTokenOwner(store: Store, hash: string): Promise<Person | undefined> {
  const found = await store.db
    .selectFrom('access_token')
    .innerJoin('person', 'person.id', 'access_token.person_id')
    .select([...personColumns, 'last_used_at', store.now().as('now')])
    .where('hash', '=', hash)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', store.now())]))
    .executeTakeFirst();
  if (!found) return undefined;
  const { last_used_at, now, ...person } = found;
  if (last_used_at === null || last_used_at <= now - useKeptMs) {
    await store.relaxed(({ db }) =>
      db.updateTable('access_token').set({ last_used_at: now }).where('hash', '=', hash).execute(),
    );
  }
  return person;
}

export const listAccessTokens = (store: Store): Promise<AccessToken[]> =>
  store.db
    .selectFrom('access_token')
    .innerJoin('person', 'person.id', 'access_token.person_id')
    .select([
      'access_token.id',
      'email',
      'access_token.name',
      'access_token.created_at',
      'last_used_at',
      'expires_at',
    ])
    .orderBy('email')
    .orderBy('access_token.created_at')
    .execute();

export async function deleteAccessToken(store: Store, id: string): Promise<boolean> {
  const { numDeletedRows } = await store.db
    .deleteFrom('access_token')
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}
