import { errors } from '@strapi/utils';
import type { ZodError } from 'zod';
import { type Said, sayingOf, type Words } from './sentence';

/** The state of things does not allow it (taken, changed meanwhile …): 409, nothing was changed. */
export class ConflictError extends Error {
  readonly details: Record<string, unknown>;
  readonly words: Words | undefined;
  constructor(said: Said, details: Record<string, unknown> = {}) {
    const { message, words } = sayingOf(said);
    super(message);
    this.words = words;
    this.name = 'ConflictError';
    this.details = details;
  }
}

/** Well-formed, but not possible as asked (blocked invoice …): 422, nothing was changed. */
export class UnprocessableError extends Error {
  readonly details: Record<string, unknown>;
  readonly words: Words | undefined;
  constructor(said: Said, details: Record<string, unknown> = {}) {
    const { message, words } = sayingOf(said);
    super(message);
    this.words = words;
    this.name = 'UnprocessableError';
    this.details = details;
  }
}

export const notFound = (what: string, id: string) => new errors.NotFoundError(`There is no ${what} with the id ${id}`);

/** A 403 that says what is missing. */
export const forbidden = (said: Said) => {
  const { message, words } = sayingOf(said);
  return Object.assign(new errors.ForbiddenError(message), { words });
};

/** A 400 that names one field. */
export const invalidField = (path: string[], said: Said) => {
  const { message, words } = sayingOf(said);
  return new errors.ValidationError(message, {
    errors: [{ path, message, name: 'ValidationError', ...(words && { words }) }],
    ...(words && { words }),
  });
};

/** A 400 that names every field that zod refused. */
export function validationErrorOf(error: ZodError, where: string): errors.ValidationError {
  const list = error.issues.map((issue) => ({
    path: issue.path.map(String),
    message: issue.message,
    name: 'ValidationError',
  }));
  const first = list[0];
  const field = first && first.path.length > 0 ? `${where} ${first.path.join('.')}` : where;
  return new errors.ValidationError(`${field}: ${first?.message ?? 'invalid'}`, { errors: list });
}
