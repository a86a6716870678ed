import { type SqlBool, sql } from 'kysely';
import type { Store } from './open.ts';

/**
 * One-time links that make the first admin, a row of `setting` each: several processes that start together log one each.
 * Only a hash stands here; the value is the instant at which the link ends: thirteen digits, so that they compare as text
 * (the other settings are no numbers, and a cast might be tried on them).
 */
const keyOf = (hash: string): string => `setup-link:${hash}`;
const isSetupLink = sql<SqlBool>`key LIKE 'setup-link:%'`;

/** Adds a link and sweeps up those that have ended. */
export async function addSetupLink(
  store: Store,
  { hash, lifeMs }: { hash: string; lifeMs: number },
): Promise<void> {
  await store.db.deleteFrom('setting').where(isSetupLink).where(ended(store)).execute();
  await store.db
    .insertInto('setting')
    .values({ key: keyOf(hash), value: sql<string>`CAST(${store.now()} + ${sql.lit(lifeMs)} AS TEXT)` })
    .execute();
}

export async function hasSetupLink(store: Store, hash: string): Promise<boolean> {
  const found = await store.db
    .selectFrom('setting')
    .select('key')
    .where('key', '=', keyOf(hash))
    .where(sql<SqlBool>`NOT ${ended(store)}`)
    .executeTakeFirst();
  return found !== undefined;
}

/** Ends all links, if this one is good: of two people who follow their links at the same time one comes through. */
export async function takeSetupLinks(store: Store, hash: string): Promise<boolean> {
  const { numDeletedRows } = await store.db
    .deleteFrom('setting')
    .where(isSetupLink)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('setting as mine')
          .select('mine.key')
          .where('mine.key', '=', keyOf(hash))
          .where(sql<SqlBool>`mine.value > CAST(${store.now()} AS TEXT)`),
      ),
    )
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function dropSetupLinks(store: Store): Promise<void> {
  await store.db.deleteFrom('setting').where(isSetupLink).execute();
}

const ended = (store: Store) => sql<SqlBool>`(value <= CAST(${store.now()} AS TEXT))`;
