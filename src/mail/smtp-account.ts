/** What it takes to reach one mailbox's server. */
export interface SmtpAccount {
  host: string;
  port: number;
  /**
   * - `tls`: encrypted from the first byte
   * - `starttls`: upgraded before anything is said, or not used at all
   * - `none`: never encrypted, for a relay on this machine or in a closed network
   * - `auto`: port 465 is `tls`, 587 is `starttls`, any other upgrades where the server offers it; a password never
   *   travels in the clear to another machine
   */
  secure: 'tls' | 'starttls' | 'none' | 'auto';
  /** Null for a relay that asks for no login. */
  username: string | null;
  password: string | null;
  /** Accept a certificate that no known authority signed: relays inside hospitals often have one. */
  trustAnyCertificate?: boolean;
  /** How many messages may travel at the same time; providers close the door on many more. Default 3. */
  maxConnections?: number;
  timeouts?: Partial<SmtpTimeouts>;
}

/** Milliseconds of silence after which a phase is given up. */
export interface SmtpTimeouts {
  /** Name look-up, TCP and TLS together. */
  connect: number;
  /** From the open connection to the server's first words. */
  greeting: number;
  /** Everything from the greeting to the server's 354: each of EHLO with AUTH, and MAIL with RCPT and DATA. */
  command: number;
  /**
   * The body and its final reply. Long on purpose (RFC 5321, 4.5.3.2.6 asks for 10 minutes): giving up early leaves a
   * message `uncertain` that a slow scanner would have accepted.
   */
  reply: number;
  /** How long an unused connection is kept for the next message. */
  idle: number;
}

export const defaultTimeouts: Readonly<SmtpTimeouts> = {
  connect: 20_000,
  greeting: 20_000,
  command: 60_000,
  reply: 10 * 60_000,
  idle: 15_000,
};

/** How the connection begins: encrypted, upgraded (`must`, `may`) or left as it is. */
export function encryption({
  secure,
  port,
}: Pick<SmtpAccount, 'secure' | 'port'>): 'tls' | 'must' | 'may' | 'none' {
  if (secure === 'tls' || secure === 'none') return secure;
  if (secure === 'starttls') return 'must';
  return port === 465 ? 'tls' : port === 587 ? 'must' : 'may';
}
