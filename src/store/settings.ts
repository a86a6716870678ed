import { randomBytes } from 'node:crypto';
import { Refusal } from '../errors.ts';
import type { Store } from './open.ts';
import type { SecretBox } from './secret-box.ts';

const checkKey = 'secret-check';
const checkText = 'literature-push';

/** Refuses a start with another `APP_SECRET` than the one that sealed what is stored. The first start leaves the check value. */
export async function checkSecret(store: Store, box: SecretBox): Promise<void> {
  await store.db
    .insertInto('setting')
    .values({ key: checkKey, value: box.seal(checkText) })
    .onConflict((oc) => oc.doNothing())
    .execute();
  const { value } = await store.db
    .selectFrom('setting')
    .select('value')
    .where('key', '=', checkKey)
    .executeTakeFirstOrThrow();
  try {
    if (box.open(value) === checkText) return;
  } catch {
    // Falls through: a text that does not open is the answer.
  }
  throw new Refusal('secret-wrong');
}

/** Eight characters that no other installation has, made at the first start: what two that share a Redis are told apart by. */
export async function installationId(store: Store): Promise<string> {
  const key = 'installation';
  await store.db
    .insertInto('setting')
    .values({ key, value: randomBytes(4).toString('hex') })
    .onConflict((oc) => oc.doNothing())
    .execute();
  const { value } = await store.db
    .selectFrom('setting')
    .select('value')
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  return value;
}
