import { createHash } from 'node:crypto';
import { headerEnd, readHeaders } from './message-headers.ts';

/** One message that the mail server kept. The sender may not know: `acknowledged` is false when no 250 went out. */
export interface KeptMessage {
  /** From 1, in the order of arrival; never used twice, not even after `clear`. */
  number: number;
  /** ISO 8601, UTC. */
  time: string;
  from: string;
  to: string[];
  /** Login of the session; absent without AUTH. */
  user?: string;
  /** As in the header, with its angle brackets; empty when there is none. */
  messageId: string;
  /** Decoded. */
  subject: string;
  /** Bytes, header and body. */
  size: number;
  /** SHA-256 of the bytes, so that frozen messages can be compared without being kept. */
  hash: string;
  /** Small letters; of fields that repeat, the last. */
  headers: Record<string, string>;
  acknowledged: boolean;
}

/** `headers` keeps no bodies, for long benchmarks. */
export type Keep = 'all' | 'headers';

export interface Envelope {
  from: string;
  to: string[];
  user?: string | undefined;
}

export interface Outbox {
  keep(message: Buffer, envelope: Envelope): KeptMessage;
  /** Records that the 250 of a message was sent. */
  acknowledge(number: number): void;
  list(): KeptMessage[];
  /** The message as it came, dots unstuffed; its header alone under `keep: 'headers'`. */
  raw(number: number): Buffer | undefined;
  clear(): void;
  /** Resolves when so many messages have been kept since the last `clear`; rejects after `withinMs` (10 s). */
  waitFor(count: number, withinMs?: number): Promise<KeptMessage[]>;
}

export function createOutbox(keep: Keep = 'all'): Outbox {
  let messages = new Map<number, { record: KeptMessage; raw: Buffer }>();
  let last = 0;
  const watchers = new Set<() => void>();
  const list = (): KeptMessage[] => [...messages.values()].map(({ record }) => ({ ...record }));

  return {
    keep(message, { from, to, user }) {
      const headers = readHeaders(message);
      const record: KeptMessage = {
        number: ++last,
        time: new Date().toISOString(),
        from,
        to,
        ...(user !== undefined && { user }),
        messageId: headers['message-id'] ?? '',
        subject: headers['subject'] ?? '',
        size: message.length,
        hash: createHash('sha256').update(message).digest('hex'),
        headers,
        acknowledged: false,
      };
      // A copy, so that the rest of the message is not held by its header.
      const raw = keep === 'all' ? message : Buffer.from(message.subarray(0, headerEnd(message)));
      messages.set(record.number, { record, raw });
      for (const check of watchers) check();
      return record;
    },
    acknowledge(number) {
      const kept = messages.get(number);
      if (kept !== undefined) kept.record.acknowledged = true;
    },
    list,
    raw: (number) => messages.get(number)?.raw,
    clear() {
      messages = new Map();
    },
    waitFor(count, withinMs = 10_000) {
      return new Promise((resolve, reject) => {
        const check = (): void => {
          if (messages.size < count) return;
          clearTimeout(timer);
          watchers.delete(check);
          resolve(list());
        };
        const timer = setTimeout(() => {
          watchers.delete(check);
          reject(new Error(`${messages.size} of ${count} messages came within ${withinMs} ms`));
        }, withinMs);
        watchers.add(check);
        check();
      });
    },
  };
}
