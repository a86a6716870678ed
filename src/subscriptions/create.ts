import { Filters } from '../contract/filters.ts';
import type { Locale } from '../contract/locale.ts';
import { isTimeZone, Schedule } from '../contract/schedule.ts';
import { Refusal } from '../errors.ts';
import { isAddress } from '../mail/mailbox-url.ts';
import type { Store } from '../store/open.ts';
import { ensurePerson } from '../store/people.ts';
import { databaseTime, insertSubscription } from '../store/subscriptions.ts';
import { checkNumber, checkQuery, checkRecipients, type Limits, nameFor } from './fields.ts';
import { nextSlot } from './next-slot.ts';

export interface NewSubscription {
  person: { email: string; name?: string; locale: Locale; timeZone: string };
  query: string;
  schedule: Schedule;
  /** Without it the query. */
  name?: string;
  filters?: Filters;
  /** Papers in one digest; 20 unless said. */
  maxArticles?: number;
  /** Days that the first search reaches back; 30 unless said. */
  firstWindowDays?: number;
  sendNothingNew?: boolean;
  /** Without them the person. */
  recipients?: readonly string[];
  /** Terms that PubMed drops from the query and that the person accepted. */
  accepted?: readonly string[];
}

/**
 * Saves a subscription, due at its next slot by the database's clock, and its person where it is a new one.
 *
 * @param deps.random so many random bytes.
 * @returns its id. @throws {Refusal} what a person has to mend; then nothing was saved.
 */
export async function createSubscription(
  store: Store,
  input: NewSubscription,
  deps: { limits: Limits; random: (bytes: number) => Uint8Array },
): Promise<number> {
  const { limits } = deps;
  const person = checkPerson(input.person);
  const query = checkQuery(input.query);
  const schedule = Schedule.parse(input.schedule);
  const row = {
    name: nameFor(input.name, query),
    query,
    query_revision: 1,
    accepted: JSON.stringify(input.accepted ?? []),
    filters: JSON.stringify(Filters.parse(input.filters ?? {})),
    schedule: JSON.stringify(schedule),
    max_articles: checkNumber('maxArticles', input.maxArticles ?? 20, limits.maxArticles),
    first_window_days: checkNumber('firstWindowDays', input.firstWindowDays ?? 30, limits.firstWindowDays),
    send_nothing_new: input.sendNothingNew ? 1 : 0,
    status: 'active' as const,
    paused_until: null,
    first_window_start: null,
    searched_at: null,
    translation: null,
  };
  const recipients = checkRecipients(input.recipients ?? [person.email], limits.recipients).map(
    (address) => ({
      address,
      token: tokenOf(deps.random),
    }),
  );
  return insertSubscription(store, {
    row: {
      ...row,
      person_id: await ensurePerson(store, person),
      next_slot: nextSlot(schedule, await databaseTime(store)),
    },
    recipients,
  });
}

function checkPerson(person: NewSubscription['person']) {
  const email = person.email.trim();
  if (!isAddress(email)) throw new Refusal('address-wrong', { address: email });
  if (!isTimeZone(person.timeZone)) throw new Refusal('time-zone-unknown', { timeZone: person.timeZone });
  return { ...person, email, name: person.name?.trim() || (email.split('@')[0] ?? email) };
}

/** 128 random bits: a link that nobody guesses. */
const tokenOf = (random: (bytes: number) => Uint8Array): string =>
  Buffer.from(random(16)).toString('base64url');
