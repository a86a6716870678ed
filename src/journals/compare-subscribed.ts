import { setImmediate as breathe } from 'node:timers/promises';
import type { EditionInForce, JournalField } from '../contract/journals.ts';
import { editionsInForce } from '../store/editions-in-force.ts';
import type { Store } from '../store/open.ts';
import { referredJournals } from '../store/referred-journals.ts';
import { type Example, exampleOf } from './comparison-examples.ts';
import type { EditionSummary } from './editions.ts';
import { seek } from './seek.ts';
import { type Verdict, verdictOf } from './standing.ts';

/** What a new edition means for the journals from which subscriptions get papers. */
export interface SubscribedComparison {
  /** All such journals, and those that the new edition has. */
  journals: number;
  known: number;
  verdicts: { verdict: Verdict; example: Example }[];
}

/**
 * Seeks each journal of the papers that somebody has or is to get in the edition before and in the one after, as filters would.
 */
export async function compareSubscribed(
  store: Store,
  { before, after }: { before: EditionSummary | null; after: EditionSummary },
): Promise<SubscribedComparison> {
  const { source } = after;
  const beside = Object.values(await editionsInForce(store)).filter((one) => one.source !== source);
  const result: SubscribedComparison = { journals: 0, known: 0, verdicts: [] };
  // PubMed may know several journals, one after the other, of which a table has one.
  const seen = new Set<string>();
  for (let place: string | null = ''; place !== null; ) {
    const { journals, next } = await referredJournals(store, { after: place });
    const look = async (edition: EditionSummary | null) => {
      if (!edition) return journals.map(() => null);
      const editions = [...beside, inForceOf(edition)];
      const found = await seek(store, { editions, journals });
      return found.map((one) => one[source] ?? null);
    };
    const was = await look(before);
    const is = await look(after);
    const fields = { was: new Set(before?.fields), is: new Set<JournalField>(after.fields) };
    for (const [index] of journals.entries()) {
      const [old, now] = [was[index] ?? null, is[index] ?? null];
      result.journals += 1;
      if (now) result.known += 1;
      const name = `${old?.title}\n${now?.title}`;
      if ((!old && !now) || seen.has(name)) continue;
      seen.add(name);
      const verdict = verdictOf(
        source,
        old && { values: old.values, fields: fields.was },
        now && { values: now.values, fields: fields.is },
      );
      result.verdicts.push({ verdict, example: exampleOf({ before: old, after: now, subscribed: true }) });
    }
    place = next;
    await breathe();
  }
  return result;
}

const inForceOf = ({ id, source, year, fields }: EditionSummary): EditionInForce => ({
  id,
  source,
  year,
  fields,
});
