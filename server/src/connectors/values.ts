import type { RoleValues } from '../contracts/common';

export type Json = Record<string, unknown>;
export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Only roles that hold something. */
export const filled = (roles: RoleValues): RoleValues =>
  Object.fromEntries(Object.entries(roles).flatMap(([role, value]) => (value?.trim() ? [[role, value.trim()]] : [])));

/** The members of these names, where there are any. */
export const keep = (source: Json, names: readonly string[]): Json =>
  Object.fromEntries(names.flatMap((name) => (source[name] === undefined ? [] : [[name, source[name]]])));

/** Host of a website, with or without a protocol before it. */
export const host = (uri: string | undefined): string | undefined => {
  if (!uri) return undefined;
  try {
    return new URL(/^[a-z]+:\/\//i.test(uri) ? uri : `https://${uri}`).hostname.replace(/^www\./, '');
  } catch {
    return undefined;
  }
};
