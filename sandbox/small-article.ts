import { type DayNumber, plainYmd, ymd } from './made-up-days.ts';
import { OTHER_JOURNALS } from './made-up-journals.ts';
import type { Topic } from './made-up-topic.ts';
import { escapeXml } from './reply.ts';

export interface SmallArticle {
  pmid: number;
  created: DayNumber;
  topic: Topic;
  /** A word of its own, in the title and among the keywords. */
  tag: string | undefined;
}

/** A short article that any default filter lets pass, written in one go: thousands of them take a moment. */
export function smallArticleXml({ pmid, created, topic, tag }: SmallArticle): string {
  const journal = OTHER_JOURNALS[pmid % OTHER_JOURNALS.length];
  const issn = journal?.electronic ?? journal?.linking ?? '';
  const [condition] = topic.condition;
  const [act = ''] = topic.acts[pmid % topic.acts.length] ?? [];
  const [end = ''] = topic.ends[pmid % topic.ends.length] ?? [];
  const mark = tag === undefined ? '' : escapeXml(tag);
  const keywords = [mark, ...topic.keywords.map(([word]) => word)].filter((word) => word !== '');
  const date = `${plainYmd(created)}<Hour>6</Hour><Minute>0</Minute>`;
  return `<PubmedArticle><MedlineCitation Status="PubMed-not-MEDLINE" Owner="NLM"><PMID Version="1">${pmid}</PMID><DateRevised>${ymd(created)}</DateRevised><Article PubModel="Electronic"><Journal><ISSN IssnType="Electronic">${issn}</ISSN><JournalIssue CitedMedium="Internet"><Volume>1</Volume><PubDate>${ymd(created)}</PubDate></JournalIssue><Title>${escapeXml(journal?.title ?? '')}</Title><ISOAbbreviation>${escapeXml(journal?.abbreviation ?? '')}</ISOAbbreviation></Journal><ArticleTitle>${mark === '' ? '' : `${mark}: `}${act} and ${end} in ${condition}, report ${pmid}.</ArticleTitle><Pagination><MedlinePgn>1-9</MedlinePgn></Pagination><ELocationID EIdType="doi" ValidYN="Y">10.99999/small.${pmid}</ELocationID><Abstract><AbstractText Label="METHODS" NlmCategory="METHODS">Made-up report ${pmid} followed ${100 + (pmid % 900)} patients with ${condition} who received ${act}.</AbstractText><AbstractText Label="RESULTS" NlmCategory="RESULTS">The outcome, ${end}, was seen in ${pmid % 97}% of them, more often than expected.</AbstractText></Abstract><AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>Sandbox</LastName><ForeName>Ada</ForeName><Initials>A</Initials><AffiliationInfo><Affiliation>Sandbox University Hospital, Northport, Norway.</Affiliation></AffiliationInfo></Author><Author ValidYN="Y"><LastName>Wang</LastName><ForeName>Xiaoming</ForeName><Initials>X</Initials></Author></AuthorList><Language>eng</Language><PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList></Article><MedlineJournalInfo><Country>${journal?.country ?? ''}</Country><MedlineTA>${escapeXml(journal?.abbreviation ?? '')}</MedlineTA><NlmUniqueID>${journal?.id ?? ''}</NlmUniqueID><ISSNLinking>${journal?.linking ?? ''}</ISSNLinking></MedlineJournalInfo><KeywordList Owner="NOTNLM">${keywords.map((word) => `<Keyword MajorTopicYN="N">${word}</Keyword>`).join('')}</KeywordList></MedlineCitation><PubmedData><History><PubMedPubDate PubStatus="pubmed">${date}</PubMedPubDate><PubMedPubDate PubStatus="medline">${date}</PubMedPubDate><PubMedPubDate PubStatus="entrez">${date}</PubMedPubDate></History><PublicationStatus>epublish</PublicationStatus><ArticleIdList><ArticleId IdType="pubmed">${pmid}</ArticleId><ArticleId IdType="doi">10.99999/small.${pmid}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>\n`;
}
