import type { FilterRule } from '../contract/filters.ts';
import type { Bilingual, Locale } from '../contract/locale.ts';

/** Why a paper was set aside; the second wording is for one of which PubMed does not say. */
const reasons: Partial<Record<FilterRule['rule'], { seen: Bilingual; unknown?: Bilingual }>> = {
  'no-abstract': { seen: { en: 'no abstract', zh: '无摘要' } },
  'no-issn': { seen: { en: 'no ISSN', zh: '无 ISSN' } },
  'types-only': {
    seen: { en: 'not of a wanted publication type', zh: '不属于所选文献类型' },
    unknown: { en: 'publication type not known', zh: '文献类型未知' },
  },
  'types-not': {
    seen: { en: 'of an excluded publication type', zh: '属于排除的文献类型' },
    unknown: { en: 'publication type not known', zh: '文献类型未知' },
  },
  'languages-only': {
    seen: { en: 'not in a wanted language', zh: '不是所选语言' },
    unknown: { en: 'language not known', zh: '语言未知' },
  },
};

const isRule = (name: string): name is FilterRule['rule'] => Object.hasOwn(reasons, name);

/** Words for a ledger row that was set aside: `not in a wanted language (ger)`. */
export function describeRule(judged: { rule: string; value: string | null }, locale: Locale): string {
  const { rule, value } = judged;
  const reason = isRule(rule) ? reasons[rule] : { seen: { en: rule, zh: rule } };
  if (value === null) return (reason.unknown ?? reason.seen)[locale];
  return locale === 'zh' ? `${reason.seen.zh}（${value}）` : `${reason.seen.en} (${value})`;
}
