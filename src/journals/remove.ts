import { setImmediate as breathe } from 'node:timers/promises';
import type { Bilingual } from '../contract/locale.ts';
import { Refusal } from '../errors.ts';
import { retireInStore } from '../store/edition-activations.ts';
import { dropEditionRows } from '../store/edition-journals.ts';
import { deleteEdition } from '../store/editions.ts';
import type { Store } from '../store/open.ts';
import { findEdition } from './editions.ts';

const halfRemoved: Bilingual = {
  en: 'It was being removed, and that was cut short. Remove it again.',
  zh: '删除过程中断，请再次删除。',
};

/**
 * Deletes an edition, a little at a time. Cut short, it stands as failed and can be removed again. No rollback comes back to it:
 * the one before it is next.
 *
 * @throws {Refusal} `edition-unknown`; `edition-in-force`.
 */
export async function removeEdition(store: Store, id: number): Promise<void> {
  const { source } = await findEdition(store, id);
  const error = JSON.stringify(halfRemoved);
  if ((await retireInStore(store, { id, source, error })) === 'in-force') {
    throw new Refusal('edition-in-force', { id, source });
  }
  for (const part of ['journals', 'notes'] as const) {
    while ((await dropEditionRows(store, id, part)) > 0) await breathe();
  }
  await deleteEdition(store, id);
}
