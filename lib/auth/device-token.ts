import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { seal, unseal } from '#lib/secrets'

/** So long after the last sign-in a browser counts as one that has signed in to an account before. */
export const deviceLifetimeSeconds = 90 * 24 * 60 * 60

/** A browser that signed in to an account, as of a version of its sessions. Times are milliseconds since the epoch. */
const deviceSchema = z.object({
  userId: z.uuid(),
  sessionVersion: z.int(),
  /** Random; what is counted. */
  deviceId: z.string().regex(/^[\w-]{22}$/),
  endsAt: z.number(),
})

export type Device = z.output<typeof deviceSchema>

const devicesSchema = z.array(deviceSchema)

/** Several people may share a browser: so many accounts, the latest first. */
const MOST_ACCOUNTS = 4
const LONGEST_TEXT = 2000
const PURPOSE = 'known device'

/** Adds an account to those that this browser has signed in to; each time anew, so that an earlier copy is counted apart. */
export function addDevice(
  known: readonly Device[],
  { userId, sessionVersion }: Pick<Device, 'userId' | 'sessionVersion'>,
  now: number,
): Device[] {
  const deviceId = randomBytes(16).toString('base64url')
  const added = { userId, sessionVersion, deviceId, endsAt: now + deviceLifetimeSeconds * 1000 }
  return [added, ...known.filter((device) => device.userId !== userId)].slice(0, MOST_ACCOUNTS)
}

/** Encrypted: whoever looks into the browser learns of nobody who has signed in there. */
export function sealDevices(devices: readonly Device[]): string {
  return seal(PURPOSE, Buffer.from(JSON.stringify(devices))).toString('base64url')
}

/** Those whose time has not ended; none for whatever is not of ours. */
export function openDevices(text: string | undefined, now: number): Device[] {
  if (text === undefined || text.length > LONGEST_TEXT) return []
  const plain = unseal(PURPOSE, Buffer.from(text, 'base64url'))
  if (plain === null) return []
  // A version to come may write something else.
  const { data = [] } = devicesSchema.safeParse(JSON.parse(plain.toString()))
  return data.filter(({ endsAt }) => endsAt > now)
}
