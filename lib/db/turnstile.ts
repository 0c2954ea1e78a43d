import { DatabaseUnavailable } from './unavailable.ts'

type Waiting = { go: () => void; leave: (reason: string) => void }

/** `endsAll`: an error of one that all who wait would only meet again, one after another and each a while later. */
export type TurnstileOptions = {
  readonly size: number
  readonly patienceMs: number
  readonly endsAll: (error: unknown) => boolean
}

/** Lets so many through at a time, in the order of arrival; who waited too long is sent away. */
export class Turnstile {
  readonly #options: TurnstileOptions
  #waiting: Waiting[] = []
  #inside = 0

  constructor(options: TurnstileOptions) {
    this.#options = options
  }

  /** Nobody is in it or waits. */
  get isIdle(): boolean {
    return this.#inside === 0
  }

  async pass<T>(fn: () => Promise<T>): Promise<T> {
    await this.#enter()
    try {
      return await fn()
    } catch (error) {
      if (this.#options.endsAll(error)) this.#dismissAll()
      throw error
    } finally {
      this.#leave()
    }
  }

  async #enter(): Promise<void> {
    if (this.#inside < this.#options.size) {
      this.#inside++
      return
    }
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting)
        waiting.leave('too many changes are waiting')
      }, this.#options.patienceMs)
      const waiting: Waiting = {
        go: () => {
          clearTimeout(timer)
          resolve()
        },
        leave: (reason) => {
          clearTimeout(timer)
          reject(new DatabaseUnavailable(reason))
        },
      }
      this.#waiting.push(waiting)
    })
  }

  /** A place is handed on, not freed and taken again: nobody can slip in between. */
  #leave(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#inside--
    else next.go()
  }

  #dismissAll(): void {
    const all = this.#waiting
    this.#waiting = []
    for (const waiting of all) waiting.leave('the database does not answer')
  }
}
