import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { seal } from '#lib/secrets'
import { addDevice, type Device, deviceLifetimeSeconds, openDevices, sealDevices } from './device-token.ts'
import { openSession, sealSession } from './session-token.ts'

const NOW = 1_800_000_000_000
const account = () => ({ userId: randomUUID(), sessionVersion: 3 })

it('holds the accounts of a browser until each one’s time is over', () => {
  const first = addDevice([], account(), NOW)
  const both = addDevice(first, account(), NOW + 1)
  const text = sealDevices(both)
  const end = NOW + deviceLifetimeSeconds * 1000
  expect(openDevices(text, NOW)).toEqual(both)
  expect(openDevices(text, end)).toEqual([both[0]])
  expect(openDevices(text, end + 1)).toEqual([])
})

it('tells nobody who reads it whose it is', () => {
  const [device] = addDevice([], account(), NOW)
  const text = Buffer.from(sealDevices(device === undefined ? [] : [device]), 'base64url').toString('latin1')
  expect(text).not.toContain(device?.userId)
  expect(text).not.toContain('userId')
})

it('is another one after each sign-in, and holds the latest accounts and no more', () => {
  const owner = account()
  let devices: Device[] = []
  const ids = new Set<string | undefined>()
  for (let n = 0; n < 10; n += 1) {
    devices = addDevice(devices, owner, NOW)
    ids.add(devices[0]?.deviceId)
  }
  expect([devices.length, ids.size]).toEqual([1, 10])
  for (let n = 0; n < 10; n += 1) devices = addDevice(devices, account(), NOW)
  expect(devices).toHaveLength(4)
  expect(sealDevices(devices).length).toBeLessThan(1000)
})

it.each([
  ['nothing', () => undefined],
  ['an empty text', () => ''],
  ['what was made up', () => Buffer.from(JSON.stringify(addDevice([], account(), NOW))).toString('base64url')],
  ['one altered character', () => altered(sealDevices(addDevice([], account(), NOW)))],
  ['what was sealed for something else', () => seal('session', Buffer.from('[]')).toString('base64url')],
  ['what another version wrote', () => seal('known device', Buffer.from('{"v":2}')).toString('base64url')],
  [
    'what is longer than any',
    () => sealDevices(Array.from({ length: 50 }, () => addDevice([], account(), NOW)).flat()),
  ],
])('knows no account by %s', (_, text) => {
  expect(openDevices(text(), NOW)).toEqual([])
})

it('signs nobody in, and a session makes no browser known', async () => {
  const { userId, sessionVersion } = account()
  expect(await openSession(sealDevices(addDevice([], { userId, sessionVersion }, NOW)))).toBeNull()
  expect(openDevices(await sealSession({ userId, sessionVersion, sessionId: randomUUID() }), NOW)).toEqual([])
})

function altered(text: string): string {
  const at = Math.floor(text.length / 2)
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
}
