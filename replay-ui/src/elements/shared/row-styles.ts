import { css } from 'lit';

/** How a row of a list looks: two lines, the second quieter. */
export const rowStyles = css`
  .line { display: flex; gap: 8px; align-items: baseline; white-space: nowrap; }
  .line > .grow { overflow: hidden; text-overflow: ellipsis; }
  .line > time, .line > .end { flex: none; }
`;
