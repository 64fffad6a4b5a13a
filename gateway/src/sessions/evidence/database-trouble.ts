import { GateError } from '../../errors/gate-error.ts';

/** SQLSTATE and the codes of sockets, in words. */
const reasons: Readonly<Record<string, string>> = {
  '28P01': 'the database takes the password of its role no more',
  '28000': 'the database does not let its role in',
  '3D000': 'there is no database of that name',
  '42P01': 'a table is not there',
  '42703': 'a table has other columns',
  '42501': 'its role lacks a right',
  '53300': 'the database has no connection left',
  '53100': 'the disk of the database is full',
  '57P01': 'the database was shut down',
  '57P03': 'the database is starting or shutting down',
  '25006': 'the database takes no writes',
  ECONNREFUSED: 'the database does not answer',
  ECONNRESET: 'the database ended the connection',
  EPIPE: 'the database ended the connection',
  ETIMEDOUT: 'the database does not answer',
  EHOSTUNREACH: 'the database cannot be reached',
  ENOTFOUND: 'the name of the database’s host is not known',
  EAI_AGAIN: 'the name of the database’s host is not known',
};

/** A failure of the database in words. What it said itself may quote a row or an address, and is the cause only. */
export function databaseTrouble(cause: unknown): GateError {
  if (cause instanceof GateError) return cause;
  const code = (cause as { code?: unknown } | undefined)?.code;
  const known = typeof code === 'string' ? reasons[code] : undefined;
  const reason =
    known ?? (typeof code === 'string' ? `the database refuses (${code})` : 'the database does not answer');
  return new GateError(
    'checkpoints-unpublished',
    `Checkpoints cannot be published: ${reason}.`,
    { reason },
    { cause },
  );
}
