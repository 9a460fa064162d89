import type { BodyInputOf, Endpoint, ParamsOf, QueryInputOf } from '../../../server/src/contracts';
import { PLUGIN_ID } from '../pluginId';

type Nothing = Record<string, never>;

/** A part of the argument: absent where the contract has none, optional where all of it is optional. */
type Part<Name extends string, Value> = [Value] extends [Nothing]
  ? unknown
  : object extends Value
    ? { [Key in Name]?: Value }
    : { [Key in Name]: Value };

type Whole<E extends Endpoint> = Part<'params', ParamsOf<E>> &
  Part<'query', QueryInputOf<E>> &
  Part<'body', BodyInputOf<E>>;

/** Argument of an RTK endpoint: `{ params?, query?, body? }`, each only where the contract has it. */
export type ArgOf<E extends Endpoint> = object extends Whole<E> ? Whole<E> | void : Whole<E>;

interface Parts {
  /** Sent as `Idempotency-Key`: the same key gets the same answer. */
  idempotencyKey?: string;
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** Builds the request of a contract endpoint: fills `:name` in the path and encodes the query. */
export function request(method: Endpoint['method'], path: string, arg: unknown) {
  const { idempotencyKey, params = {}, query = {}, body } = (arg ?? {}) as Parts;
  const filled = path.replace(/:([a-zA-Z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  // The panel's client does not encode query values, so a search for `A & B` has to be encoded here.
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      if (value !== '') search.set(name, String(value));
    }
  }
  const text = search.toString();
  const url = `/${PLUGIN_ID}${filled}${text ? `?${text}` : ''}`;
  return {
    url,
    method,
    data: method === 'POST' || method === 'PUT' ? (body ?? {}) : undefined,
    ...(idempotencyKey === undefined ? {} : { config: { headers: { 'Idempotency-Key': idempotencyKey } } }),
  };
}
