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
