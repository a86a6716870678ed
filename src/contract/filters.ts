import * as z from 'zod';

/** What a rule does with a paper of which PubMed does not say what the rule asks. */
const Unknown = z.enum(['pass', 'set-aside']).default('pass');

/** PubMed's names of publication types, in any case; one covers what PubMed files under it. */
const types = z.array(z.string().trim().min(1)).min(1);

/** One thing that a person may ask of a paper. */
export const FilterRule = z.discriminatedUnion('rule', [
  /** It must have an abstract, in whatever language. A record without one is no unknown: there is nothing to read. */
  z.strictObject({ rule: z.literal('no-abstract') }),
  /** Its journal must have an ISSN; so books are set aside. */
  z.strictObject({ rule: z.literal('no-issn') }),
  z.strictObject({ rule: z.literal('types-only'), types, unknown: Unknown }),
  z.strictObject({ rule: z.literal('types-not'), types, unknown: Unknown }),
  /** ISO 639-2/B codes as PubMed has them (`eng`, `chi`). */
  z.strictObject({
    rule: z.literal('languages-only'),
    languages: z
      .array(
        z
          .string()
          .trim()
          .toLowerCase()
          .regex(/^[a-z]{3}$/),
      )
      .min(1),
    unknown: Unknown,
  }),
]);
export type FilterRule = z.infer<typeof FilterRule>;

/** All rules must let a paper pass. Groups (`any`, nested `all`) will stand in this list beside rules. */
export const Filters = z.strictObject({ all: z.array(FilterRule).default([]) });
export type Filters = z.infer<typeof Filters>;

/** Reads a stored row. @throws {z.ZodError} never of a row that this program wrote. */
export const parseFilters = (json: string): Filters => Filters.parse(JSON.parse(json));
