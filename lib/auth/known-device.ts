import { prisma } from '#lib/db'
import { type Device, openDevices } from './device-token.ts'

/**
 * What to count the attempts of a browser by that has signed in to this account before; null when it has not, when that is too long
 * ago, or when every browser of the account was signed out since.
 *
 * Reads the accounts that the browser holds, never the one that was typed: time must not tell whether that exists.
 *
 * @param held the browser's cookie
 */
export async function knownDevice(held: string | undefined, email: string): Promise<string | null> {
  const devices = openDevices(held, Date.now())
  if (devices.length === 0) return null
  const accounts = await prisma().user.findMany({
    where: { id: { in: devices.map(({ userId }) => userId) } },
    select: { id: true, email: true, sessionVersion: true },
  })
  const account = accounts.find((one) => one.email === email)
  const isOf = ({ userId, sessionVersion }: Device) =>
    userId === account?.id && sessionVersion === account.sessionVersion
  return devices.find(isOf)?.deviceId ?? null
}
