import type { JoinedMask, MaskWay } from '../decide/join-masks.ts';
import type { Expectation, ExpectedMask } from '../schema/test/expectation-schema.ts';

type Masks = Exclude<NonNullable<Expectation['masks']>, 'none'>;
/** How one field is masked, as tests write it. */
export type MaskForm = Masks[string];

const wayForm = ({ method, keepFirst, keepLast }: MaskWay): ExpectedMask => ({
  method,
  ...(keepFirst !== undefined && { keepFirst }),
  ...(keepLast !== undefined && { keepLast }),
});

const key = (way: object): string => JSON.stringify(way);

/** Ways in one order, those of detectors that are alike as one. */
function settled(ways: readonly ExpectedMask[]): MaskForm {
  const byWay = new Map<
    string,
    { readonly way: ExpectedMask; readonly detectors: Set<string> | undefined }
  >();
  for (const { detectors, ...own } of ways) {
    const way = wayForm(own);
    const name = `${key(way)} ${detectors === undefined}`;
    const before = byWay.get(name);
    if (before === undefined) byWay.set(name, { way, detectors: detectors && new Set(detectors) });
    else for (const detector of detectors ?? []) before.detectors?.add(detector);
  }
  const forms = [...byWay]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([, { way, detectors }]): ExpectedMask => ({
        ...way,
        ...(detectors !== undefined && { detectors: [...detectors].sort() }),
      }),
    );
  const [only] = forms;
  if (forms.length > 1 || only === undefined) return forms;
  return Object.keys(only).length === 1 ? only.method : only;
}

/** How a field is delivered, in the one form that tests compare. */
export function maskForm(mask: JoinedMask | undefined): MaskForm {
  if (mask === undefined) return 'none';
  if (mask.whole !== undefined) return settled([wayForm(mask.whole)]);
  return settled([...mask.detectors!].map(([name, way]) => ({ ...wayForm(way), detectors: [name] })));
}

/** The same form of what a test says. */
export function normalMask(written: MaskForm): MaskForm {
  if (typeof written === 'string') return written;
  return settled(Array.isArray(written) ? written : [written]);
}
