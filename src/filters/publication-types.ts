/**
 * What PubMed files under a publication type: MeSH tree V, whose headings a search by `[pt]` takes in as well. Indexers give
 * a paper its most exact types only, so "Clinical Trial" must cover "Clinical Trial, Phase III". Lower case.
 */
const narrower = new Map<string, readonly string[]>([
  [
    'clinical study',
    ['clinical trial', 'clinical trial protocol', 'clinical trial, veterinary', 'observational study'],
  ],
  [
    'clinical trial',
    [
      'adaptive clinical trial',
      'clinical trial, phase i',
      'clinical trial, phase ii',
      'clinical trial, phase iii',
      'clinical trial, phase iv',
      'controlled clinical trial',
    ],
  ],
  ['controlled clinical trial', ['randomized controlled trial']],
  ['randomized controlled trial', ['equivalence trial', 'pragmatic clinical trial']],
  ['clinical trial, veterinary', ['randomized controlled trial, veterinary']],
  ['observational study', ['observational study, veterinary']],
  ['review', ['systematic review', 'scoping review']],
  ['meta-analysis', ['network meta-analysis']],
  ['guideline', ['practice guideline']],
  ['consensus development conference', ['consensus development conference, nih']],
  // Renamed headings: old records keep the old name.
  ['evaluation study', ['evaluation studies']],
  ['evaluation studies', ['evaluation study']],
  ['validation study', ['validation studies']],
  ['validation studies', ['validation study']],
  ['retraction notice', ['retraction of publication']],
  ['retraction of publication', ['retraction notice']],
]);

/** As names are compared: publishers also send `JOURNAL ARTICLE`. */
export const foldedType = (name: string): string => name.trim().toLowerCase();

/** These types and all that PubMed files under them, folded. */
export function withNarrower(names: readonly string[]): ReadonlySet<string> {
  const all = new Set(names.map(foldedType));
  // A set that grows is walked to its new end.
  for (const name of all) for (const under of narrower.get(name) ?? []) all.add(under);
  return all;
}
