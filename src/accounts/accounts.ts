import type { Locale } from '../contract/locale.ts';
import type { Store } from '../store/open.ts';
import type { Auth } from './auth.ts';

/** What every act on people works with; `app.ts` builds it. */
export interface Accounts {
  store: Store;
  auth: () => Promise<Auth>;
  /** As configured; null: whatever host people use. */
  baseUrl: string | null;
  /** Of people who have not chosen. */
  timeZone: string;
  /** The first admin as the operator set it; null leaves it to a link. */
  firstAdmin: { email: string; password: string; locale: Locale } | null;
}
