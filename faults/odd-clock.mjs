// Preloaded into a server whose clock is to be wrong. CLOCK: `frozen` stands still at its start, `leap` sets it back by a second again
// and again, as where a leap second is had twice; a number is milliseconds off, until SIGUSR2 sets it right, and the next one wrong again.
const clock = process.env.CLOCK ?? ''
const offMs = Number(clock)
if (clock !== 'frozen' && clock !== 'leap' && !(clock !== '' && Number.isFinite(offMs)))
  throw new Error('CLOCK is not set')

const LEAP_EVERY_MS = 3000
const now = Date.now
const start = now()
let isOff = true

function told() {
  if (clock === 'frozen') return start
  if (clock === 'leap') return now() - 1000 * Math.floor((now() - start) / LEAP_EVERY_MS)
  return now() + (isOff ? offMs : 0)
}

Date.now = told
globalThis.Date = new Proxy(Date, {
  construct: (target, given, self) => Reflect.construct(target, given.length === 0 ? [told()] : given, self),
  apply: (target) => new target(told()).toString(),
})
const origin = performance.timeOrigin + told() - now()
Object.defineProperty(performance, 'timeOrigin', { get: () => origin })

const tell = () => console.log(`It is ${new Date().toISOString()} here`)
tell()
process.on('SIGUSR2', () => {
  isOff = !isOff
  tell()
})
