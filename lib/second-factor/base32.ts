const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 §6, without padding, as authenticator apps take it. */
export function base32(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let heldBits = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff
    heldBits += 8
    while (heldBits >= 5) {
      heldBits -= 5
      text += alphabet.charAt((held >> heldBits) & 31)
    }
  }
  return heldBits === 0 ? text : text + alphabet.charAt((held << (5 - heldBits)) & 31)
}
