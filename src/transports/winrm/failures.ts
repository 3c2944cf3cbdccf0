/** What can go wrong between two messages; `refusals.ts` puts them into words for a person. */
import type { Fault } from './wsman/fault.ts';

/** No TCP or TLS connection came about. Nothing was sent. */
export class NotConnectedError extends Error {
  readonly step: 'tcp' | 'tls';
  /** Node's or OpenSSL's name for it: ECONNREFUSED, CERT_HAS_EXPIRED. */
  readonly code: string;

  constructor(step: 'tcp' | 'tls', cause: Error & { readonly code?: unknown }) {
    super(cause.message, { cause });
    this.step = step;
    this.code = String(cause.code ?? '');
  }
}

/** The certificate is not the pinned one, or not the one that the first connection of this line showed. */
export class CertificateRefusedError extends Error {
  readonly shown: string;
  readonly expected: string;
  readonly isPinned: boolean;

  constructor(shown: string, expected: string, isPinned: boolean) {
    super(`the certificate is ${shown}, not ${expected}`);
    this.shown = shown;
    this.expected = expected;
    this.isPinned = isPinned;
  }
}

/** The request may have been carried out; its answer was not heard, or cannot be trusted. */
export class AnswerLostError extends Error {}

export class LoginRefusedError extends Error {
  /** `offered`: our way is not among theirs. `rejected`: they said no to us. `handshake`: what they said is not what we go on with. */
  readonly step: 'offered' | 'rejected' | 'handshake';
  readonly offered: readonly string[];

  constructor(
    step: LoginRefusedError['step'],
    offered: readonly string[],
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.step = step;
    this.offered = offered;
  }
}

/** Kerberos gave no ticket for the host, or one that cannot be used. The message says why, `move` what a person can do. */
export class NoTicketError extends Error {
  readonly move: string;

  constructor(message: string, move: string, options?: ErrorOptions) {
    super(message, options);
    this.move = move;
  }
}

/** An HTTP status without a fault of WS-Management: nothing says that the request was carried out. */
export class HttpRefusedError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The host understood the message and said no. */
export class WsmanFaultError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.text);
    this.fault = fault;
  }
}
