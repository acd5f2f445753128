import type { Failure } from './wire.gen';

/** What stopped an answer: a stable code, the server's sentence and what to do, where it has one. */
export type Fault = Pick<Failure, 'code' | 'message' | 'todo'>;

/** A request that got no answer. */
export class TeachError extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message || fault.code);
    this.name = 'TeachError';
  }
}

/** The fault in whatever was thrown. */
export function faultOf(thrown: unknown): Fault {
  return thrown instanceof TeachError ? thrown.fault : fault('client_error');
}

/** A fault that the browser itself found; its sentence is in `words.ts`. */
export function fault(code: string): Fault {
  return { code, message: '', todo: '' };
}
