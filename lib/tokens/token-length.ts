/** Of a derived token's text, in characters: what a verifier takes as a credential. */
export const MAX_TOKEN_LENGTH = 4096
