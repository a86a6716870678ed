/** An English phrase and its Chinese counterpart. */
export type Phrase = readonly [english: string, chinese: string];
/** A MeSH heading with its number in the vocabulary. */
export type Heading = readonly [name: string, ui: string];

/** What the titles and abstracts of one subject are made from. */
export interface Topic {
  name: string;
  condition: Phrase;
  headings: readonly Heading[];
  keywords: readonly Phrase[];
  people: readonly Phrase[];
  /** Treatments, exposures and tests. */
  acts: readonly Phrase[];
  /** Outcomes. */
  ends: readonly Phrase[];
}

const phrases = (lines: string): Phrase[] =>
  lines
    .trim()
    .split('\n')
    .map((line): Phrase => {
      const [english = '', chinese = ''] = line.trim().split(' | ');
      return [english, chinese];
    });

export const topic = (
  name: string,
  condition: Phrase,
  headings: readonly Heading[],
  [keywords, people, acts, ends]: readonly [string, string, string, string],
): Topic => ({
  name,
  condition,
  headings,
  keywords: phrases(keywords),
  people: phrases(people),
  acts: phrases(acts),
  ends: phrases(ends),
});
