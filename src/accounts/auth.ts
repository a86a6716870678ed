import { hkdfSync } from 'node:crypto';
import type { BetterAuthOptions } from 'better-auth';
import { passwordLength } from '../contract/password.ts';
import type { Logger } from '../log.ts';
import type { Store } from '../store/open.ts';

export interface AuthInput {
  store: Store;
  /** `APP_SECRET`, or the one that the data folder keeps. */
  appSecret: string;
  /** Null: whatever host people use. */
  baseUrl: string | null;
  log: Logger;
}

/** In which header better-auth reads who asks. We set it from the connection, whatever came in under this name. */
export const clientAddressHeader = 'x-litpush-client';

export type Auth = Awaited<ReturnType<typeof load>>;

/**
 * Passwords, sessions and throttling. It owns the SQL of the tables `auth_…`, and writes to `person` what concerns it.
 * Loaded when somebody first needs it, which a worker and most commands never do: it takes 0.3 s and 25 MB.
 */
export function createAuth(input: AuthInput): () => Promise<Auth> {
  let auth: ReturnType<typeof load> | undefined;
  return () => {
    auth ??= load(input);
    return auth;
  };
}

async function load(input: AuthInput) {
  const { betterAuth } = await import('better-auth');
  return betterAuth(authOptions(input));
}

/** For `createAuth`, and for the test that holds the migrations against them. */
export function authOptions({ store, appSecret, baseUrl, log }: AuthInput) {
  const origin = baseUrl === null ? null : new URL(baseUrl).origin;
  return {
    appName: 'Literature Push',
    ...(origin !== null && { baseURL: origin }),
    basePath: '/api/auth',
    secret: Buffer.from(hkdfSync('sha256', appSecret, '', 'literature-push sessions v1', 32)).toString('hex'),
    database: { db: store.db, type: store.kind },
    // A page of the host that was asked is one of ours: no browser lets another page choose the Host header. The scheme
    // is not compared, because a proxy that ends TLS hides it.
    trustedOrigins: async (request?: Request) => hostOrigins(request),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
    },
    rateLimit: {
      // Stated, because it would be off outside of production.
      enabled: true,
      storage: 'database',
      modelName: 'auth_rate_limit',
      fields: { lastRequest: 'last_request' },
      // A hospital behind one address comes through, somebody who guesses does not: 20 a minute in the long run.
      customRules: { '/sign-in/email': { window: 30, max: 10 } },
    },
    advanced: {
      cookiePrefix: 'litpush',
      useSecureCookies: origin?.startsWith('https:') ?? false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      // Stated, because both would be relaxed where it believes itself in a test.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      // The migrations have their own test; nothing is asked of the database at the first request.
      database: { validateSchema: false },
    },
    user: {
      modelName: 'person',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
      additionalFields: {
        role: { type: 'string', required: true, defaultValue: 'user', input: false },
        locale: { type: 'string', required: true, input: false },
        timeZone: { type: 'string', required: true, input: false, fieldName: 'time_zone' },
      },
    },
    session: {
      modelName: 'auth_session',
      fields: {
        userId: 'person_id',
        expiresAt: 'expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
      },
    },
    account: {
      modelName: 'auth_account',
      fields: {
        userId: 'person_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'auth_verification',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    telemetry: { enabled: false },
    // What fails inside comes to us; without this it is printed and answered with an empty page.
    onAPIError: { throw: true },
    logger: {
      // What people do wrong is answered to them; only what fails here is for the operator. (A stated `level` would
      // make it write past this function.)
      log: (level, message, ...more) => {
        const err = more.find((one) => one instanceof Error);
        if (level === 'error' && err) log.error({ err }, `accounts: ${message}`);
        else log.debug(`accounts: ${message}`);
      },
    },
  } as const satisfies BetterAuthOptions;
}

function hostOrigins(request: Request | undefined): string[] {
  const host = request?.headers.get('host') ?? (request ? new URL(request.url).host : null);
  return host ? [`http://${host}`, `https://${host}`] : [];
}
