import { cookies } from 'next/headers'
import { env } from '#lib/env'
import { authCookies } from './cookies.ts'
import { addDevice, type Device, deviceLifetimeSeconds, openDevices, sealDevices } from './device-token.ts'

/** What this browser holds of the accounts that it has signed in to, not looked into. */
export async function heldDevices(): Promise<string | undefined> {
  return (await cookies()).get(deviceCookie().name)?.value
}

/** Lets this browser try again whatever strangers do, once somebody has shown in it that the account is theirs. */
export async function rememberDevice(account: Pick<Device, 'userId' | 'sessionVersion'>): Promise<void> {
  const { name, options } = deviceCookie()
  const now = Date.now()
  const devices = addDevice(openDevices(await heldDevices(), now), account, now)
  ;(await cookies()).set(name, sealDevices(devices), { ...options, maxAge: deviceLifetimeSeconds })
}

function deviceCookie() {
  return authCookies(env().appUrl).device
}
