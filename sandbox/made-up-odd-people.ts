import type { Oddities, Oddity } from './made-up-oddity.ts';
import { authorXml, makePerson, nameXml, orcidXml } from './made-up-people.ts';
import { element, list, text } from './xml-write.ts';

/** More than a thousand names, as on papers of large consortia. */
const HUGE = 1004;

const orcidShape =
  (shape: (id: string) => string): Oddity =>
  (draft, random) => {
    const person = makePerson(random, false);
    draft.authorsXml[0] = authorXml(person, { extra: orcidXml(shape(person.orcid)) });
  };

const collective = (name: string): string =>
  element('Author', element('CollectiveName', name), { ValidYN: 'Y' });

/** Authors, groups and others who are named. */
export const PEOPLE_ODDITIES: Oddities = {
  no_authors: (draft) => {
    draft.authorsXml = [];
  },
  authors_incomplete: (draft) => {
    draft.authorsComplete = false;
  },
  huge_author_list: (draft, random) => {
    draft.authorsXml = Array.from({ length: HUGE }, () => authorXml(makePerson(random, random.chance(0.5))));
  },
  collective: (draft) => {
    draft.authorsXml.push(collective('Sandbox &amp; Sons Sepsis Trial Group <i>(SAND-1)</i>'));
  },
  collective_only: (draft) => {
    draft.authorsXml = [collective('Made-up Stroke Registry Investigators')];
  },
  collective_and_person: (draft, random) => {
    draft.authorsXml = [
      authorXml(makePerson(random, true)),
      collective('中国虚构协作组'),
      authorXml(makePerson(random, false)),
    ];
  },
  suffix: (draft, random) => {
    draft.authorsXml[0] = authorXml(makePerson(random, false), {
      extra: text('Suffix', random.pick(['Jr', '3rd', 'Sr'])),
    });
  },
  last_name_only: (draft) => {
    draft.authorsXml[0] = element('Author', text('LastName', 'Suharto'), { ValidYN: 'Y' });
  },
  initials_only: (draft) => {
    draft.authorsXml[0] = element('Author', text('LastName', 'Elsewhere') + text('Initials', 'JR'), {
      ValidYN: 'Y',
    });
  },
  author_invalid: (draft, random) => {
    draft.authorsXml.push(authorXml(makePerson(random, false), { attributes: { ValidYN: 'N' } }));
  },
  equalcontrib: (draft, random) => {
    for (const place of [0, 1])
      draft.authorsXml[place] = authorXml(makePerson(random, place === 1), {
        attributes: { EqualContrib: 'Y' },
      });
  },
  several_affiliations: (draft, random) => {
    const person = makePerson(random, true);
    const second = element(
      'AffiliationInfo',
      text('Affiliation', 'Second Sample Institute, 1 Example Road & Co, Beijing, China.') +
        text('Identifier', 'https://ror.org/00sandbox0', { Source: 'ROR' }),
    );
    const third = element(
      'AffiliationInfo',
      '<Affiliation>Unit U<sub>3</sub>, <i>Institut</i> Exemple.</Affiliation>',
    );
    draft.authorsXml[0] = element(
      'Author',
      nameXml(person) + element('AffiliationInfo', text('Affiliation', person.place)) + second + third,
      { ValidYN: 'Y' },
    );
  },
  markup_in_name: (draft) => {
    draft.authorsXml[0] = element(
      'Author',
      '<LastName>D&apos;Example &amp; Søn</LastName><ForeName>Zoë &quot;Zo&quot;</ForeName><Initials>Z</Initials>',
      { ValidYN: 'Y' },
    );
  },
  orcid_bare: orcidShape((id) => id),
  orcid_https: orcidShape((id) => `https://orcid.org/${id}`),
  orcid_http: orcidShape((id) => `http://orcid.org/${id}`),
  orcid_no_dashes: orcidShape((id) => id.replaceAll('-', '')),
  orcid_slash: orcidShape((id) => `https://orcid.org/${id}/`),
  orcid_truncated: orcidShape((id) => id.slice(0, 14)),
  investigators: (draft, random) => {
    const people = [makePerson(random, false), makePerson(random, true)];
    draft.extraXml.investigators = list(
      'InvestigatorList',
      people.map((person) =>
        element(
          'Investigator',
          nameXml(person) + element('AffiliationInfo', text('Affiliation', person.place)),
          {
            ValidYN: 'Y',
          },
        ),
      ),
    );
  },
  personalname: (draft, random) => {
    draft.extraXml.personalNames = list('PersonalNameSubjectList', [
      element('PersonalNameSubject', nameXml(makePerson(random, false))),
    ]);
  },
};
