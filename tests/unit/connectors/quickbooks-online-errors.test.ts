import type { HttpAnswer } from '../../../server/src/connectors/http';
import { readFault } from '../../../server/src/connectors/quickbooks-online/errors';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, text, json: typeof body === 'string' ? undefined : body, headers: new Headers(headers) };
};
const fault = (code: string, message = 'A message', detail = 'A detail') => ({
  Fault: { Error: [{ Message: message, Detail: detail, code }], type: 'ValidationFault' },
  time: '2026-11-20T10:00:00.000-08:00',
});

describe('errors of the vendor', () => {
  it.each([
    [401, '3200', 'reauthorize'],
    [401, '120', 'reauthorize'],
    [403, '3100', 'reauthorize'],
    [400, '130', 'misconfigured'],
    [429, '3001', 'unavailable'],
    [403, '3001', 'unavailable'],
    [400, '600', 'uncertain'],
    [400, '610', 'rejected'],
    [400, '2010', 'rejected'],
    [400, '2020', 'rejected'],
    [400, '2030', 'rejected'],
    [400, '2050', 'rejected'],
    [400, '2170', 'rejected'],
    [400, '2500', 'rejected'],
    [400, '4001', 'rejected'],
    [400, '5010', 'rejected'],
    [400, '5020', 'misconfigured'],
    [400, '6000', 'rejected'],
    [400, '6070', 'rejected'],
    [400, '6140', 'uncertain'],
    [400, '6210', 'rejected'],
    [400, '6190', 'stopped'],
    [400, '6240', 'rejected'],
    [400, '500', 'misconfigured'],
    [400, '99999', 'rejected'],
  ])('HTTP %i with code %s is %s', (status, code, kind) => {
    const error = readFault(answer(status, fault(code), { 'intuit-tid': '1-abc' }));
    expect(error).toMatchObject({ kind, code, requestId: '1-abc' });
    expect(error?.message).toContain('A message');
    expect(error?.message).toContain(`(code ${code}, intuit_tid 1-abc)`);
  });

  it('accepts both spellings of the request id', () => {
    expect(readFault(answer(400, fault('610'), { intuit_tid: '1-x' }))?.requestId).toBe('1-x');
  });

  it('reads the lower-case shape of the gateway and leaves the token out', () => {
    const token = 'AB01601390262kxzxOlnHYdhtEVRXISU7piPqQrCmmbDN35Yjd';
    const body = {
      warnings: null,
      fault: {
        error: [
          {
            message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401',
            detail: `Token expired: ${token}`,
            code: '3200',
            element: null,
          },
        ],
        type: 'AUTHENTICATION',
      },
    };
    const error = readFault(answer(401, body));
    expect(error).toMatchObject({ kind: 'reauthorize', code: '3200' });
    expect(error?.message).toContain('AuthenticationFailed');
    expect(error?.message).not.toContain(token);
  });

  it('takes the code out of the message where it is nowhere else', () => {
    const body = { fault: { error: [{ message: 'message=ThrottleExceeded; errorCode=003001; statusCode=403' }] } };
    expect(readFault(answer(403, body))).toMatchObject({ kind: 'unavailable', code: '3001', retryAfterMs: 60_000 });
  });

  it('reads XML', () => {
    const xml =
      '<?xml version="1.0"?><IntuitResponse xmlns="http://schema.intuit.com/finance/v3"><Fault type="SERVICE"><Error code="3001"><Message>message=ThrottleExceeded; errorCode=003001; statusCode=429</Message><Detail>slow down</Detail></Error></Fault></IntuitResponse>';
    const error = readFault(answer(429, xml));
    expect(error).toMatchObject({ kind: 'unavailable', code: '3001' });
    expect(error?.message).toContain('ThrottleExceeded: slow down');
  });

  it('does not say the same twice', () => {
    const error = readFault(answer(400, fault('610', 'Object Not Found', 'Object Not Found : gone.')));
    expect(error?.message.match(/Object Not Found/g)).toHaveLength(1);
  });

  it('has no opinion on what is no fault, but knows a 429', () => {
    expect(readFault(answer(502, '<html>bad gateway</html>'))).toBeNull();
    expect(readFault(answer(400, { fault: 'odd' }))).toBeNull();
    expect(readFault(answer(429, ''))).toMatchObject({ kind: 'unavailable', retryAfterMs: 60_000 });
  });
});
