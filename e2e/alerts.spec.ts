import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expectAccessible } from './fixtures/accessibility.ts'
import { makeKey } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { verifyFrom } from './fixtures/verify.ts'

test('a refused call is told of, counted, read, and muted', async ({ asNewcomer: { page } }) => {
  const key = await makeKey(page, 'Shop', '203.0.113.0/24')
  const navigation = page.getByRole('navigation', { name: 'Settings' })
  await navigation.getByRole('link', { name: 'Alerts' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing to tell' })).toBeVisible()
  await expectAccessible(page, 'no alerts')

  await verifyFrom('198.51.100.4', key.secret)
  await verifyFrom('198.51.100.4', key.secret)
  const alert = page.getByRole('article', { name: 'Calls are refused' })
  await expect(async () => {
    await page.goto('/settings/alerts')
    await expect(alert).toContainText('2 times', { timeout: 500 })
  }).toPass()
  await expect(alert).toContainText(`Calls with “${key.name}” from 198.51.100.4 were refused`)
  await page.setViewportSize({ width: 1280, height: 900 })
  await expect(navigation.getByRole('link', { name: 'Alerts 1 unread' })).toBeVisible()
  await expectAccessible(page, 'alerts')
  await page.setViewportSize({ width: 1280, height: 900 })
  await expect(alert.getByRole('link', { name: 'See refused calls' })).toHaveAttribute('href', /\/refused$/)

  await alert.getByRole('button', { name: 'Mark as read' }).click()
  await expect(navigation.getByRole('link', { name: 'Alerts', exact: true })).toBeVisible()
  await expect(alert).toContainText('read by')

  await alert.getByRole('button', { name: 'More for: Calls are refused' }).click()
  await page.getByRole('menuitem', { name: `Mute “First refusal” of ${key.name}` }).click()
  await expect(page.getByText(`“First refusal” of ${key.name}`).last()).toBeVisible()
  await expectAccessible(page, 'a mute')
  await page.setViewportSize({ width: 1280, height: 900 })
  await verifyFrom('198.51.100.5', key.secret)
  await page.getByLabel('State').selectOption('Unread only')
  await expect(page.getByRole('heading', { name: 'No alert of this kind' })).toBeVisible()
  await page.getByRole('button', { name: `Unmute “First refusal” of ${key.name}` }).click()
  await expect(page.getByText('Nothing is muted.')).toBeVisible()
})

type Received = { headers: IncomingHttpHeaders; body: string }

/** A receiver of webhooks on this machine. */
async function receiver() {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { received, url: `http://127.0.0.1:${port}/hook`, close: () => server.close() }
}

test('a webhook is made, tried, gets what happens, and gets a new secret', async ({ asNewcomer: { page } }) => {
  const { received, url, close } = await receiver()
  await page.goto('/settings/alerts')
  await page.getByRole('navigation', { name: 'Alerts' }).getByRole('link', { name: 'Webhooks' }).click()
  await expectAccessible(page, 'no webhooks')
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.getByRole('link', { name: 'Create webhook' }).click()

  await page.getByLabel('Address').fill('https://user:secret@example.com/')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByRole('main').getByText('Leave out the user name and password')).toBeVisible()
  await page.getByLabel('Address').fill(url)
  await page.getByLabel('Description').fill('On call')
  await page.getByRole('radio', { name: 'Only some' }).check()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByRole('main').getByText('Choose at least one kind of alert.')).toBeVisible()
  await page.getByRole('checkbox', { name: 'First refusal' }).check()
  await expectAccessible(page, 'the form of a webhook')
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.getByRole('button', { name: 'Create', exact: true }).click()

  const secretField = page.getByLabel('Signing secret')
  const secret = await secretField.inputValue()
  expect(secret).toMatch(/^whsec_/)
  await page.getByLabel('I have saved it').check()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('heading', { name: 'On call', level: 1 })).toBeVisible()
  expect(await page.content()).not.toContain(secret.slice(6))

  await page.getByRole('button', { name: 'Send test' }).click()
  const messages = page.getByRole('list', { name: 'Messages' })
  await expect(messages.getByRole('listitem').first()).toContainText('HTTP 200', { timeout: 15_000 })
  await expect(messages).toContainText('Delivered')
  const [{ headers, body } = { headers: {} as IncomingHttpHeaders, body: '' }] = received
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const hmac = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(signed)
    .digest('base64')
  expect(headers['webhook-signature']).toBe(`v1,${hmac}`)
  await messages.getByText('Attempts and payload').first().click()
  await expect(messages).toContainText('"type": "webhook.test"')
  await expectAccessible(page, 'a webhook and its messages')
  await page.setViewportSize({ width: 1280, height: 900 })

  const address = page.url()
  const key = await makeKey(page, 'Shop', '203.0.113.0/24')
  await verifyFrom('198.51.100.4', key.secret)
  await expect.poll(() => received.length, { timeout: 20_000 }).toBe(2)
  expect(JSON.parse(received[1]?.body ?? '')).toMatchObject({
    type: 'key.first_refusal',
    data: { subject: { name: key.name } },
  })

  await page.goto(address)
  await page.getByRole('link', { name: 'Replace secret' }).click()
  await page.getByRole('button', { name: 'Replace secret' }).click()
  await expect(secretField).not.toHaveValue(secret)
  await page.getByLabel('I have saved it').check()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('Two secrets sign')).toBeVisible()
  await page.getByRole('button', { name: 'Resend key.first_refusal' }).click()
  await expect.poll(() => received.length, { timeout: 15_000 }).toBe(3)
  expect(received[2]?.headers['webhook-id']).toBe(received[1]?.headers['webhook-id'])
  expect(received[2]?.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/)

  await page.getByRole('button', { name: 'Switch off' }).click()
  await expect(page.getByText('This webhook is switched off')).toBeVisible()
  await expectAccessible(page, 'a webhook that is switched off')
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.getByRole('button', { name: 'Delete webhook' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete webhook' }).click()
  await expect(page.getByRole('heading', { name: 'No webhook yet' })).toBeVisible()
  close()
})

test('another workspace sees neither alerts nor webhooks', async ({ asOwner, asStranger }) => {
  await asOwner.goto('/settings/alerts/webhooks/new')
  await asOwner.getByLabel('Address').fill('https://example.com/ours')
  await asOwner.getByRole('button', { name: 'Create', exact: true }).click()
  await asOwner.getByLabel('I have saved it').check()
  await asOwner.getByRole('button', { name: 'Done' }).click()
  await expect(asOwner.getByText('https://example.com/ours')).toBeVisible()
  for (const path of ['', '/edit', '/secret']) {
    const response = await asStranger.goto(`${asOwner.url()}${path}`)
    expect(response?.status()).toBe(404)
    expect(await response?.text()).not.toContain('example.com/ours')
  }
})
