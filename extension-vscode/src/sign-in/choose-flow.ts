/** How the browser's answer comes back. */
export type Flow = 'uri-handler' | 'loopback' | 'device-code';

/** What this window and its gateway can do. */
export interface FlowFacts {
  /** The gateway's fixed page that forwards to editors, where it has one. */
  readonly editorReturn: boolean;
  /** The gateway allows the device code (RFC 8628). */
  readonly deviceCode: boolean;
  /** The extension host runs on the machine of the person's browser: a desktop window without a remote. */
  readonly local: boolean;
}

/** The ladder: what to try, in order. A loopback port on a remote host is not the browser's own (RFC 8252, section 7.3). */
export const flowsFor = ({ editorReturn, deviceCode, local }: FlowFacts): readonly Flow[] => [
  ...(editorReturn ? (['uri-handler'] as const) : []),
  ...(local ? (['loopback'] as const) : []),
  ...(deviceCode ? (['device-code'] as const) : []),
];
