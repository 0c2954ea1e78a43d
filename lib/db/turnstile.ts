import { DatabaseUnavailable } from './unavailable.ts'

/** Lets so many through at a time, in the order of arrival; who waited too long is sent away. */
export class Turnstile {
  readonly #size: number
  readonly #patienceMs: number
  readonly #waiting: (() => void)[] = []
  #inside = 0

  constructor(size: number, patienceMs: number) {
    this.#size = size
    this.#patienceMs = patienceMs
  }

  async pass<T>(fn: () => Promise<T>): Promise<T> {
    await this.#enter()
    try {
      return await fn()
    } finally {
      this.#leave()
    }
  }

  async #enter(): Promise<void> {
    if (this.#inside < this.#size) {
      this.#inside++
      return
    }
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(go), 1)
        reject(new DatabaseUnavailable('too many changes are waiting'))
      }, this.#patienceMs)
      const go = () => {
        clearTimeout(timer)
        resolve()
      }
      this.#waiting.push(go)
    })
  }

  /** A place is handed on, not freed and taken again: nobody can slip in between. */
  #leave(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#inside--
    else next()
  }
}
