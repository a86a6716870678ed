import type { When } from './faults.ts';

/**
 * Where in an SMTP session a fault strikes, in order: before the greeting; at EHLO; after the credentials; at MAIL FROM; at
 * RCPT TO; at DATA, before the 354; after some of the body; after the final dot, the message not kept; after the final
 * dot, the message kept.
 */
export const SMTP_PHASES = [
  'greeting',
  'ehlo',
  'auth',
  'mail',
  'rcpt',
  'data',
  'in-body',
  'after-body',
  'after-keeping',
] as const;
export type SmtpPhase = (typeof SMTP_PHASES)[number];

/** A fault of the mail server. */
export interface SmtpFault extends When {
  at: SmtpPhase;
  /**
   * `refuse`: a reply of 4xx or 5xx (421 also closes). `drop`: the connection is closed without a word;
   * `reset`: with a TCP reset. `hang`: no reply for
   * `ms` (60 s unless told), then the connection breaks. `slow`: all goes well, `ms` later.
   */
  kind: 'refuse' | 'drop' | 'reset' | 'hang' | 'slow';
  /** Of `refuse`; 451 unless told, 421 at the greeting, 535 at AUTH. */
  code?: number;
  /** What follows the code, an enhanced code included: `5.1.1 No such user`. */
  text?: string;
  ms?: number;
  /** Only for this recipient (from `rcpt` on), this sender (from `mail` on), this login (from `auth` on); any case. */
  recipient?: string;
  sender?: string;
  user?: string;
}

/** What is known of a session when it reaches a phase. */
export interface SmtpPlace {
  at: SmtpPhase;
  recipients: readonly string[];
  sender: string | undefined;
  user: string | undefined;
}

const same = (left: string, right: string | undefined): boolean =>
  left.toLowerCase() === right?.toLowerCase();

export function faultApplies(fault: SmtpFault, { at, recipients, sender, user }: SmtpPlace): boolean {
  const { recipient } = fault;
  return (
    fault.at === at &&
    (recipient === undefined || recipients.some((address) => same(recipient, address))) &&
    (fault.sender === undefined || same(fault.sender, sender)) &&
    (fault.user === undefined || same(fault.user, user))
  );
}

const CODES: Partial<Record<SmtpPhase, number>> = { greeting: 421, auth: 535 };

/** The reply of a `refuse`. */
export function refusalOf({ at, code = CODES[at] ?? 451, text }: SmtpFault): { code: number; text: string } {
  const enhanced = code === 535 ? '5.7.8' : code >= 500 ? '5.0.0' : '4.3.0';
  return { code, text: text ?? `${enhanced} the sandbox was told to refuse here` };
}
