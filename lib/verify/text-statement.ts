/** A statement with the texts for its places, as it goes over the wire. `text`: the statement alone. */
export type TextMessage = { readonly text: string; readonly bytes: Uint8Array }

/**
 * Makes messages of a statement: parse, bind, execute, sync. Unnamed, because PgBouncer in transaction mode loses named statements.
 */
export function textStatement(text: string): (values: readonly string[]) => TextMessage {
  const parse = message('P', UNNAMED, zeroEnded(text), int(2, 0))
  return (values) => {
    const given = values.map((value) => encoder.encode(value)).flatMap((value) => [int(4, value.length), value])
    const bind = message('B', UNNAMED, UNNAMED, int(2, 0), int(2, values.length), ...given, int(2, 0))
    return { text, bytes: Buffer.concat([parse, bind, EXECUTE_AND_SYNC]) }
  }
}

/** An array of PostgreSQL, as text. */
export function arrayText(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}

const encoder = new TextEncoder()
const zeroEnded = (text: string) => encoder.encode(`${text}\0`)
const UNNAMED = zeroEnded('')

function int(bytes: 2 | 4, value: number): Buffer {
  const buffer = Buffer.alloc(bytes)
  buffer.writeIntBE(value, 0, bytes)
  return buffer
}

/** A message of PostgreSQL's protocol 3.0: its letter, its length, its parts. */
function message(letter: string, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([encoder.encode(letter), int(4, body.length + 4), body])
}

const EXECUTE_AND_SYNC = Buffer.concat([message('E', UNNAMED, int(4, 0)), message('S')])
