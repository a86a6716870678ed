import { randomBytes, randomUUID } from 'node:crypto';
import type { DigestContent } from '../contract/digest.ts';
import type { Locale } from '../contract/locale.ts';
import { composeMessage } from '../mail/compose-message.ts';
import { renderDigest } from '../mail/render-digest.ts';
import type { FrozenRun } from '../store/digests.ts';
import type { Recipient, Subscription } from '../store/subscriptions.ts';
import { badgesOf } from './badges.ts';
import type { Choice, ChosenArticle } from './choose.ts';
import { type Notice, noticesInWords } from './notices.ts';

export interface Composed {
  digest: NonNullable<FrozenRun['digest']>;
  /** The papers that the reader really sees, in full or as a linked title. */
  given: ReadonlySet<number>;
}

export type ComposeDigest = (input: {
  subscription: Subscription & { locale: Locale; time_zone: string };
  recipients: readonly Recipient[];
  choice: Choice;
  notices: readonly Notice[];
  test: boolean;
}) => Composed | null;

/**
 * Makes the digest and one frozen message a recipient; null where there is nothing to send.
 *
 * @param deps.baseUrl the public address without a trailing slash; null leaves out the links to our own pages.
 */
export function createCompose(deps: {
  baseUrl: string | null;
  now: () => number;
  describeSchedule: (schedule: string, locale: Locale) => string;
}): ComposeDigest {
  const { baseUrl } = deps;
  const idHost = baseUrl ? new URL(baseUrl).hostname : 'literature-push.invalid';

  return ({ subscription, recipients, choice, notices, test }) => {
    const empty = choice.digest.length === 0 && choice.titles.length === 0;
    if (empty && !test && subscription.send_nothing_new === 0) return null;
    const { locale } = subscription;
    const token = newToken();
    const createdAt = deps.now();
    const content: DigestContent = {
      subscription: { name: subscription.name, query: subscription.query },
      locale,
      timeZone: subscription.time_zone,
      createdAt,
      kind: empty ? 'nothing-new' : 'digest',
      test,
      articles: choice.digest.map(({ article }) => ({ article, badges: badgesOf(article, locale) })),
      waiting: { count: choice.waiting.length, titles: choice.titles.map(titleOf) },
      notices: noticesInWords(notices, locale),
      schedule: deps.describeSchedule(subscription.schedule, locale),
      links: { page: baseUrl && `${baseUrl}/d/${token}`, stop: null, oneClick: null },
    };
    let given: ReadonlySet<number> = new Set();
    const messages = recipients.map((recipient) => {
      const stop = baseUrl && `${baseUrl}/u/${recipient.token}`;
      // RFC 8058 asks for https; a mail program would show the button and then fail.
      const oneClick = stop?.startsWith('https:') ? stop : null;
      const { subject, html, text, rendered } = renderDigest({
        ...content,
        links: { ...content.links, stop, oneClick },
      });
      // The links are of one length for all, so every recipient sees the same papers.
      given = new Set(rendered);
      const messageId = `<${randomUUID()}@${idHost}>`;
      const bytes = composeMessage({
        to: recipient.address,
        subject,
        html,
        text,
        messageId,
        date: new Date(createdAt),
        listUnsubscribe: stop ? { page: stop, oneClick } : null,
        listId: `subscription-${subscription.id}.${idHost}`,
      });
      return { address: recipient.address, messageId, bytes };
    });
    const { articles: _, ...withoutArticles } = content;
    const shown = choice.digest.map(({ article }) => article.pmid).filter((pmid) => given.has(pmid));
    return {
      digest: {
        kind: content.kind,
        test: test ? 1 : 0,
        token,
        content: JSON.stringify(withoutArticles),
        articles: JSON.stringify(shown),
        messages,
      },
      given,
    };
  };
}

const titleOf = ({ article }: ChosenArticle) => ({ pmid: article.pmid, title: article.title });

/** 128 random bits: a link that nobody guesses. */
export const newToken = (): string => randomBytes(16).toString('base64url');
