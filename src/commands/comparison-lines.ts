import type { Locale } from '../contract/locale.ts';
import type { Comparison } from '../journals/compare.ts';
import { comparisonInWords, doubtInWords, standingInWords } from '../journals/comparison-words.ts';

const headings = {
  gain: { en: 'gain', zh: '上升' },
  lose: { en: 'lose', zh: '下降' },
  new: { en: 'new', zh: '新增' },
  gone: { en: 'gone', zh: '消失' },
} as const;
const kinds = ['gain', 'lose', 'new', 'gone'] as const;

/** What a comparison says: the sentence, what is doubtful, and examples, `examples` of each kind at most. */
export function comparisonLines(
  comparison: Comparison,
  { locale, examples }: { locale: Locale; examples: number },
): string[] {
  const { source } = comparison.edition;
  const inWords = (standing: Parameters<typeof standingInWords>[0]) =>
    standingInWords(standing, { source, locale });
  const yours = { en: 'in your subscriptions', zh: '在您的订阅中' }[locale];
  const shown = kinds.flatMap((kind) => {
    // Where all are new, only the reader's own are worth a line.
    const worthwhile = comparison.examples[kind].filter((one) => comparison.against || one.subscribed);
    const some = worthwhile.slice(0, examples);
    if (some.length === 0) return [];
    const { journals, subscribed } = comparison.counts[kind];
    return [
      `${headings[kind][locale]}: ${journals}${subscribed > 0 ? ` (${subscribed} ${yours})` : ''}`,
      ...some.map(
        (one) =>
          `  ${one.subscribed ? '* ' : '  '}${one.title}: ${inWords(one.before)} → ${inWords(one.after)}`,
      ),
    ];
  });
  return [
    comparisonInWords(comparison, locale),
    ...comparison.doubts.map((doubt) => `! ${doubtInWords(doubt, locale)}`),
    ...shown,
  ];
}
