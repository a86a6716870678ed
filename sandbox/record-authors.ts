import { at, childrenOf, textOf, type XmlNode } from './xml-scan.ts';

export interface AuthorValues {
  /** `au`, `au=` (exact), `1au`, `lastau`, `fau`, `cn`, `ed`, `auid`, `ir`. */
  values: [field: string, value: string][];
  names: string[];
  affiliations: string[];
}

/** `smith ja` is found by `smith`, `smith j` and `smith ja`: PubMed truncates initials that are not in quotes. */
function nameForms(author: XmlNode): { forms: string[]; exact: string; full: string } | undefined {
  const last = textOf(at(author, 'LastName'));
  if (last === '') return undefined;
  const initials = textOf(at(author, 'Initials'));
  const fore = textOf(at(author, 'ForeName'));
  const forms = [last];
  for (let length = 1; length <= initials.length; length++)
    forms.push(`${last} ${initials.slice(0, length)}`);
  const given = fore.split(' ');
  for (let count = 1; count <= given.length; count++)
    forms.push(`${last} ${given.slice(0, count).join(' ')}`);
  if (fore !== '') forms.push(`${fore} ${last}`);
  return { forms, exact: `${last} ${initials}`.trim(), full: `${last} ${fore}`.trim() };
}

export function authorValues(entry: XmlNode | undefined, article: XmlNode | undefined): AuthorValues {
  const result: AuthorValues = { values: [], names: [], affiliations: [] };
  const lists = childrenOf(article, 'AuthorList').filter((list) => list.attributes.get('Type') !== 'editors');
  const people = lists.flatMap((list) => childrenOf(list, 'Author'));
  people.forEach((author, position) => {
    const group = textOf(at(author, 'CollectiveName'));
    if (group !== '') result.values.push(['cn', group], ['au', group]);
    const name = nameForms(author);
    const roles = [
      'au',
      ...(position === 0 ? ['1au'] : []),
      ...(position === people.length - 1 ? ['lastau'] : []),
    ];
    for (const role of roles) {
      for (const form of name?.forms ?? []) result.values.push([role, form]);
      if (name !== undefined) result.values.push([`${role}=`, name.exact], [`${role}=`, name.full]);
    }
    if (name !== undefined) result.values.push(['fau', name.full]);
    result.names.push(name?.exact ?? group, ...(name ? [name.full] : []));
    for (const info of childrenOf(author, 'AffiliationInfo'))
      result.affiliations.push(textOf(at(info, 'Affiliation')));
    for (const id of childrenOf(author, 'Identifier')) {
      result.values.push([
        'auid',
        textOf(id)
          .replace(/^https?:\/\/orcid\.org\//, '')
          .replace(/\/$/, ''),
      ]);
    }
  });
  const old = textOf(at(article, 'Affiliation'));
  if (old !== '') result.affiliations.push(old);
  const editors = childrenOf(at(entry, 'Book'), 'AuthorList').flatMap((list) => childrenOf(list, 'Author'));
  const investigators = childrenOf(entry, 'InvestigatorList').flatMap((list) =>
    childrenOf(list, 'Investigator'),
  );
  for (const [field, list] of [
    ['ed', editors],
    ['ir', investigators],
  ] as const) {
    for (const person of list)
      for (const form of nameForms(person)?.forms ?? []) result.values.push([field, form]);
  }
  return result;
}
