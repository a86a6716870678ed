/**
 * What became of one attempt to hand a message to a mail server. It decides who is to blame, and with that what may
 * be tried next: the same recipient later, another mailbox now, nothing at all, or a second offer of the same message.
 */
export type SendOutcome = Accepted | RecipientRefused | MailboxFailed | MessageRefused | Uncertain;

/** The server took the message over: the only outcome after which it counts as delivered. */
export interface Accepted {
  kind: 'accepted';
  response: string;
}

/** This address cannot be reached; every mailbox would hear the same. Temporary for a full box or greylisting. */
export interface RecipientRefused extends Refusal {
  kind: 'recipient-refused';
}

/** Nothing was sent and the recipient is not at fault: another mailbox may try at once. */
export interface MailboxFailed extends Refusal {
  kind: 'mailbox-failed';
  cause: MailboxFailure;
}

/** The server disliked the message itself. `size` holds for every mailbox; `content` may pass at another provider. */
export interface MessageRefused extends Refusal {
  kind: 'message-refused';
  cause: 'size' | 'content';
}

/** The body was under way (the server had answered 354) and no final reply came: it may or may not be delivered. */
export interface Uncertain {
  kind: 'uncertain';
  response: string;
}

/**
 * - `connection`: unreachable, lost or silent before the body; or the server said that it is closing (421)
 * - `tls`: the connection could not be encrypted as the account demands
 * - `auth`: the password or the login is refused
 * - `sender`: this account may not use this sender address
 * - `limit`: too many messages, logins or connections for now
 * - `policy`: the provider will not relay for this account or this machine
 * - `server`: the server has trouble of its own (disk, overload)
 */
export type MailboxFailure = 'connection' | 'tls' | 'auth' | 'sender' | 'limit' | 'policy' | 'server';

interface Refusal {
  /** True where the same attempt would fail again until a person changes something. */
  permanent: boolean;
  /** Milliseconds to wait before the same is tried again; null where it never should be. */
  retryAfterMs: number | null;
  /** The SMTP reply code; null where no reply came. */
  code: number | null;
  /** The enhanced status code (RFC 3463), as `5.1.1`; null where the server gives none. */
  enhanced: string | null;
  /** The server's words, or ours where no reply came; one line, at most 500 characters. */
  response: string;
}
