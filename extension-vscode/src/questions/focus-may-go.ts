/**
 * For what is asked while a player may be open: the palette gives the focus back to a player's page late, and a page that
 * loads takes it. A question that closes for it would have asked nothing; Escape closes it.
 */
export const focusMayGo = { ignoreFocusOut: true } as const;
