export type Sharer<T> = {
  /** Gives what was made under that name before, or makes it. */
  one(name: string, make: () => T): T
  /** How many names are known. */
  readonly size: number
}

/**
 * Makes one of what is equal, so that it is in memory once however many hold it. Only for what its name says in full: nothing
 * known here is ever old.
 *
 * @param most so many names are known at a time; then all are forgotten, which costs memory until they are made again
 */
export function createSharer<T>(most: number): Sharer<T> {
  const known = new Map<string, T>()
  return {
    one(name, make) {
      const before = known.get(name)
      if (before !== undefined) return before
      if (known.size >= most) known.clear()
      const made = make()
      known.set(name, made)
      return made
    },
    get size() {
      return known.size
    },
  }
}
