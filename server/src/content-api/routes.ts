import type { z } from 'zod';
import type { Endpoint } from '../contracts/endpoint';

type Shape = Record<string, z.ZodType>;

const shapeOf = (schema: z.ZodType): Shape | undefined => {
  const { shape } = schema as Partial<z.ZodObject>;
  return shape && Object.keys(shape).length > 0 ? shape : undefined;
};

/** Content API route of an endpoint, described by its schemas for `strapi openapi generate`. */
export function contentRoute(endpoint: Endpoint, handler: string) {
  const params = shapeOf(endpoint.params);
  const query = shapeOf(endpoint.query);
  const body = shapeOf(endpoint.body);
  return {
    method: endpoint.method,
    path: endpoint.path,
    handler,
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(body ? { body: { 'application/json': endpoint.body } } : {}),
    },
    response: endpoint.response,
    config: { policies: [] },
  };
}
