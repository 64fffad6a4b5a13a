import type { ExportBodies, ExportOf } from '@vectorgate/replay-ui/host';

/** Policies as the gateway takes them for an extract. */
export type PolicyTexts = readonly { readonly path: string; readonly text: string }[];

/** What the Jupyter server is asked to export. */
export interface ExportAsked {
  readonly of: ExportOf;
  readonly bodies: ExportBodies;
  readonly maskBy?: PolicyTexts;
}

/** What somebody chose. */
export interface ExportChoice {
  readonly bodies: ExportBodies;
  /** Path of a policy file or a folder of them, from the top folder; empty: as whoever exports may see it. */
  readonly maskBy: string;
}
