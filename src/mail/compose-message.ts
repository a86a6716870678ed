import { createHash } from 'node:crypto';
import MimeNode from 'nodemailer/lib/mime-node';

/** All that a message is made of, but for its sender: `mailer.ts` puts that before it, as the mailboxes take turns. */
export interface MessageParts {
  to: string | Address;
  subject: string;
  html: string;
  text: string;
  /** With or without its angle brackets; stored before the first attempt, the same in every one. */
  messageId: string;
  date: Date;
  /** Where a reader stops the mails: a page (GET changes nothing) and, over https only, the one-click address (RFC 8058). */
  listUnsubscribe: { page: string | null; oneClick: string | null } | null;
  /** What a mail program may sort by (RFC 2919), as `42.litpush.example.org`: ASCII, dots, no spaces; null for none. */
  listId: string | null;
}

export interface Address {
  name: string;
  address: string;
}

/**
 * Makes the bytes of one message: headers, a plain-text part and an HTML part. They are frozen by the caller; the same
 * parts give the same bytes, so a second attempt is the same message to the last boundary.
 *
 * Lines end with CRLF and are ASCII of at most 998 characters, so no server has a reason to rewrite them. Nothing in
 * a part can add a header: MimeNode folds and encodes every value.
 */
export function composeMessage(parts: MessageParts): Buffer {
  const root = new MimeNode('multipart/alternative', {
    baseBoundary: boundaryOf(parts.messageId),
    boundaryPrefix: '=_',
    textEncoding: 'B',
  });
  root.setHeader(
    'To',
    typeof parts.to === 'string' ? { address: parts.to } : { ...parts.to, name: nameOf(parts.to.name) },
  );
  root.setHeader('Subject', headerText(parts.subject));
  root.setHeader('Message-ID', parts.messageId);
  root.setHeader('Date', parts.date);
  for (const [key, value] of listHeaders(parts)) root.setHeader(key, value);
  // Tells vacation responders and ticket systems not to answer (RFC 3834). `Precedence: bulk` is not set: it adds
  // nothing to that, and some filters hold it against mail that the reader asked for.
  root.setHeader('Auto-Submitted', 'auto-generated');

  // The headers are MimeNode's work; the bodies are encoded here because its streams cost ten times the CPU.
  const headers = root.buildHeaders();
  const boundary = /boundary="?([^"\s]+)"?/.exec(headers)?.[1] ?? '';
  return Buffer.from(
    [
      headers,
      '',
      `--${boundary}`,
      ...leaf('text/plain', parts.text),
      `--${boundary}`,
      ...leaf('text/html', parts.html),
      `--${boundary}--`,
      '',
    ].join('\r\n'),
    'latin1',
  );
}

function leaf(type: string, content: string): string[] {
  return [
    `Content-Type: ${type}; charset=utf-8`,
    'Content-Transfer-Encoding: base64',
    '',
    base64Lines(content.replace(/\r\n?|\n/g, '\r\n')),
  ];
}

/** Base64 also where the text is ASCII: there is then nothing to look at, no long line, no dot, no `From `. */
function base64Lines(content: string): string {
  return Buffer.from(content, 'utf8')
    .toString('base64')
    .replace(/.{76}(?!$)/g, '$&\r\n');
}

function* listHeaders({ listUnsubscribe, listId }: MessageParts): Generator<[string, string]> {
  if (listId !== null) yield ['List-Id', `<${headerText(listId)}>`];
  const oneClick = listUnsubscribe?.oneClick;
  if (oneClick?.startsWith('https://')) {
    yield ['List-Unsubscribe', uri(oneClick)];
    yield ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'];
  } else if (listUnsubscribe?.page) {
    yield ['List-Unsubscribe', uri(listUnsubscribe.page)];
  }
}

const uri = (address: string): string => `<${new URL(address).href}>`;

/** Never random, never the same for two messages; `=_` cannot occur inside base64. */
const boundaryOf = (messageId: string): string =>
  createHash('sha256').update(messageId).digest('hex').slice(0, 24);

/** No line breaks, no invisible characters, and not endless. */
const headerText = (text: string): string => {
  const clean = text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .replace(/[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
  return clean.length <= 250 ? clean : `${Array.from(clean).slice(0, 249).join('')}…`;
};

/** A name of an address: what would look like another address to a mail program is taken out. */
const nameOf = (name: string): string =>
  headerText(name)
    .replace(/[<>@"\\]/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
