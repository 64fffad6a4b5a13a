/** Codes of refusals that policy decides; all others are the gate's. */
export const policyCodes: ReadonlySet<string> = new Set([
  'no-permit',
  'denied',
  'limit-exceeded',
  'filter-claim-missing',
  'masked-field-referenced',
  'masked-field-written',
  'written-outside-filter',
  'approval-unavailable',
  'guard-would-be-shed',
]);
