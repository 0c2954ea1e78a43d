/** The part of the package `macaroon` that tests compare with; it comes without types. */
declare module 'macaroon' {
  type Bytes = Uint8Array | string

  type OracleMacaroon = {
    readonly signature: Uint8Array
    readonly identifier: Uint8Array
    addFirstPartyCaveat(caveat: Bytes): void
    addThirdPartyCaveat(rootKey: Bytes, caveat: Bytes, location?: string): void
    exportBinary(): Uint8Array
    /** Throws unless `check` answers null for every caveat and the signature holds. */
    verify(rootKey: Bytes, check: (caveat: string) => string | null, discharges?: OracleMacaroon[]): void
  }

  const oracle: {
    newMacaroon(parts: { identifier: Bytes; rootKey: Bytes; location?: string }): OracleMacaroon
    importMacaroon(bytes: Bytes): OracleMacaroon
    bytesToBase64(bytes: Uint8Array): string
    base64ToBytes(text: string): Uint8Array
  }
  export default oracle
}
