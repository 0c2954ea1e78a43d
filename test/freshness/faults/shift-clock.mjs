// Preloaded into a server whose clock is to be wrong by CLOCK_OFF_MS milliseconds.
const offMs = Number(process.env.CLOCK_OFF_MS)
if (!Number.isFinite(offMs) || offMs === 0) throw new Error('CLOCK_OFF_MS is not set')

const now = Date.now
Date.now = () => now() + offMs
globalThis.Date = new Proxy(Date, {
  construct: (target, given, self) => Reflect.construct(target, given.length === 0 ? [Date.now()] : given, self),
  apply: (target) => new target(target.now()).toString(),
})
const origin = performance.timeOrigin + offMs
Object.defineProperty(performance, 'timeOrigin', { get: () => origin })

console.log(`It is ${new Date().toISOString()} here`)
