import { type DestinationStream, destination, type Logger, pino } from 'pino';

export type { Logger };

/**
 * JSON lines on standard error, so that standard output stays free for `--json`.
 * Names under which a secret could travel are cut out at any depth that we log.
 */
export function createLog(
  level: string,
  out: DestinationStream = destination({ fd: 2, sync: true }),
): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      redact: {
        paths: [
          'password',
          'apiKey',
          'api_key',
          'secret',
          'token',
          '*.password',
          '*.apiKey',
          '*.api_key',
          '*.secret',
        ],
        censor: '[hidden]',
      },
    },
    out,
  );
}

/** For tests and commands that should stay quiet. */
export const silentLog = (): Logger => pino({ level: 'silent' });
