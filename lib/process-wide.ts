/**
 * One instance a process, whichever bundle asks: the server and the pages are bundled apart and each has its own modules.
 *
 * @param name of the instance, unique in the product
 */
export function processWide<T>(name: string, create: () => T): T {
  const key = keyOf(name)
  const store = globalThis as unknown as Record<symbol, T | undefined>
  const existing = store[key]
  if (existing !== undefined) return existing
  const created = create()
  store[key] = created
  return created
}

const keys = new Map<string, symbol>()

/** Kept, because making the symbol's name costs more than all the rest and this is called several times a request. */
function keyOf(name: string): symbol {
  let key = keys.get(name)
  if (key === undefined) {
    key = Symbol.for(`gatelist.${name}`)
    keys.set(name, key)
  }
  return key
}
