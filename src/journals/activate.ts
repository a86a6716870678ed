import type { MetricSource } from '../contract/journals.ts';
import { Refusal } from '../errors.ts';
import { activateInStore, undoInStore } from '../store/edition-activations.ts';
import { editionsInForce } from '../store/editions-in-force.ts';
import type { Store } from '../store/open.ts';
import { type EditionSummary, findEdition } from './editions.ts';
import { sourceNames } from './field-names.ts';

/**
 * Puts an edition in force: from the next batch of papers on, in every process, its figures count. What is in force already
 * stays so.
 *
 * @returns `before`: the one that was in force; this one, where it was so already; null: none was.
 * @throws {Refusal} `edition-unknown`; `edition-not-ready`.
 */
export async function activateEdition(
  store: Store,
  id: number,
): Promise<{ edition: EditionSummary; before: EditionSummary | null }> {
  const { source } = await findEdition(store, id);
  const done = await activateInStore(store, { id, source });
  if (done === 'not-ready') throw new Refusal('edition-not-ready', { id });
  const edition = await findEdition(store, id);
  if (done.before === id) return { edition, before: edition };
  return { edition, before: done.before === null ? null : await findEdition(store, done.before) };
}

/**
 * Undoes the newest activation of a source: the edition before is in force again, or none.
 *
 * @param input.from the edition that is to be taken out of force, as a page showed it: where another one is in force by now, as
 * after a double click, nothing changes. Unless told: the one that is in force.
 * @throws {Refusal} `edition-none-in-force`; `edition-unknown`.
 */
export async function rollBack(
  store: Store,
  { source, from }: { source: MetricSource; from?: number | undefined },
): Promise<{ now: EditionSummary | null; was: EditionSummary }> {
  const edition = from ?? (await editionsInForce(store))[source]?.id;
  if (edition === undefined) throw new Refusal('edition-none-in-force', { source: sourceNames[source] });
  const now = await undoInStore(store, { source, edition });
  return { was: await findEdition(store, edition), now: now === null ? null : await findEdition(store, now) };
}
