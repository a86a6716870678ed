import type { MailboxFailed, MailboxFailure, MessageRefused, RecipientRefused } from './send-outcome.ts';

/** Which question the server was answering. `data` is its answer to DATA, `body` the one after the final dot. */
export type SmtpPhase = 'greeting' | 'tls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'body';

export type Refused = RecipientRefused | MailboxFailed | MessageRefused;

type Verdict = 'recipient' | 'size' | 'content' | MailboxFailure;

interface Rule {
  phase?: readonly SmtpPhase[];
  code?: RegExp;
  /** Tried on the enhanced code without its class: `1.1` for both 4.1.1 and 5.1.1. */
  enhanced?: RegExp;
  text?: RegExp;
  verdict: Verdict;
}

/**
 * The one table that says who is to blame for a refusal; the first row that fits decides. Providers use the codes
 * loosely (a daily limit comes as 550 5.4.5 and as 550 5.1.90), so what they write goes before what they number.
 */
const rules: readonly Rule[] = [
  // What the words say, whatever the number and the moment.
  { text: /must issue a starttls|encryption (is )?required|tls (is )?required/i, verdict: 'tls' },
  {
    // "The user you are trying to contact is receiving mail too quickly" is about the recipient, not about us.
    phase: ['rcpt', 'body'],
    text: /gr[ae]y-?list|trying to contact is receiving|recipient.{0,20}(rate|limit)/i,
    verdict: 'recipient',
  },
  {
    text: /(sending|daily|hourly|message|user|account).{0,30}(limit|quota).{0,30}(exceed|reach)|(reached|exceeded).{0,40}(sending|daily|hourly|message) ?(limit|quota|rate)|frequency limited|rate limit|too many (login|connection|concurrent|messages|mails|emails)|concurrent connections|server busy|\bMI:[A-Z]{3}|\bHL:(REP|ICC)|\bRP:[A-Z]{3}/i,
    verdict: 'limit',
  },
  {
    text: /must (be the )?(same|equal)|not (allowed|permitted|have permissions?) to send as|do(es)? not have permissions? to send|sendasdenied|sender address rejected|bad outbound sender|\bDT:SUM/i,
    verdict: 'sender',
  },
  { code: /^53[0458]/, verdict: 'auth' },
  {
    text: /user has no permission|authentication (is )?required|not authenticated|login fail/i,
    verdict: 'auth',
  },
  {
    text: /relay(ing)? (access )?(is )?(denied|not permitted|not allowed)|unable to relay|rcpthosts/i,
    verdict: 'policy',
  },
  { text: /\bspam\b.{0,10}abuse|black-?list|block-?list|blocked using|\bHL:[A-Z]{3}/i, verdict: 'policy' },

  // Set-up of the connection.
  { phase: ['tls'], verdict: 'tls' },
  { code: /^421/, verdict: 'connection' },
  { phase: ['auth'], verdict: 'auth' },
  { phase: ['greeting'], code: /^5/, verdict: 'policy' },
  { phase: ['greeting'], verdict: 'connection' },

  // Size, wherever it is noticed: SIZE= at MAIL FROM, or the body. 552 at RCPT TO is a full box, not a large message.
  { enhanced: /^(3\.4|2\.3)$/, verdict: 'size' },
  { phase: ['mail', 'data'], code: /^552/, verdict: 'size' },
  { phase: ['body'], code: /^552/, enhanced: /^(?!2\.|7\.)/, verdict: 'size' },

  // Addresses. 1.7 and 1.8 are the sender's; before RCPT TO every other one is too.
  { enhanced: /^1\.(7|8)$/, verdict: 'sender' },
  { phase: ['rcpt', 'data', 'body'], enhanced: /^[12]\./, verdict: 'recipient' },

  // The rest, moment by moment.
  { enhanced: /^3\./, verdict: 'server' },
  { code: /^50[03]/, verdict: 'server' },
  { phase: ['mail'], enhanced: /^7\./, verdict: 'policy' },
  { phase: ['mail'], code: /^45[12]/, verdict: 'server' },
  { phase: ['mail'], verdict: 'sender' },
  { phase: ['rcpt'], enhanced: /^7\./, verdict: 'policy' },
  { phase: ['rcpt'], verdict: 'recipient' },
  { phase: ['data'], code: /^4/, verdict: 'server' },
  { phase: ['data'], verdict: 'policy' },
  { text: /spam|unsolicited|\bDT:|content|virus|phish/i, verdict: 'content' },
  { enhanced: /^7\./, verdict: 'policy' },
  { enhanced: /^4\./, verdict: 'server' },
  { verdict: 'content' },
];

