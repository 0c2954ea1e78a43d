/** Of one process, at the same time. Each needs little, and together they must not keep the database busy. */
const MOST = 4

const HELD: unique symbol = Symbol.for('gatelist.exports.running') as never
const holder = globalThis as { [HELD]?: { running: number } }

/** A place for one export, or null when all are taken. What it returns gives the place back, once. */
export function takeSlot(): (() => void) | null {
  holder[HELD] ??= { running: 0 }
  const held = holder[HELD]
  if (held.running >= MOST) return null
  held.running++
  let given = false
  return () => {
    if (!given) held.running--
    given = true
  }
}
