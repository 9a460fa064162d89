import type { Fault as SandboxFault } from '../../sandbox/faults';
import type { Fault } from './conformance';

/** How the stand-ins are told to misbehave until they are told to stop. */
export function sandboxFault(fault: Fault, path: string): SandboxFault {
  const always = { path, times: 1_000 };
  switch (fault) {
    case 'down':
      return { kind: 'answer', status: 503, ...always };
    case 'throttled':
      return { kind: 'answer', status: 429, retryAfter: 60, ...always };
    case 'malformed':
      return { kind: 'broken', ...always };
    case 'cut':
      return { kind: 'cut', when: 'before', ...always };
    case 'slow':
      return { kind: 'slow', ms: 600_000, ...always };
    case 'refused':
      return { kind: 'answer', status: 401, ...always };
  }
}
