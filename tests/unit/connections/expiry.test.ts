import { expiresWithinDays } from '../../../server/src/connections/expiry';

const now = Date.parse('2026-11-24T12:00:00Z');
const inDays = (days: number) => new Date(now + days * 24 * 3_600_000).toISOString();
const expiries = (refresh: number | null, grant: number | null) => ({
  accessExpiresAt: inDays(0.01),
  refreshExpiresAt: refresh === null ? null : inDays(refresh),
  grantExpiresAt: grant === null ? null : inDays(grant),
});

describe('the end of an authorisation', () => {
  it.each([
    [101, 1825, null],
    [101, 30.01, null],
    [101, 30, 30],
    [101, 7.5, 30],
    [101, 7, 7],
    [101, 2, 2],
    [101, -1, 2],
    [6, 1825, 7],
    [6, null, 7],
    [null, 6, 7],
    [null, null, null],
  ])('with the refresh token in %p and the grant in %p days is warned of with %p', (refresh, grant, warning) => {
    expect(expiresWithinDays(expiries(refresh, grant), now)).toBe(warning);
  });

  it('is no matter without an authorisation', () => {
    expect(expiresWithinDays(null, now)).toBeNull();
  });
});
