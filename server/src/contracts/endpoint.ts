import { z } from 'zod';

/** RBAC action that a route asks for; registered as `plugin::crosswalk.<permission>`. */
export type Permission = 'read' | 'review' | 'configure' | 'write' | 'invoice' | 'charges';

export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path below the plugin's prefix, e.g. `/connections/:id`. */
  path: string;
  permission: Permission;
  params: Params;
  query: Query;
  body: Body;
  response: Response;
}

const nothing = z.object({});

/**
 * Declares one endpoint. The server builds route, validation and OpenAPI from it,
 * the admin takes its types. What is left out is an empty object.
 */
export function endpoint<
  Params extends z.ZodType = typeof nothing,
  Query extends z.ZodType = typeof nothing,
  Body extends z.ZodType = typeof nothing,
  Response extends z.ZodType = typeof nothing,
>(definition: {
  method: Endpoint['method'];
  path: string;
  permission: Permission;
  params?: Params;
  query?: Query;
  body?: Body;
  response: Response;
}): Endpoint<Params, Query, Body, Response> {
  return {
    ...definition,
    params: definition.params ?? (nothing as unknown as Params),
    query: definition.query ?? (nothing as unknown as Query),
    body: definition.body ?? (nothing as unknown as Body),
  };
}

export type ParamsOf<E extends Endpoint> = z.output<E['params']>;
export type QueryOf<E extends Endpoint> = z.output<E['query']>;
export type BodyOf<E extends Endpoint> = z.output<E['body']>;
/** What a caller may send, before defaults are filled in. */
export type QueryInputOf<E extends Endpoint> = z.input<E['query']>;
export type BodyInputOf<E extends Endpoint> = z.input<E['body']>;
export type ResponseOf<E extends Endpoint> = z.output<E['response']>;
