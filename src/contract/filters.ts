import * as z from 'zod';

/**
 * What a rule does with a paper of which nobody says what the rule asks: it is kept, kept with a mark that the reader sees,
 * or dropped. The same inside `not`: a rule that keeps the unknown never stands in the way of a paper that it knows nothing of.
 */
export const onUnknown = ['keep', 'mark', 'drop'] as const;
const Unknown = z.enum(onUnknown).default('keep');
export type OnUnknown = z.infer<typeof Unknown>;

const words = z.array(z.string().trim().min(1).max(200)).min(1).max(500);

/** PubMed's names of publication types, in any case; one covers what PubMed files under it. */
const types = words;

/** ISO 639-2/B codes as PubMed has them (`eng`, `chi`). */
const languages = z
  .array(
    z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[a-z]{3}$/),
  )
  .min(1);

const places = z
  .array(z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]))
  .min(1)
  .max(4);

/** `min` and `max` are both allowed values; one of them must be there. */
const range = <N extends string>(rule: N) =>
  z
    .strictObject({
      rule: z.literal(rule),
      min: z.number().nonnegative().optional(),
      max: z.number().nonnegative().optional(),
      unknown: Unknown,
    })
    .refine(({ min, max }) => min !== undefined || max !== undefined, { error: 'min or max' })
    .refine(({ min, max }) => min === undefined || max === undefined || min <= max, { error: 'min > max' });

/**
 * Of a journal that stands in several fields: its best placing, its worst, or the one in the field of this name (in either
 * language of the table). A journal that does not stand in that field fails.
 */
const Which = z.union([
  z.enum(['best', 'worst']),
  z.strictObject({ category: z.string().trim().min(1).max(200) }),
]);

/** An ISSN, an NLM id, a title or its usual abbreviation. */
const journals = words;

/**
 * Where words are looked for: in the text that the record has. That it has no abstract or no keywords is no unknown, there is
 * nothing to read; but headings are added weeks after the paper, so that before them a rule which reads `mesh` does not know.
 */
export const wordFields = ['title', 'abstract', 'keywords', 'mesh'] as const;
const where = z.array(z.enum(wordFields)).min(1).default(['title', 'abstract', 'keywords']);

/** Something to look for: punctuation alone is nowhere. */
const sought = z
  .array(
    z
      .string()
      .trim()
      .min(1)
      .max(200)
      .regex(/[\p{L}\p{N}]/u),
  )
  .min(1)
  .max(500);

/** One thing that a person may ask of a paper. */
export const FilterRule = z.discriminatedUnion('rule', [
  /** It must have an abstract, in whatever language. A record without one is no unknown: there is nothing to read. */
  z.strictObject({ rule: z.literal('no-abstract') }),
  /** Its journal must have an ISSN; so books are set aside. */
  z.strictObject({ rule: z.literal('no-issn') }),
  z.strictObject({ rule: z.literal('types-only'), types, unknown: Unknown }),
  z.strictObject({ rule: z.literal('types-not'), types, unknown: Unknown }),
  z.strictObject({ rule: z.literal('languages-only'), languages, unknown: Unknown }),
  range('impact-factor'),
  z.strictObject({
    rule: z.literal('jcr-quartile'),
    in: places,
    of: Which.default('best'),
    unknown: Unknown,
  }),
  z.strictObject({
    rule: z.literal('cas-zone'),
    in: places,
    /** `major` is the zone of the 大类; `best` and `worst` are of the 大类 and all 小类, and a name may be of either. */
    of: z.union([z.literal('major'), Which]).default('major'),
    unknown: Unknown,
  }),
  z.strictObject({ rule: z.literal('cas-top'), unknown: Unknown }),
  /** It must not stand on a warning list. Unknown only while no edition in force has warnings. */
  z.strictObject({ rule: z.literal('warning-list'), unknown: Unknown }),
  range('sjr'),
  z.strictObject({
    rule: z.literal('sjr-quartile'),
    in: places,
    of: Which.default('best'),
    unknown: Unknown,
  }),
  /** OpenAlex' mean citedness of two years. */
  range('mean-citedness'),
  z.strictObject({ rule: z.literal('journals-only'), journals, unknown: Unknown }),
  z.strictObject({ rule: z.literal('journals-not'), journals, unknown: Unknown }),
  /** Names as PubMed prints them: `Zhang S`, `Zhang San`, or a family name alone. One of them must be there. */
  z.strictObject({ rule: z.literal('authors-only'), authors: words, unknown: Unknown }),
  z.strictObject({ rule: z.literal('authors-not'), authors: words, unknown: Unknown }),
  /**
   * Whole words, in any case, with or without diacritics; several in a row are sought in that order, and what stands between
   * them (`-`, `/`) makes no difference. `*` at the end stands for any ending. Chinese is sought anywhere in the text. `all` of
   * them or `any` of them must be there.
   */
  z.strictObject({
    rule: z.literal('words-only'),
    words: sought,
    need: z.enum(['any', 'all']).default('any'),
    where,
    unknown: Unknown,
  }),
  z.strictObject({ rule: z.literal('words-not'), words: sought, where, unknown: Unknown }),
  /** In PubMed Central, or in a journal all of whose papers are free. Elsewhere nobody says: unknown. */
  z.strictObject({ rule: z.literal('free-full-text'), unknown: Unknown }),
  /** By MeSH headings (`Humans`, `Mice`); a record that is not indexed yet is unknown. */
  z.strictObject({ rule: z.literal('species-only'), species: words, unknown: Unknown }),
  z.strictObject({ rule: z.literal('species-not'), species: words, unknown: Unknown }),
  z.strictObject({ rule: z.literal('preprint-not'), unknown: Unknown }),
  z.strictObject({ rule: z.literal('preprint-only'), unknown: Unknown }),
]);
export type FilterRule = z.infer<typeof FilterRule>;
export type RuleName = FilterRule['rule'];

