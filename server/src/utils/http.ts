import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import type { BodyOf, Endpoint, ParamsOf, QueryOf, ResponseOf } from '../contracts/endpoint';
import { ConnectorError } from '../connectors/errors';
import { ConflictError, invalidField, UnprocessableError, validationErrorOf } from './errors';
import { saidBy } from './sentence';

/** Who acts: shown in the journal. */
export interface Actor {
  id: string;
  name: string;
}

export interface Call<E extends Endpoint> {
  params: ParamsOf<E>;
  query: QueryOf<E>;
  body: BodyOf<E>;
  actor: Actor;
  ctx: Context;
}

interface AdminUser {
  id: number | string;
  firstname?: string | null;
  lastname?: string | null;
  email?: string | null;
}

function actorOf(ctx: Context): Actor {
  const user = ctx.state.user as AdminUser | undefined;
  if (!user) return { id: 'api-token', name: 'API token' };
  const name = [user.firstname, user.lastname].filter(Boolean).join(' ');
  return { id: String(user.id), name: name || user.email || `User ${user.id}` };
}

/** The header `Idempotency-Key`; null where the caller sends none. */
export function idempotencyKeyOf(ctx: Context): string | null {
  const key = ctx.get('Idempotency-Key').trim();
  if (key === '') return null;
  if (key.length > 255)
    throw invalidField(['Idempotency-Key'], 'The Idempotency-Key header may have 255 characters at most');
  return key;
}

/** A part of a multipart body as formidable leaves it on the disk. */
export interface UploadedFile {
  filepath: string;
  originalFilename: string | null;
  size: number;
}

/** The part `file` of a multipart body; 400 without it. */
export function uploadedFile(ctx: Context): UploadedFile {
  const files = (ctx.request as { files?: Record<string, UploadedFile | UploadedFile[]> }).files ?? {};
  const file = Array.isArray(files.file) ? files.file[0] : files.file;
  if (!file) throw invalidField(['file'], 'Send the file as the part "file" of a multipart form');
  return file;
}

/**
 * Makes a Koa handler of a typed one: parses params, query and body with the endpoint's schemas (400 names
 * the field), answers with what it returns, and maps our typed errors to their status, once.
 */
export function handle<E extends Endpoint>(endpoint: E, work: (call: Call<E>) => Promise<ResponseOf<E>>) {
  return async (ctx: Context): Promise<void> => {
    const params = endpoint.params.safeParse(ctx.params);
    if (!params.success) throw validationErrorOf(params.error, 'parameter');
    const query = endpoint.query.safeParse(ctx.query);
    if (!query.success) throw validationErrorOf(query.error, 'query');
    const body = endpoint.body.safeParse((ctx.request as { body?: unknown }).body ?? {});
    if (!body.success) throw validationErrorOf(body.error, 'body');
    try {
      ctx.body = await work({
        params: params.data as ParamsOf<E>,
        query: query.data as QueryOf<E>,
        body: body.data as BodyOf<E>,
        actor: actorOf(ctx),
        ctx,
      });
    } catch (error) {
      if (!answerError(ctx, error)) throw error;
    }
  };
}

/** Errors that Strapi's own middleware does not know. */
function answerError(ctx: Context, error: unknown): boolean {
  const answer = (status: number, name: string, message: string, details: Record<string, unknown>) => {
    ctx.status = status;
    const words = error instanceof Error ? saidBy(error).words : undefined;
    ctx.body = { data: null, error: { status, name, message, details: words ? { ...details, words } : details } };
    return true;
  };
  // Strapi answers one that is thrown with "Forbidden" alone.
  if (error instanceof errors.ForbiddenError) {
    const refused: Error = error;
    return answer(403, refused.name, refused.message, {});
  }
  if (error instanceof ConflictError) return answer(409, error.name, error.message, error.details);
  if (error instanceof UnprocessableError) return answer(422, error.name, error.message, error.details);
  if (error instanceof ConnectorError) {
    const forPeople: readonly ConnectorError['kind'][] = ['rejected', 'misconfigured', 'reauthorize', 'stopped'];
    const status = forPeople.includes(error.kind) ? 422 : 503;
    return answer(status, error.name, error.message, {
      kind: error.kind,
      code: error.code,
      requestId: error.requestId,
    });
  }
  return false;
}
