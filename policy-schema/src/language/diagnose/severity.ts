/** How much a diagnostic weighs. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';
