/** The modules of a symbol: dark or light, and which belong to its fixed patterns. */
export class Grid {
  readonly size: number
  readonly #dark: Uint8Array
  readonly #fixed: Uint8Array

  constructor(size: number) {
    this.size = size
    this.#dark = new Uint8Array(size * size)
    this.#fixed = new Uint8Array(size * size)
  }

  isDark(x: number, y: number): boolean {
    return this.#dark[y * this.size + x] === 1
  }

  isFixed(x: number, y: number): boolean {
    return this.#fixed[y * this.size + x] === 1
  }

  isInside(x: number, y: number): boolean {
    return x >= 0 && y >= 0 && x < this.size && y < this.size
  }

  set(x: number, y: number, dark: boolean): void {
    this.#dark[y * this.size + x] = dark ? 1 : 0
  }

  /** A module of a pattern, which data goes around. */
  fix(x: number, y: number, dark: boolean): void {
    this.set(x, y, dark)
    this.#fixed[y * this.size + x] = 1
  }

  copy(): Grid {
    const twin = new Grid(this.size)
    twin.#dark.set(this.#dark)
    twin.#fixed.set(this.#fixed)
    return twin
  }
}
