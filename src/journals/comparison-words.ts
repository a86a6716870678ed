import type { MetricSource } from '../contract/journals.ts';
import type { Bilingual, Locale } from '../contract/locale.ts';
import type { Comparison, Doubt } from './compare.ts';
import { sourceNames } from './field-names.ts';
import type { Standing } from './standing.ts';

/** `JCR 2024`. */
export const editionName = (
  { source, year }: { source: MetricSource; year: number },
  locale: Locale,
): string => `${sourceNames[source][locale]} ${year}`;

/** A comparison in one sentence: `37 journals gain, 12 lose, 5 of them in your subscriptions; 3 are new, 1 is gone.` */
export function comparisonInWords(comparison: Comparison, locale: Locale): string {
  const { against, same, counts, subscribed } = comparison;
  const { gain, lose } = counts;
  if (!against) {
    return {
      en: `No edition of ${sourceNames[comparison.edition.source].en} is in force to compare it with: all ${counts.new.journals + counts.lose.journals} journals are new. It has ${subscribed.known} of the ${subscribed.journals} journals in your subscriptions.`,
      zh: `没有可比较的生效版本（${sourceNames[comparison.edition.source].zh}），全部 ${counts.new.journals + counts.lose.journals} 种期刊均为新增；现有订阅涉及的 ${subscribed.journals} 种期刊中，本版本收录 ${subscribed.known} 种。`,
    }[locale];
  }
  const name = `${editionName(against, locale)}`;
  if (same) {
    return {
      en: `Nothing differs from ${name} (edition ${against.id}): the same journals with the same values.`,
      zh: `与 ${name}（版本 ${against.id}）完全一致：期刊和数值均无差别。`,
    }[locale];
  }
  const moved = gain.journals + lose.journals;
  const yours = gain.subscribed + lose.subscribed;
  const { journals: added } = counts.new;
  const { journals: gone } = counts.gone;
  return {
    en: `Against ${name} (edition ${against.id}): ${gain.journals} ${gain.journals === 1 ? 'journal gains' : 'journals gain'}, ${lose.journals} ${lose.journals === 1 ? 'loses' : 'lose'}${moved === 0 ? '' : `, ${yours} of them in your subscriptions`}; ${added} ${added === 1 ? 'is' : 'are'} new, ${gone} ${gone === 1 ? 'is' : 'are'} gone.`,
    zh: `与 ${name}（版本 ${against.id}）相比：${gain.journals} 种期刊上升，${lose.journals} 种下降${moved === 0 ? '' : `，其中 ${yours} 种在您的订阅中`}；新增 ${added} 种，消失 ${gone} 种。`,
  }[locale];
}

export function doubtInWords(doubt: Doubt, locale: Locale): string {
  switch (doubt.code) {
    case 'older':
      return {
        en: `It is of ${doubt.year}, the one in force of ${doubt.than}.`,
        zh: `本版本为 ${doubt.year} 年，早于生效版本的 ${doubt.than} 年。`,
      }[locale];
    case 'few-in-common':
      return {
        en: `It has only ${doubt.common} of the ${doubt.of} journals of the one in force. Is a part of the file missing, or a column taken for another one?`,
        zh: `生效版本的 ${doubt.of} 种期刊中，本版本只有 ${doubt.common} 种。请检查文件是否完整、列对应是否正确。`,
      }[locale];
    case 'other-scale':
      return {
        en: `Its values are of another size: half of them are above ${doubt.after}, in the one in force above ${doubt.before}. Are decimal commas lost, or is the column another one?`,
        zh: `数值量级不同：本版本的中位数为 ${doubt.after}，生效版本为 ${doubt.before}。请检查小数点（逗号）是否丢失、列对应是否正确。`,
      }[locale];
  }
}

/** `3.2 Q1`, `zone 2, Top`; what is not known is left out, and nothing known is a dash. */
export function standingInWords(
  standing: Standing | null,
  { source, locale }: { source: MetricSource; locale: Locale },
): string {
  if (!standing) return '–';
  const { measure, place, top, warning } = standing;
  const parts = [
    measure,
    place === null ? null : source === 'cas' ? zone(place)[locale] : `Q${place}`,
    top ? 'Top' : null,
    warning,
  ].filter((part) => part !== null);
  return parts.length === 0 ? '–' : parts.join(' ');
}

const zone = (place: number): Bilingual => ({ en: `zone ${place}`, zh: `${place} 区` });
