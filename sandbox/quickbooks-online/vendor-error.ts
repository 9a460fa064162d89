import { VendorError } from '../http';

/** The vendor's two shapes of errors: `Fault` of the accounting service, lower-case `fault` of its gateway. */

/** Time as the vendor prints it: local to the company with offset; the stand-in's companies live in UTC-8. */
export const vendorTime = (date = new Date(), milliseconds = false): string => {
  const shifted = new Date(date.getTime() - 8 * 3_600_000).toISOString();
  return `${shifted.slice(0, milliseconds ? 23 : 19)}-08:00`;
};

/** Answer of the accounting service that refuses a request. */
export const validationFault = (code: string, message: string, detail: string, element?: string): VendorError =>
  new VendorError(400, {
    Fault: {
      Error: [{ Message: message, Detail: detail, code, ...(element === undefined ? {} : { element }) }],
      type: 'ValidationFault',
    },
    time: vendorTime(new Date(), true),
  });

const gatewayFault = (
  status: number,
  name: string,
  code: string,
  type: string,
  detail: string,
  headers: Record<string, string> = {},
): VendorError =>
  new VendorError(
    status,
    {
      warnings: null,
      intuitObject: null,
      fault: {
        error: [
          {
            message: `message=${name}; errorCode=${code.padStart(6, '0')}; statusCode=${status}`,
            detail,
            code,
            element: null,
          },
        ],
        type,
      },
      report: null,
      queryResponse: null,
      batchItemResponse: [],
      attachableResponse: [],
      syncErrorResponse: null,
      requestId: null,
      time: Date.now(),
      status: null,
      cdcresponse: [],
    },
    headers,
  );

/** 401 as recorded: the detail holds the refused token. */
export const unauthorized = (token: string): VendorError =>
  gatewayFault(401, 'AuthenticationFailed', '3200', 'AUTHENTICATION', `Token expired: ${token}`, {
    'www-authenticate': 'Bearer realm="Intuit", error="invalid_token"',
  });

export const forbidden = (): VendorError =>
  gatewayFault(403, 'ApplicationAuthorizationFailed', '3100', 'AUTHORIZATION', 'Application is not authorized');

/** `retryAfter` in seconds. */
export const throttled = (retryAfter?: number): VendorError =>
  gatewayFault(
    429,
    'ThrottleExceeded',
    '3001',
    'SERVICE',
    'Too many requests',
    retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
  );

/** A gateway in front of the service answers with HTML, not JSON. */
export const brokenGateway = (status: number): VendorError =>
  new VendorError(status, `<html><head><title>${status}</title></head><body>upstream failure</body></html>`, {
    'content-type': 'text/html',
  });

export const invalidQuery = (detail: string): VendorError =>
  validationFault('4001', 'Invalid query', `QueryValidationError: ${detail}`);
export const unparsableQuery = (detail: string): VendorError =>
  validationFault('4000', 'Error parsing query', `QueryParserError: ${detail}`);
export const staleObject = (): VendorError =>
  validationFault(
    '5010',
    'Stale Object Error',
    'Stale Object Error : You and another user were working on this at the same time. The other user finished before you did, so your work was not saved.',
    '',
  );
export const inactiveObject = (): VendorError =>
  validationFault(
    '610',
    'Object Not Found',
    "Object Not Found : Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.",
    '',
  );
export const invalidReference = (what: string): VendorError =>
  validationFault('2500', 'Invalid Reference Id', `Invalid Reference Id : ${what}`, '');
export const missingParameter = (name: string): VendorError =>
  validationFault(
    '2020',
    'Required param missing, need to supply the required value for the API',
    `Required parameter ${name} is missing in the request`,
    name,
  );
export const unsupportedOperation = (path: string): VendorError =>
  validationFault('500', 'Unsupported Operation', `Operation ${path} is not supported.`);
