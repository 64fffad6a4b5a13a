/** The commands that are there without Node; menus leave out all others by `vectorgate.withoutNode`. */
export const commandsInBrowser = ['newPolicy', 'showLog'] as const;
