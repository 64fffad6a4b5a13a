import Type, { type TObject, type TProperties, type TSchema } from 'typebox';
import { ErrorSchema } from './api-schemas.ts';

/** One route as the API describes it; its handler stands in the same table. */
export interface RouteDescription {
  /** Express path, e.g. `/sessions/:id`. */
  readonly path: string;
  readonly summary: string;
  /** Default: get. */
  readonly method?: 'get' | 'post';
  readonly query: TObject;
  /** What a post takes, as JSON. */
  readonly body?: TObject;
  /** Most bytes of that. Default: 16 KiB. */
  readonly bodyBytes?: number;
  readonly response: TSchema;
  /** Of a success. Default: application/json. */
  readonly mediaType?: string;
}

const parameters = (route: RouteDescription) => [
  ...[...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  })),
  ...Object.entries<TSchema>(route.query.properties as TProperties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema,
  })),
];

const problem = {
  description: 'What is wrong and what to do next.',
  content: { 'application/json': { schema: ErrorSchema } },
};

const pathsOf = (routes: readonly RouteDescription[], more: object): object => {
  const paths: Record<string, object> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = {
      ...more,
      // One address may be read from and posted to.
      ...paths[path],
      [route.method ?? 'get']: {
        summary: route.summary,
        ...('servers' in more && { security: [] }),
        parameters: parameters(route),
        ...(route.body && {
          requestBody: { required: true, content: { 'application/json': { schema: route.body } } },
        }),
        responses: {
          200: {
            description: 'As asked.',
            content: { [route.mediaType ?? 'application/json']: { schema: route.response } },
          },
          default: problem,
        },
      },
    };
  }
  return paths;
};

/**
 * The OpenAPI 3.1 description of the API, made from its route tables. `open` are those outside `/api/v1` that ask for no
 * sign-in; their paths carry the server that they are relative to.
 */
export function openApi(
  routes: readonly RouteDescription[],
  open: readonly RouteDescription[],
  controlUrl: string,
): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'VectorGate',
      version: 'v1',
      description:
        'What editors and the command line ask of a gateway. Bearer: an access token of this gateway, or of an issuer that it trusts.',
    },
    servers: [{ url: `${controlUrl}/api/v1` }],
    security: [{ bearer: [] }],
    paths: { ...pathsOf(routes, {}), ...pathsOf(open, { servers: [{ url: controlUrl }] }) },
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  };
}

/** A route that takes no query. */
export const noQuery = Type.Object({}, { additionalProperties: false });
