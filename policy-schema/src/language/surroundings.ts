import type { PolicyFile } from '../compile/compile-policies.ts';
import type { ParsedText } from '../compile/read-file.ts';
import type { IsLinear } from '../pattern/translate-pattern.ts';
import type { Catalogue } from './catalogue.ts';
import type { Severity } from './diagnose/severity.ts';

/** What a host knows besides the document: nothing here is looked up by the language itself. */
export interface Surroundings {
  /** Absent: names of connections, issuers, claims, collections and fields are not checked. */
  readonly catalogue?: Catalogue | undefined;
  /** The other policy files that are in force with this one. Absent: not known, so that nothing is said about them. */
  readonly files?: readonly PolicyFile[] | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Severities by code, of what is no load error; `off` leaves a code out. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>> | undefined;
  /** RE2's word on patterns; without it one more may be refused when it is loaded. */
  readonly isLinear?: IsLinear | undefined;
  /** Parses a file; a host that keeps what it gave parses each version once. */
  readonly parse?: ((file: PolicyFile) => ParsedText) | undefined;
}