const minute = 60_000;

/** How long to leave a temporary (or a person's) trouble alone before the next try, where the server names no time. */
const patience: Readonly<Record<Verdict, number>> = {
  recipient: 15 * minute,
  size: 60 * minute,
  content: 60 * minute,
  connection: minute,
  tls: 15 * minute,
  auth: 60 * minute,
  sender: 60 * minute,
  limit: 10 * minute,
  policy: 60 * minute,
  server: 5 * minute,
};

/** A daily cap is counted over 24 hours at most providers; asking every few hours costs nothing. */
const dailyPatience = 4 * 60 * minute;

/**
 * Reads one refusal (a reply of 4xx or 5xx) in the light of the moment at which it came.
 *
 * A limit always passes, whatever class of code it came with; what a person must mend (a wrong password, a sender that
 * is not allowed) is permanent where the code is 5xx.
 */
export function classifyRefusal({ phase, response }: { phase: SmtpPhase; response: string }): Refused {
  const { code, enhanced, line } = parseReply(response);
  const detail = enhanced?.slice(2);
  const rule = rules.find(
    (row) =>
      (row.phase === undefined || row.phase.includes(phase)) &&
      (row.code === undefined || row.code.test(String(code))) &&
      (row.enhanced === undefined || row.enhanced.test(detail ?? '')) &&
      (row.text === undefined || row.text.test(line)),
  );
  const verdict = rule?.verdict ?? 'content';
  const permanent = String(code).startsWith('5') && verdict !== 'limit' && verdict !== 'server';
  return blame(verdict, {
    permanent,
    retryAfterMs: retryAfter({ verdict, permanent, line }),
    code,
    enhanced,
    response: line,
  });
}

/** A mailbox that failed with no reply to read: unreachable, silent, cut off, or not to be trusted with a password. */
export function mailboxFailure(
  cause: MailboxFailure,
  trouble: { permanent: boolean; response: string },
): MailboxFailed {
  return {
    kind: 'mailbox-failed',
    cause,
    permanent: trouble.permanent,
    retryAfterMs: patience[cause],
    code: null,
    enhanced: null,
    response: oneLine(trouble.response),
  };
}

/** Splits `550 5.1.1 No such user` (also of several lines) into its code, its enhanced code and one line of text. */
export function parseReply(response: string): { code: number | null; enhanced: string | null; line: string } {
  const line = oneLine(response);
  const match = /^(\d{3})(?:[ -]+([245]\.\d{1,3}\.\d{1,3})\b)?/.exec(line);
  // qmail and its kin write the enhanced code at the end: "sorry, no mailbox here by that name (#5.1.1)".
  const enhanced = match?.[2] ?? /\(#([45]\.\d{1,3}\.\d{1,3})\)/.exec(line)?.[1] ?? null;
  return { code: match ? Number(match[1]) : null, enhanced, line };
}

/** The lines of a reply joined, repeated codes of the second and further lines taken out. */
export function oneLine(response: string): string {
  return response
    .replace(/\r?\n(?:\d{3}[ -](?:[245]\.\d{1,3}\.\d{1,3} )?)?/g, ' ')
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .trim()
    .slice(0, 500);
}

function blame(verdict: Verdict, refusal: Omit<RecipientRefused, 'kind'>): Refused {
  if (verdict === 'recipient') return { kind: 'recipient-refused', ...refusal };
  if (verdict === 'size' || verdict === 'content')
    return { kind: 'message-refused', cause: verdict, ...refusal };
  return { kind: 'mailbox-failed', cause: verdict, ...refusal };
}

function retryAfter({
  verdict,
  permanent,
  line,
}: {
  verdict: Verdict;
  permanent: boolean;
  line: string;
}): number | null {
  // A recipient or a message refused for good is never offered again; a mailbox may be mended by a person.
  if (permanent && (verdict === 'recipient' || verdict === 'size' || verdict === 'content')) return null;
  const named = /\b(?:in|after|for) (\d{1,4}) ?(s|sec|seconds?|m|min|minutes?|h|hours?)\b/i.exec(line);
  if (named) {
    const unit = { s: 1_000, m: minute, h: 60 * minute }[named[2]?.[0]?.toLowerCase() ?? 's'] ?? 1_000;
    return Math.min(Number(named[1]) * unit, 24 * 60 * minute);
  }
  if (verdict === 'limit' && /daily|per day|24 ?h/i.test(line)) return dailyPatience;
  return patience[verdict];
}
