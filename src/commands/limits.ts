import type { Limits } from '../subscriptions/fields.ts';

/** What an operator at the command line may set: wide, and still what one mail and one search can carry. */
export const subscriptionLimits: Limits = { maxArticles: 200, firstWindowDays: 365, recipients: 50 };
