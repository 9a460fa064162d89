/** The vendor's one shape of errors: `{ type, message, instance, status, details }`. */

export class VendorError extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Record<string, string> = {},
  ) {
    super(`HTTP ${status}`);
  }
}

const types: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  408: 'RequestTimeout',
  422: 'UnprocessableEntity',
  429: 'TooManyRequests',
};

export const apiError = (
  status: number,
  message: string,
  instance: string,
  details: string[] = [],
  headers: Record<string, string> = {},
): VendorError =>
  new VendorError(
    status,
    {
      type: types[status] ?? 'Error',
      message,
      instance,
      status,
      details: details.map((detail) => ({ message: detail })),
    },
    headers,
  );

export const unauthorized = (instance: string): VendorError =>
  apiError(401, 'The access token is missing, expired or not valid', instance);

/** `retryAfter` in seconds; the vendor does not say whether it sends one. */
export const throttled = (instance: string, retryAfter?: number): VendorError =>
  apiError(
    429,
    'Too many requests in a short window',
    instance,
    [],
    retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
  );

/** A gateway in front of the service answers with HTML, not JSON. */
export const brokenGateway = (status: number): VendorError =>
  new VendorError(status, `<html><head><title>${status}</title></head><body>upstream failure</body></html>`, {
    'content-type': 'text/html',
  });
