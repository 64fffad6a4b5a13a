import type { Severity } from './severity.ts';

/** What is said about policies that load, with the severity that each has unless it is set. */
export const lintCodes = {
  'approval-unreachable': 'warning',
  'condition-could-be-key': 'hint',
  'connection-unbound': 'warning',
  'contact-missing': 'hint',
  'deny-unneeded': 'hint',
  'entry-covered': 'hint',
  'field-unmasked': 'hint',
  'filter-type': 'warning',
  'guard-redundant': 'hint',
  'guard-unreachable': 'information',
  'irreversible-without-approval': 'hint',
  'limit-missing': 'hint',
  'limit-never-acts': 'hint',
  'many-rules': 'information',
  'pattern-unused': 'hint',
  'permit-expired': 'warning',
  'permit-expires-soon': 'information',
  'permit-redundant': 'warning',
  'permit-sees-nothing': 'warning',
  'permit-shadowed': 'warning',
  'refusal-redundant': 'hint',
  'required-filter-lifted': 'warning',
  'rule-monitored': 'hint',
  'rule-never-matches': 'warning',
  'rule-not-hit': 'hint',
  'score-tells-vector': 'information',
  'tenant-unbound': 'hint',
  'unknown-collection': 'warning',
  'unknown-database': 'warning',
  'unknown-field': 'warning',
  'unknown-group': 'information',
  'unknown-namespace': 'warning',
  'unknown-service': 'information',
  'unknown-tenant': 'warning',
  'vector-tells-text': 'warning',
  'vector-unmasked': 'hint',
  'yaml-trap': 'warning',
} as const satisfies Record<string, Severity>;

/** What is said of snapshots of what exists that are read, with the severity that each has unless it is set. */
export const snapshotCodes = {
  'catalogue-contradiction': 'warning',
  'catalogue-name-taken': 'warning',
  'catalogue-stale': 'information',
  'catalogue-unread': 'warning',
  'catalogue-unused': 'hint',
} as const satisfies Record<string, Severity>;

export type LintCode = keyof typeof lintCodes | keyof typeof snapshotCodes;

/** The severity of each code that can be set. */
export const usualSeverity: Readonly<Record<LintCode, Severity>> = { ...lintCodes, ...snapshotCodes };
