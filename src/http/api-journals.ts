import type { Hono } from 'hono';
import {
  type KeptTable,
  keepJournalFile,
  lookAtJournalFile,
  requestImport,
} from '../admin/import-journals.ts';
import { journalRoutes as routes } from '../contract/journal-acts.ts';
import type { MetricSource } from '../contract/journals.ts';
import type { Locale } from '../contract/locale.ts';
import { activateEdition, rollBack } from '../journals/activate.ts';
import { compareEdition } from '../journals/compare.ts';
import { type EditionSummary, editionNotes, findEdition, listEditions } from '../journals/editions.ts';
import { lookUpJournals } from '../journals/look-up-journal.ts';
import { describeNote } from '../journals/note-words.ts';
import { recognise } from '../journals/recognise.ts';
import { removeEdition } from '../journals/remove.ts';
import type { Store } from '../store/open.ts';
import { mount } from './api-mount.ts';
import { inTurn } from './in-turn.ts';

export interface JournalDeps {
  store: Store;
  /** A job was added. */
  announce: () => Promise<void>;
}

/** Rows of a table that are shown before it is imported. */
const shownRows = 5;

/** Journal tables: sending, importing, comparing, activating. Behind the guard. */
export function mountJournalApi(app: Hono, { store, announce }: JournalDeps): void {
  // A table is read as a whole and may fill hundreds of megabytes: one after the other.
  const one = inTurn();
  mount(app, routes.sendFile, ({ query: { name, sheet = null, source }, body: bytes }) =>
    one(async () => lookOf(await keepJournalFile(store, { name: fileName(name), sheet, bytes }), source)),
  );
  mount(app, routes.file, ({ params: { id: file }, query: { sheet = null, source } }) =>
    one(async () => lookOf(await lookAtJournalFile(store, { file, sheet }), source)),
  );
  mount(app, routes.openEdition, async ({ body: { sheet = null, ...body } }) => {
    const begun = await one(() => requestImport(store, { ...body, sheet }));
    await announce();
    return begun;
  });
  mount(app, routes.editions, async ({ locale }) => ({
    editions: (await listEditions(store)).map((edition) => inWords(edition, locale)),
  }));
  mount(app, routes.edition, async ({ params, locale }) =>
    inWords(await findEdition(store, params.id), locale),
  );
  mount(app, routes.report, async ({ params, query, locale }) => {
    const { notes, next } = await editionNotes(store, { ...params, ...query });
    return { notes: notes.map((note) => ({ ...note, text: describeNote(note, locale) })), next };
  });
  mount(app, routes.comparison, async ({ params, locale }) => {
    const { edition, against, ...rest } = await compareEdition(store, params.id);
    return { edition: inWords(edition, locale), against: against && inWords(against, locale), ...rest };
  });
  mount(app, routes.activate, async ({ params, locale }) => {
    const { edition, before } = await activateEdition(store, params.id);
    return { edition: inWords(edition, locale), before: before && inWords(before, locale) };
  });
  mount(app, routes.remove, async ({ params }) => {
    await removeEdition(store, params.id);
    return { removed: params.id };
  });
  mount(app, routes.rollBack, async ({ params, body, locale }) => {
    const { now, was } = await rollBack(store, { ...params, ...body });
    return { now: now && inWords(now, locale), was: inWords(was, locale) };
  });
  mount(app, routes.lookUp, ({ query }) => lookUpJournals(store, query.q));
}

/** What stands in a table, and how it would be read. @param source as a person says; undefined: as the table shows. */
function lookOf({ file, name, table }: KeptTable, source: MetricSource | undefined) {
  const { format, encoding, header, rows, sheets = [] } = table;
  return {
    file,
    name,
    format,
    encoding,
    rows: rows.length,
    header,
    sample: rows.slice(0, shownRows),
    sheets,
    recognised: recognise(table, { name, ...(source && { source }) }),
  };
}

const inWords = ({ error, ...edition }: EditionSummary, locale: Locale) => ({
  ...edition,
  error: error?.[locale] ?? null,
});

/** Without folders, and without characters that nobody sees or that turn a line around. */
const fileName = (given: string): string =>
  given
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .replace(/^.*[/\\]/, '')
    .trim() || 'file';
