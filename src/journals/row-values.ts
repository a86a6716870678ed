import type { JournalField, JournalValues, MetricSource, Placing } from '../contract/journals.ts';
import { type Place, readPlace, readRank } from './places.ts';
import { categoryName, listIn, pairPlacings } from './placings.ts';
import { clipped, orNote, type RowCells } from './row-cells.ts';
import { readWarning } from './row-warning.ts';
import { isBlank, readBoolean, readMeasure } from './values.ts';

/** What a row says of its journal, as far as a table of this source says it. */
export function readValues(
  row: RowCells,
  { source, decimal }: { source: MetricSource; decimal: (cell: string) => '.' | ',' },
): JournalValues {
  const isCas = source === 'cas';
  const places = isCas
    ? zones(row)
    : source === 'scimago'
      ? bestOfAll(row)
      : source === 'jcr'
        ? quartiles(row)
        : noPlaces;
  const measured = source === 'jcr' || source === 'scimago' || source === 'openalex';
  const printed = row.get('measure');
  const measure = measured ? readMeasure(printed, { decimal: decimal(printed) }) : null;
  return {
    measure: orNote(row, { read: measure, field: 'measure', text: printed }),
    ...places,
    top: isCas ? yesOrNo(row, 'top') : null,
    warning: isCas || source === 'warning' ? readWarning(row) : null,
    openAccess: source === 'warning' ? null : yesOrNo(row, 'openAccess'),
  };
}

type Placings = Pick<JournalValues, 'overall' | 'categories'>;

const noPlaces: Placings = { overall: null, categories: [] };

const yesOrNo = (row: RowCells, field: 'top' | 'openAccess'): boolean | null =>
  orNote(row, { read: readBoolean(row.get(field)), field, text: row.get(field) });

const placeOf = (row: RowCells, { field, text }: { field: JournalField; text: string }): Place | null =>
  orNote(row, { read: readPlace(text), field, text });

function rankOf(row: RowCells, text: string): string | null {
  const read = orNote(row, { read: readRank(text), field: 'rank', text });
  if (read?.mended)
    row.note('rank-mended', { column: row.head('rank'), text: clipped(text), rank: read.rank });
  return read?.rank ?? null;
}

const quartiles = (row: RowCells): Placings =>
  paired(row, { categories: 'category', places: 'quartile', ranks: 'rank' });

/** 大类 as a whole, 小类 each for itself. */
function zones(row: RowCells): Placings {
  const printed = row.get('major');
  const category = isBlank(printed) ? null : printed;
  const zone = placeOf(row, { field: 'majorZone', text: row.get('majorZone') });
  const { categories } = paired(row, { categories: 'minor', places: 'minorZone', ranks: null });
  const overall = category === null && zone === null ? null : placing(category, zone);
  return { overall, categories };
}

/** SCImago prints the best quartile, and `Oncology (Q1); Hematology (Q2)`. */
function bestOfAll(row: RowCells): Placings {
  const best = placeOf(row, { field: 'quartile', text: row.get('quartile') });
  const categories = row
    .all('category')
    .flatMap(listIn)
    .filter((one) => !isBlank(one));
  return {
    overall: best && placing(null, best),
    categories: categories.map((printed) => {
      const [, category = printed, quartile = ''] = /^(.*?)\s*\((Q[1-4])\)$/i.exec(printed) ?? [];
      return placing(category, placeOf(row, { field: 'category', text: quartile }));
    }),
  };
}

const placing = (category: string | null, place: Place | null): Placing => ({
  category,
  place: place?.place ?? null,
  rank: place?.rank ?? null,
});

/** Of columns that go together, in either form: one of each with a list in its cells, or several of each. */
function paired(
  row: RowCells,
  fields: { categories: JournalField; places: JournalField; ranks: 'rank' | null },
): Placings {
  const several = row.all(fields.categories).length > 1;
  const columns = {
    categories: row.all(fields.categories),
    places: row.all(fields.places),
    ranks: fields.ranks ? row.all(fields.ranks) : [],
  };
  const hasPairs = several && (columns.places.length > 1 || columns.ranks.length > 1);
  const printed = hasPairs ? withoutBlanks(columns) : asLists(columns);
  const { unpaired, ...placings } = pairPlacings({
    categories: printed.categories.map(categoryName),
    places: printed.places.map((text) => placeOf(row, { field: fields.places, text })),
    ranks: printed.ranks.map((text) => rankOf(row, text)),
  });
  if (unpaired) {
    const count = Math.max(printed.places.length, printed.ranks.length);
    row.note('places-unpaired', { categories: printed.categories.length, places: count });
  }
  return placings;
}

interface Printed {
  categories: string[];
  places: string[];
  ranks: string[];
}

/** A journal of two fields leaves the columns of the other four blank. */
function withoutBlanks({ categories, places, ranks }: Printed): Printed {
  const kept = categories
    .map((_, at) => at)
    .filter((at) => {
      return [categories, places, ranks].some((cells) => !isBlank(cells[at] ?? ''));
    });
  const of = (cells: string[]): string[] => (cells.length === 0 ? [] : kept.map((at) => cells[at] ?? ''));
  return { categories: of(categories), places: of(places), ranks: of(ranks) };
}

const asLists = ({ categories, places, ranks }: Printed): Printed => ({
  categories: categories.flatMap(listIn).filter((one) => !isBlank(one)),
  places: places.flatMap(listIn),
  ranks: ranks.flatMap(listIn),
});
