import { describe, expect, it } from 'vitest';
import { noValues } from '../../test/editions.ts';
import type {
  FoundMetrics,
  JournalMetrics,
  JournalValues,
  MetricSource,
  Placing,
} from '../contract/journals.ts';
import type { Locale } from '../contract/locale.ts';
import { metricBadges } from './metric-badges.ts';

const measure = (text: string, from = Number(text), to = from) => ({ text, from, to });
const placing = (place: Placing['place'], category: string | null = null): Placing => ({
  place,
  category,
  rank: null,
});
const years: Record<MetricSource, number> = {
  jcr: 2024,
  cas: 2025,
  scimago: 2023,
  openalex: 2026,
  warning: 2025,
};

function known(said: Partial<Record<MetricSource, Partial<JournalValues>>>): JournalMetrics {
  const found: JournalMetrics['found'] = {};
  for (const [name, values] of Object.entries(said)) {
    const source = name as MetricSource;
    found[source] = {
      edition: { id: 1, source, year: years[source], fields: [] },
      title: 'A JOURNAL',
      by: 'issn',
      values: { ...noValues, ...values },
    } satisfies FoundMetrics;
  }
  return { inForce: {}, found };
}
const labels = (said: Parameters<typeof known>[0], locale: Locale = 'en') =>
  metricBadges(known(said), locale).map(({ kind, label }) =>
    kind === 'metric' ? label : `${kind}: ${label}`,
  );

describe('the badges of a journal', () => {
  it('are its impact factor and quartile, its zone and Top mark, each with the year of the edition', () => {
    const said = {
      jcr: { measure: measure('12.3'), overall: placing(1), categories: [placing(null, 'ONCOLOGY')] },
      cas: { overall: placing(1, '医学'), categories: [placing(2, 'ONCOLOGY')], top: true },
    };
    expect(labels(said)).toEqual(['IF 12.3 · JCR Q1 (2024)', 'CAS zone 1 Top (2025)']);
    expect(labels(said, 'zh')).toEqual(['IF 12.3 · JCR Q1（2024）', '中科院 1 区 Top（2025）']);
  });

  it('stand as printed, and what is N/A is left out', () => {
    expect(labels({ jcr: { measure: measure('<0.1', 0, 0.1) } })).toEqual(['IF <0.1 (2024)']);
    expect(labels({ jcr: { overall: placing(4) } })).toEqual(['JCR Q4 (2024)']);
    expect(labels({ jcr: {}, cas: { overall: placing(null), top: false } })).toEqual([]);
    expect(labels({ cas: { overall: placing(4), top: false } }, 'zh')).toEqual(['中科院 4 区（2025）']);
    expect(labels({ cas: { top: true } })).toEqual(['CAS Top (2025)']);
    expect(labels({})).toEqual([]);
  });

  it('say that a quartile is the best of several, and nothing where all are the same', () => {
    const among = [placing(3, 'SURGERY'), placing(1, 'ONCOLOGY')];
    expect(labels({ jcr: { categories: among } })).toEqual(['JCR best Q1 (2024)']);
    expect(labels({ jcr: { measure: measure('2'), categories: among } }, 'zh')).toEqual([
      'IF 2 · JCR 最高 Q1（2024）',
    ]);
    expect(labels({ jcr: { categories: [placing(2, 'A'), placing(2, 'B')] } })).toEqual(['JCR Q2 (2024)']);
    expect(labels({ cas: { categories: among } })).toEqual(['CAS best subfield zone 1 (2025)']);
    expect(labels({ cas: { categories: [placing(3, 'A')] } }, 'zh')).toEqual(['中科院小类 3 区（2025）']);
  });

  it('are those of SCImago where JCR says nothing, and of OpenAlex where neither does', () => {
    const scimago = { measure: measure('1.234'), overall: placing(2) };
    const openalex = { measure: measure('3.2459871') };
    const jcr = { measure: measure('5.1') };
    expect(labels({ jcr, scimago, openalex })).toEqual(['IF 5.1 (2024)']);
    expect(labels({ scimago, openalex })).toEqual(['SJR 1.234 · Q2 (2023)']);
    expect(labels({ jcr: {}, scimago: { overall: placing(2) } })).toEqual(['SJR Q2 (2023)']);
    expect(labels({ openalex })).toEqual(['OpenAlex 2-year citedness 3.25 (2026)']);
    expect(labels({ openalex }, 'zh')).toEqual(['OpenAlex 两年篇均被引 3.25（2026）']);
  });

  it('begin with a warning, wherever it stands', () => {
    const warning = '2025年《国际期刊预警名单》';
    const jcr = { measure: measure('5.1') };
    expect(labels({ jcr, warning: { warning } })).toEqual([
      'warning: On a warning list (2025)',
      'IF 5.1 (2024)',
    ]);
    expect(labels({ cas: { warning } }, 'zh')).toEqual(['warning: 预警期刊（2025）']);
    expect(labels({ cas: { warning }, warning: { warning }, jcr: { warning } })).toEqual([
      'warning: On a warning list (2025, 2024)',
    ]);
  });
});
