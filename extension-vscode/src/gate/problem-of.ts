import type { Problem } from './problem.ts';

const certificateCodes = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);

/** Node's word for what lies at the root of a failed connection; empty when there is none. */
function systemCode(error: unknown): string {
  let code = '';
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(at.code)) code = at.code;
    // A name with several addresses fails with a list; its first says enough.
    if (at instanceof AggregateError && at.errors.length > 0) code = systemCode(at.errors[0]) || code;
  }
  return code;
}

/** The remedy of a failed connection to `gateway`, where its cause is known; else undefined. */
function ofConnection(gateway: string, error: unknown): Problem | undefined {
  const code = systemCode(error);
  const at = gateway === '' ? 'the gateway' : gateway;
  if (certificateCodes.has(code))
    return {
      code: 'certificate_unknown',
      message: `the certificate of ${at} is of an authority that this machine does not know.`,
      next: "Install your organisation's root certificate in the operating system, or name its file in NODE_EXTRA_CA_CERTS before the editor starts, and reload the window.",
    };
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return {
      code: 'certificate_expired',
      message: `the certificate of ${at} is not valid today.`,
      next: "Check this machine's clock. If it is right, tell whoever runs your VectorGate gateway.",
    };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return {
      code: 'certificate_other_name',
      message: `what answers at ${at} has a certificate of another name.`,
      next: 'Check the address: VectorGate: Set the gateway.',
    };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return {
      code: 'gateway_unreachable',
      message: `the name in ${at} cannot be found.`,
      next: 'Check the address (VectorGate: Set the gateway), and that this machine is on the right network or VPN.',
    };
  return undefined;
}

const own: Readonly<Record<string, { readonly code: string; readonly next: string }>> = {
  'gateway-unknown': { code: 'gateway_unknown', next: 'Check the address: VectorGate: Set the gateway.' },
  'gateway-unreachable': {
    code: 'gateway_unreachable',
    next: 'Check your network. If it lasts, tell whoever runs your VectorGate gateway.',
  },
  'gateway-answer': {
    code: 'not_a_gateway',
    next: 'Check the address (VectorGate: Set the gateway). If it is right, tell whoever runs the gateway.',
  },
  'gateway-data-address': {
    code: 'data_address',
    next: 'Set the address to sign in at, often the same host with another port. Whoever runs the gateway knows it.',
  },
  'gateway-not-secure': { code: 'clear_text_refused', next: '' },
  'signed-out': { code: 'signed_out', next: 'Click "VectorGate: sign in" in the status bar.' },
  'sign-in-failed': { code: 'sign_in_failed', next: 'Sign in again.' },
};

const lowerFirst = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

/** Words for whatever was thrown while something was asked of `gateway`. They hold no token and no stack. */
export function problemOf(error: unknown, gateway = ''): Problem {
  const connection = ofConnection(gateway, error);
  if (connection !== undefined) return connection;
  if (error instanceof Error && 'code' in error && 'next' in error) {
    const code = String(error.code);
    // The command line's remedies name its own commands: an editor has others.
    const mapped = own[code];
    return {
      code: mapped?.code ?? code,
      message: lowerFirst(error.message),
      next: mapped === undefined || mapped.next === '' ? String(error.next) : mapped.next,
    };
  }
  return {
    code: 'unexpected',
    message: error instanceof Error ? lowerFirst(error.message) : String(error),
    next: 'Look into the log (VectorGate: Show log); reload the window if it lasts.',
  };
}
