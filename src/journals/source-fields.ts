import type { Mapping, MetricSource } from '../contract/journals.ts';

type Field = keyof Mapping;

export const journalColumns = [
  'title',
  'nlmId',
  'issn',
  'eissn',
  'linkingIssn',
  'issns',
] as const satisfies Field[];

/** What is read of a source's table, besides what names the journal. */
export const valueColumns = {
  jcr: ['measure', 'category', 'quartile', 'rank', 'openAccess'],
  cas: ['major', 'majorZone', 'minor', 'minorZone', 'top', 'warning', 'openAccess'],
  scimago: ['measure', 'category', 'quartile', 'openAccess'],
  openalex: ['measure', 'openAccess'],
  warning: ['warning'],
} as const satisfies Record<MetricSource, Field[]>;

/** Of these a table must have one, else it says nothing that anybody asks of its source. */
export const neededColumns = {
  jcr: ['measure', 'quartile'],
  cas: ['majorZone', 'minorZone', 'top', 'warning'],
  scimago: ['measure', 'quartile'],
  openalex: ['measure'],
  warning: ['warning'],
} as const satisfies Record<MetricSource, Field[]>;

/** Of which there may be several columns. */
export const severalColumns: readonly Field[] = ['category', 'quartile', 'rank', 'minor', 'minorZone'];
