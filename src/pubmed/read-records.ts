import { broken, isRecordSet, isUnread, isWholeRecord, type PubmedRecord, recordsOf } from './record.ts';
import { openDocument, type XmlDocument } from './xml-document.ts';

/** UTF-16 units handed to the XML reader at a time: bounds what waits between two records that are yielded. */
const pieceSize = 65_536;

const webPage = /^(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|title|pre|h1|p)\b/i;

/** A reply that does not even begin like XML, or that is a web page. `head` is its beginning. */
const isNotXml = (head: string): boolean => !head.startsWith('<') || webPage.test(head);

/** Reads any number of documents, one after another: files of PubMed are often simply joined. */
const createReader = () => {
  let found: PubmedRecord[] = [];
  let document: XmlDocument | null = null;
  let documents = 0;
  let failed = false;
  /** The first characters of the document at hand, to tell a web page from damaged XML. */
  let head = '';
  /** Whether the document at hand gave anything; a root that is no set of records must. */
  let documentSpoke = false;

  const say = (...records: PubmedRecord[]): void => {
    documentSpoke = true;
    found.push(...records);
  };

  const fail = (reason: 'truncated' | 'malformed' | 'not-xml', message: string): void => {
    failed = true;
    say(broken(documents === 1 && isNotXml(head) ? 'not-xml' : reason, message));
  };

  const begin = (): XmlDocument => {
    documents++;
    head = '';
    documentSpoke = false;
    return openDocument({
      isUnit: isWholeRecord,
      isSkipped: isUnread,
      // In a reply that is no set of records only what it says of an error matters.
      onUnit: (unit) => {
        if (unit.name === 'ERROR' || isWholeRecord(unit.name) || isRecordSet(document?.rootName() ?? '')) {
          say(...recordsOf(unit));
        }
      },
      onStrayText: (text) => say(broken('malformed', `text between records: ${text.trim().slice(0, 100)}`)),
    });
  };

  const finish = (ended: XmlDocument): void => {
    const root = ended.rootName() ?? '';
    if (!documentSpoke && !isRecordSet(root)) fail('malformed', `the root element ${root} holds no records`);
  };

  return {
    /** The records that this text completes. */
    read(text: string): PubmedRecord[] {
      let rest = text;
      while (rest !== '' && !failed) {
        // A joined file may have blank lines, and a byte order mark, before its next document.
        if (document === null) rest = rest.replace(/^[\s\uFEFF]+/, '');
        if (rest === '') break;
        document ??= begin();
        if (head.length < 400) head += rest.slice(0, 400);
        const state = document.write(rest);
        if (state.at === 'error') fail('malformed', state.message);
        if (state.at !== 'end') break;
        finish(document);
        document = null;
        rest = state.rest;
      }
      const records = found;
      found = [];
      return records;
    },

    /** What is left to say when no more text comes. */
    end(): PubmedRecord[] {
      if (failed) return [];
      if (documents === 0) return [broken('truncated', 'the reply is empty')];
      if (document === null || (documents > 1 && document.holdsOnlyComments())) return [];
      fail('truncated', `the text ends inside ${document.rootName() ?? 'the prolog'}`);
      return found;
    },
  };
};

/** As `readRecords`, for a text that is at hand. */
export const parseRecords = (text: string): PubmedRecord[] => {
  const reader = createReader();
  return [...reader.read(text), ...reader.end()];
};

const inPieces = function* (text: string): Generator<string> {
  for (let at = 0; at < text.length; at += pieceSize) yield text.slice(at, at + pieceSize);
};

/**
 * The records of one or more PubMed XML documents, as they come: a reply of EFetch, an update file, several files
 * joined. Bytes are UTF-8; what is not becomes U+FFFD. Memory is bounded by one record.
 *
 * Never throws because of what it reads: what `source` throws passes through. All records before a damage are yielded,
 * then a `broken`, which is the last. Where the XML is sound and one record is not (no PMID, text between records),
 * `broken` stands in its place and the rest follows. An empty set yields nothing; an empty text is `truncated`.
 */
export const readRecords = async function* (
  source: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
): AsyncGenerator<PubmedRecord> {
  const reader = createReader();
  const decoder = new TextDecoder();
  for await (const chunk of source) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    for (const piece of inPieces(text)) yield* reader.read(piece);
  }
  yield* reader.read(decoder.decode());
  yield* reader.end();
};