/** A rule, or rules of which all must, one must, or none of which may let a paper pass. */
export type FilterNode = FilterRule | { all: FilterNode[] } | { any: FilterNode[] } | { not: FilterNode };

export const FilterNode: z.ZodType<FilterNode> = z.lazy(() =>
  z.union([
    FilterRule,
    z.strictObject({ all: z.array(FilterNode).min(1) }),
    z.strictObject({ any: z.array(FilterNode).min(1) }),
    z.strictObject({ not: FilterNode }),
  ]),
);

export const mostRules = 200;
/** What stands in the outermost list is on level 1; what stands in a group or a `not`, one deeper than that. */
export const deepestLevel = 8;

/**
 * How far filters go beyond what one person can mean; null where they do not. Walks no deeper than that, so that JSON which is
 * nested 50,000 times is refused, not descended into.
 */
export function excessOf(value: unknown): 'deep' | 'many' | null {
  let rules = 0;
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepestLevel) return 'deep';
    const inner: unknown[] = [];
    for (const node of level) {
      if (typeof node !== 'object' || node === null) continue;
      const { rule, all, any, not } = node as Record<string, unknown>;
      if (rule !== undefined) rules += 1;
      for (const list of [all, any, [not]]) {
        if (!Array.isArray(list)) continue;
        if (rules > mostRules || inner.length + list.length > mostRules * 2) return 'many';
        inner.push(...list);
      }
    }
    if (rules > mostRules) return 'many';
    level = inner;
  }
  return null;
}

const excessWords = {
  deep: `nested more than ${deepestLevel} levels deep`,
  many: `more than ${mostRules} rules`,
};

/** A subscription's filters: all nodes must let a paper pass. They are the steps of the funnel, in this order. */
export const Filters = z.preprocess(
  (value, context) => {
    const excess = excessOf(value);
    if (excess === null) return value;
    context.addIssue({ code: 'custom', message: excessWords[excess] });
    return z.NEVER;
  },
  z.strictObject({ all: z.array(FilterNode).default([]) }),
);
export type Filters = z.infer<typeof Filters>;

/** Reads a stored row. @throws {z.ZodError} never of a row that this program wrote. */
export const parseFilters = (json: string): Filters => Filters.parse(JSON.parse(json));

/** Why a paper was set aside, or kept with a mark, by one rule. What is asked is kept without long lists. */
export const Cause = z.object({
  rule: z.string(),
  /** The rule stood under a `not`: that it holds is what speaks against the paper. */
  negated: z.literal(true).optional(),
  /** Nobody says what the rule asks, and the rule drops or marks such papers. */
  unknown: z.literal(true).optional(),
  /** The rule's `min`, `max`, `in`, `of`, `need` and `where`, where it has them. */
  asked: z.record(z.string(), z.unknown()).optional(),
  /** What the rule saw, as printed (`2.8`, `<0.1`, `N/A`, `Q2`, `Letter; Comment`); null where there was nothing. */
  value: z.string().nullable(),
  /** Whose figure it is, as `jcr 2024`. Absent where no edition in force has such figures. */
  edition: z.string().optional(),
});
export type Cause = z.infer<typeof Cause>;

/**
 * `marks` of a paper that passes: rules that keep and mark what they do not know, where that mattered. `causes` of one set
 * aside: of the first node that it failed; several where that is an `any`, all of which failed.
 */
export type Judgement =
  | { verdict: 'pass'; marks: readonly Cause[] }
  | { verdict: 'set-aside'; causes: readonly [Cause, ...Cause[]] };
