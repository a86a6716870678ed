import type { Funnel } from '../contract/funnel.ts';
import type { Locale } from '../contract/locale.ts';
import { describeCause, describeNode } from '../filters/describe.ts';

export interface Weekly {
  before: number;
  after: number;
}

/** How many papers a week the search brings, and how many pass. Of a part that was read, the share that passes counts for all. */
export function perWeek(input: { funnel: Funnel; found: number; from: string; to: string }): Weekly {
  const days = Temporal.PlainDate.from(input.from).until(input.to).days + 1;
  const before = (input.found / days) * 7;
  const share = input.funnel.papers === 0 ? 0 : input.funnel.passes / input.funnel.papers;
  const rounded = (value: number) => Math.round(value * 10) / 10;
  return { before: rounded(before), after: rounded(before * share) };
}

const words = {
  en: {
    read: (count: number) => `Filters, over the newest ${count}:`,
    step: (enters: number, takes: number) => `  ${enters} → −${takes}`,
    alone: (count: number) => `alone −${count}`,
    costs: (count: number) => `without it +${count}`,
    unknown: (count: number) => `${count} kept though not known`,
    passes: (count: number, marked: number) =>
      `  ${count} pass${marked > 0 ? `, ${marked} of them marked as not known` : ''}`,
    week: ({ before, after }: Weekly) => `A week: about ${before}, after the filters about ${after}.`,
    and: ', ',
  },
  zh: {
    read: (count: number) => `过滤（最新的 ${count} 篇）：`,
    step: (enters: number, takes: number) => `  ${enters} → −${takes}`,
    alone: (count: number) => `单独 −${count}`,
    costs: (count: number) => `去掉此项 +${count}`,
    unknown: (count: number) => `信息不明而保留 ${count} 篇`,
    passes: (count: number, marked: number) =>
      `  通过 ${count} 篇${marked > 0 ? `，其中 ${marked} 篇标记为信息不明` : ''}`,
    week: ({ before, after }: Weekly) => `预计每周约 ${before} 篇，过滤后约 ${after} 篇。`,
    and: '，',
  },
};

/** Examples of each step: enough to see what kind of paper it takes. */
const examplesShown = 2;

/** What each step takes, and what passes, for a terminal. */
export function funnelLines(
  { funnel, weekly }: { funnel: Funnel; weekly: Weekly },
  locale: Locale,
): string[] {
  const say = words[locale];
  const steps = funnel.steps.flatMap((step) => {
    const notes = [
      say.alone(step.takesAlone),
      say.costs(step.costs),
      ...(step.keepsUnknown + step.marks > 0 ? [say.unknown(step.keepsUnknown + step.marks)] : []),
    ];
    return [
      `${say.step(step.enters, step.takes)}  ${describeNode(step.node, locale)}  (${notes.join(say.and)})`,
      ...step.examples
        .slice(0, examplesShown)
        .map(
          ({ pmid, title, causes }) =>
            `      ${pmid}  ${title}  [${causes.map((cause) => describeCause(cause, locale)).join('; ')}]`,
        ),
    ];
  });
  return [
    '',
    say.read(funnel.papers),
    ...steps,
    say.passes(funnel.passes, funnel.marked),
    ...funnel.examples.slice(0, examplesShown).map(({ pmid, title }) => `      ${pmid}  ${title}`),
    say.week(weekly),
  ];
}
