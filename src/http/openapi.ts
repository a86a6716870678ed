import { z } from 'zod';
import { adminRoutes } from '../contract/admin-acts.ts';
import { type ApiRoute, ProblemAnswer, route } from '../contract/api.ts';
import { authRoutes } from '../contract/auth-acts.ts';
import { journalRoutes } from '../contract/journal-acts.ts';
import { Comparison, Edition, JournalLookUp, SentFile } from '../contract/journal-answers.ts';
import { JournalValues, Mapping } from '../contract/journals.ts';
import type { Locale } from '../contract/locale.ts';
import { FailedJob, QueueStatus } from '../contract/queue.ts';
import { readVersion } from '../version.ts';

const openApiRoute = route({
  id: 'openApi',
  method: 'GET',
  path: '/api/openapi.json',
  access: 'public',
  summary: { en: 'This description', zh: '本说明' },
  answer: z.record(z.string(), z.unknown()),
});

/** Every route of the API. */
export const apiRoutes: readonly ApiRoute[] = [
  openApiRoute,
  ...Object.values(authRoutes),
  ...Object.values(adminRoutes),
  ...Object.values(journalRoutes),
];

/** Schemas that are described once and referred to by name. */
const named = z.registry<{ id: string }>();
named.add(QueueStatus, { id: 'QueueStatus' });
named.add(FailedJob, { id: 'FailedJob' });
named.add(Edition, { id: 'Edition' });
named.add(Comparison, { id: 'Comparison' });
named.add(JournalLookUp, { id: 'JournalLookUp' });
named.add(JournalValues, { id: 'JournalValues' });
named.add(SentFile, { id: 'SentFile' });
named.add(Mapping, { id: 'Mapping' });
named.add(ProblemAnswer, { id: 'Problem' });

type Json = Record<string, unknown>;

/** The routes as an OpenAPI 3.1 document, its sentences in the reader's language. @param input.baseUrl where the service is reached, if that is known. */
export function openApiDocument(input: { locale: Locale; baseUrl: string | null }): Json {
  const { locale, baseUrl } = input;
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const one of apiRoutes) {
    paths[one.path] = { ...paths[one.path], [one.method.toLowerCase()]: operation(one, locale, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: locale === 'zh' ? '文献推送' : 'Literature Push',
      version: readVersion(),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    ...(baseUrl !== null && { servers: [{ url: baseUrl }] }),
    paths,
    components: {
      schemas,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: `${baseUrl?.startsWith('https:') ? '__Secure-' : ''}litpush.session_token`,
        },
      },
    },
  };
}

function operation(one: ApiRoute, locale: Locale, schemas: Json): Json {
  const parameters = [
    ...parametersOf(one.params, { in: 'path', schemas }),
    ...parametersOf(one.query, { in: 'query', schemas }),
  ];
  const requestBody = bodyOf(one, schemas);
  const refusals = new Set([
    ...(one.access === 'public' ? [] : [401, 403]),
    ...(parameters.length > 0 || requestBody ? [400] : []),
    ...(one.mostBytes === null ? [] : [413, 415]),
    ...(one.refusals ?? []),
    500,
  ]);
  return {
    operationId: one.id,
    summary: one.summary[locale],
    security: one.access === 'public' ? [] : [{ token: [] }, { session: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: Object.fromEntries([
      [
        String(one.status),
        {
          description: statusWords[locale][one.status],
          content: { 'application/json': { schema: schemaOf(one.answer, { io: 'output', schemas }) } },
        },
      ],
      ...[...refusals].sort().map((status) => [String(status), refusal(one, locale, schemas)]),
    ]),
  };
}

const parametersOf = (given: z.ZodType, input: { in: 'path' | 'query'; schemas: Json }): Json[] =>
  Object.entries((given as z.ZodObject).shape).map(([name, schema]) => ({
    name,
    in: input.in,
    required: !(schema as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(schema as z.ZodType, { io: 'output', schemas: input.schemas }),
  }));

function bodyOf(one: ApiRoute, schemas: Json): Json | null {
  // A file: OpenAPI 3.1 describes bytes by their media type alone.
  if (one.mostBytes !== null) return { required: true, content: { 'application/octet-stream': {} } };
  if (Object.keys((one.body as z.ZodObject).shape).length === 0) return null;
  return {
    required: !one.body.safeParse({}).success,
    content: { 'application/json': { schema: schemaOf(one.body, { io: 'input', schemas }) } },
  };
}

const statusWords = {
  en: { 200: 'Done', 202: 'Begun', refused: 'Not done' },
  zh: { 200: '已完成', 202: '已受理', refused: '未执行' },
};

const refusal = (one: ApiRoute, locale: Locale, schemas: Json): Json => ({
  description: statusWords[locale].refused,
  // better-auth has a form of its own.
  ...(!one.path.startsWith('/api/auth/') && {
    content: { 'application/problem+json': { schema: schemaOf(ProblemAnswer, { io: 'output', schemas }) } },
  }),
});

/** As JSON Schema; named parts go to `schemas`. Wrapped, as a named schema at the top would not be referred to by its name. */
function schemaOf(schema: z.ZodType, input: { io: 'input' | 'output'; schemas: Json }): unknown {
  const text = JSON.stringify(
    z.toJSONSchema(z.object({ it: schema }), { metadata: named, io: input.io }),
  ).replaceAll('"#/$defs/', '"#/components/schemas/');
  const { $defs, properties } = JSON.parse(text) as { $defs?: Record<string, Json>; properties: Json };
  for (const [name, { id: _, ...rest }] of Object.entries($defs ?? {})) input.schemas[name] = rest;
  return properties['it'];
}
