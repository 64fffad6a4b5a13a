/** What a session of ours is asked for by: the editor tells by it which request a sign-in answers. */
export const sessionScopes: readonly string[] = ['openid'];
