import { randomBytes, randomUUID } from 'node:crypto';
import type { DigestContent, FrozenContent, WaitingTitle } from '../contract/digest.ts';
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
      articles: choice.digest.map((chosen) => ({
        article: chosen.article,
        badges: badgesOf({ ...chosen, locale }),
      })),
      waiting: {
        count: choice.waiting.length,
        titles: choice.titles.map((chosen) => waitingTitle(chosen, locale)),
      },
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
    const shown = choice.digest.map(({ article }) => article.pmid).filter((pmid) => given.has(pmid));
    return {
      digest: {
        kind: content.kind,
        test: test ? 1 : 0,
        token,
        content: JSON.stringify(frozen(content, choice)),
        articles: JSON.stringify(shown),
        messages,
      },
      given,
    };
  };
}

const waitingTitle = (chosen: ChosenArticle, locale: Locale): WaitingTitle => ({
  pmid: chosen.article.pmid,
  title: chosen.article.title,
  badges: badgesOf({ ...chosen, locale }),
});

function frozen({ articles: _, ...content }: DigestContent, choice: Choice): FrozenContent {
  const marked = [...choice.digest, ...choice.titles].filter(({ marks }) => marks.length > 0);
  return {
    ...content,
    waiting: {
      count: content.waiting.count,
      titles: content.waiting.titles.map(({ pmid, title }) => ({ pmid, title })),
    },
    ...(marked.length > 0 && {
      marks: Object.fromEntries(marked.map(({ article, marks }) => [article.pmid, [...marks]])),
    }),
  };
}

/** 128 random bits: a link that nobody guesses. */
export const newToken = (): string => randomBytes(16).toString('base64url');
