import { expectAccessible } from './fixtures/accessibility.ts'
import { haveKey, keyName } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { judgedFrom, NOT_ALLOWED } from './fixtures/verify.ts'

test('staff find keys of every workspace, and keep how they looked', async ({ asOwner, asStaff }) => {
  const names = { wide: keyName('Harbour wide'), narrow: keyName('Harbour narrow') }
  await haveKey(asOwner, { name: names.wide, allowedIps: '10.0.0.0/8' })
  await haveKey(asOwner, { name: names.narrow, allowedIps: '198.51.100.77 # gate' })

  await asStaff.goto('/staff/keys')
  const table = asStaff.getByRole('table', { name: 'Keys of all workspaces' })
  await asStaff.getByLabel('Search').fill('harbour')
  await expect(table.getByRole('row')).toHaveCount(3)
  const [wide, narrow] = [names.wide, names.narrow].map((name) => table.getByRole('row', { name }))
  await expect(wide ?? table).toContainText('16,777,216 addresses')
  await expect(wide ?? table).toContainText('Private range')
  await expect(narrow ?? table).toContainText('1 address')
  await asStaff.getByText('More filters').click()
  await asStaff.getByLabel('Entries without note').check()
  await expect(table.getByRole('row')).toHaveCount(2)
  await expect(asStaff).toHaveURL(/q=harbour.*unnoted=1/)
  await expectAccessible(asStaff, 'staff keys, filtered')

  await asStaff.getByRole('button', { name: 'Save view' }).click()
  await asStaff.getByLabel('Name', { exact: true }).fill('Without notes')
  await expectAccessible(asStaff, 'saving a view')
  await asStaff.getByRole('button', { name: 'Save', exact: true }).click()
  const views = asStaff.getByRole('navigation', { name: 'Views' })
  await expect(views.getByRole('link', { name: 'Without notes' })).toHaveAttribute('aria-current', 'page')
  await asStaff.getByRole('button', { name: 'This view' }).click()
  await asStaff.getByRole('menuitem', { name: 'Begin with it' }).click()
  await expect(asStaff.getByText('You begin with Without notes')).toBeVisible()
  await asStaff.goto('/staff/keys')
  await expect(asStaff).toHaveURL(/unnoted=1/)
  await expect(table.getByRole('row')).toHaveCount(2)
  await asStaff.getByRole('button', { name: 'This view' }).click()
  await asStaff.getByRole('menuitem', { name: 'Delete' }).click()
  await asStaff.getByRole('button', { name: 'Delete view' }).click()
  await expect(views.getByRole('link')).toHaveText(['Live keys'])
})

test('staff look up an address and a leaked secret, which stands nowhere afterwards', async ({ asOwner, asStaff }) => {
  const name = keyName('Leaky')
  const { secret } = await haveKey(asOwner, { name, allowedIps: '198.51.100.0/28 # depot' })
  expect((await judgedFrom('198.51.100.99', secret)).text).toBe(NOT_ALLOWED)
  const sent: string[] = []
  asStaff.on('request', (request) => sent.push(request.url()))

  await asStaff.goto('/staff/look-up')
  const field = asStaff.getByLabel('Address, range, or key')
  const lookUp = asStaff.getByRole('button', { name: 'Look up' })
  await expectAccessible(asStaff, 'look-up, empty')
  await field.fill('198.51.100.300')
  await lookUp.click()
  await expect(asStaff.getByText(/between 0 and 255|300/).last()).toBeVisible()
  await field.fill('198.51.100.0/24')
  await lookUp.click()
  const row = asStaff.getByRole('row', { name })
  await expect(row).toContainText('198.51.100.0/28 depot')
  await expect(row).toContainText('16 of 256 addresses')
  await expectAccessible(asStaff, 'look-up of a range')
  await expect(async () => {
    await asStaff.goto('/staff/look-up?address=198.51.100.99&show=seen')
    await expect(row).toContainText('198.51.100.99', { timeout: 1000 })
  }).toPass()
  await expectAccessible(asStaff, 'keys seen from an address')

  await field.fill(secret)
  await expect(field).toHaveAttribute('type', 'password')
  await lookUp.click()
  await expect(asStaff.getByText('This is its whole secret')).toBeVisible()
  await expect(field).toHaveValue('')
  await expectAccessible(asStaff, 'a key that was found by its secret')
  await expect(asStaff.getByRole('link', { name: `Revoke ${name}` })).toHaveAttribute('href', /\?act=revoke$/)
  expect(await asStaff.content()).not.toContain(secret)

  await asStaff.goto('/staff/keys')
  await asStaff.getByLabel('Search').fill(secret)
  await expect(asStaff.getByText('This looks like a key’s secret, so it was not sent.')).toBeVisible()
  expect(sent.filter((url) => url.includes(secret))).toEqual([])
  for (const path of ['/staff/keys?q=', '/staff/look-up?address=']) {
    await asStaff.goto(path + secret)
    await expect(asStaff.getByText('That looked like a key’s secret')).toBeVisible()
    expect(asStaff.url() + (await asStaff.content())).not.toContain(secret)
  }
})

test('without scripts an address is looked up in the address bar, and a secret is not', async ({
  asOwner,
  openBrowser,
  staff,
}) => {
  const name = keyName('Scriptless')
  const { secret } = await haveKey(asOwner, { name, allowedIps: '198.51.100.240/29' })
  const page = await openBrowser(staff, { javaScriptEnabled: false })
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.url()))
  const field = page.getByLabel('Address, range, or key')
  const lookUp = page.getByRole('button', { name: 'Look up' })

  await page.goto('/staff/look-up')
  await field.fill('198.51.100.300')
  await lookUp.click()
  await expect(page.getByText(/between 0 and 255|300/).last()).toBeVisible()
  await expect(field).toHaveValue('198.51.100.300')
  await field.fill('198.51.100.241')
  await lookUp.click()
  await expect(page).toHaveURL(/look-up\?address=198\.51\.100\.241$/)
  await expect(page.getByRole('row', { name })).toContainText('198.51.100.240/29')

  await field.fill(secret)
  await lookUp.click()
  await expect(page.getByText('This is its whole secret')).toBeVisible()
  await expect(page.getByRole('row', { name })).toBeVisible()
  await expect(field).toHaveValue('')
  expect(await page.content()).not.toContain(secret)
  expect(sent.filter((url) => url.includes(secret))).toEqual([])
})
