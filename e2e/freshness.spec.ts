import { setTimeout as sleep } from 'node:timers/promises'
import type { Request } from '@playwright/test'
import { agreeToRefuse, listField, makeKey } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { verifyFrom } from './fixtures/verify.ts'

const SAVES = 20
const HERE = '203.0.113.42'
const THERE = '198.51.100.42'

type Server = 'forwarded' | 'second'

/** Whether the gate lets a call pass. It asks for nothing, so that what passes spends nothing of the key's rate limit. */
async function isAdmitted(address: string, secret: string, server: Server): Promise<boolean> {
  const { status } = await verifyFrom(address, secret, { server, email: '' })
  // A machine at its limits may fail to ask the database in time; that is no judgement, and asking again is later still.
  if (status === 503) return isAdmitted(address, secret, server)
  if (status !== 400 && status !== 403) throw new Error(`the answer was ${status}`)
  return status === 400
}

/** The form also asks, while it is written, what a save would do. */
function isSave(request: Request): boolean {
  return request.method() === 'POST' && request.postData()?.includes('"confirmed"') === true
}

test('no call that begins after Save has returned is judged by the old list, on either server', async ({
  asOwner: page,
}) => {
  test.slow()
  const { name, secret } = await makeKey(page, 'Fresh', HERE)

  // Every save takes the right to call from who has just called, and asks about that.
  await isAdmitted(HERE, secret, 'forwarded')
  // The other server holds the key in memory, and is asked all the while, but not so often that the browser waits for it.
  let asking = true
  const busy = (async () => {
    while (asking) {
      await isAdmitted(HERE, secret, 'second')
      await sleep(10)
    }
  })()
  for (let saved = 1; saved <= SAVES; saved += 1) {
    const [listed, unlisted] = saved % 2 === 0 ? [HERE, THERE] : [THERE, HERE]
    await page.getByRole('link', { name: 'Edit', exact: true }).click()
    await listField(page).fill(listed)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const agreed = await agreeToRefuse(page)
    const answer = page.waitForResponse((response) => isSave(response.request()))
    await agreed.click()
    // Its first bytes come when the action is done.
    await answer
    const answers = await Promise.all([
      isAdmitted(listed, secret, 'forwarded'),
      isAdmitted(listed, secret, 'second'),
      isAdmitted(unlisted, secret, 'forwarded'),
      isAdmitted(unlisted, secret, 'second'),
    ])
    expect({ saved, answers }).toEqual({ saved, answers: [true, true, false, false] })
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  }
  asking = false
  await busy
})
