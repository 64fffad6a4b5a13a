import type { FormMaker } from '../form.ts';
import { writeValue } from '../write-value.ts';

/** Any value of a payload. */
export const valueForm: FormMaker = () => ({
  write: ({ bytes, start, end }, out) => writeValue(bytes, start, end, out),
});
