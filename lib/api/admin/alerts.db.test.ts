import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusal } from '#lib/alerts/fixtures'
import { raiseAlerts } from '#lib/alerts/raise'
import { prisma, transaction } from '#lib/db'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'

let door: AdminDoor
let workspaceId: string
const PATH = '/v2alpha1/admin/alerts'
const minutes = (n: number) => new Date(Date.UTC(2026, 10, 27, 12, n))
const raise = (of: string, n: number) =>
  transaction((tx) => raiseAlerts(tx, [refusal(of, { at: minutes(n), count: n + 1 })]))

beforeAll(async () => {
  door = await openAdminDoor()
  workspaceId = door.id
  for (let n = 0; n < 5; n += 1) await raise(workspaceId, n)
  await prisma().alert.updateMany({
    where: { workspaceId, lastAt: minutes(4) },
    data: { readAt: minutes(9), readBy: 'ada@example.com' },
  })
})
afterAll(() => door.close())

describe('listing alerts', () => {
  it('pages through those of the token’s workspace, latest first', async () => {
    const other = await door.addWorkspace('other')
    await raise(other.id, 7)
    const seen: string[] = []
    let token = ''
    do {
      const { status, json } = await door.call('GET', `${PATH}?page_size=2&page_token=${token}`)
      expect(status).toBe(200)
      seen.push(...json.alerts.map((alert: { last_time: string }) => alert.last_time))
      token = json.next_page_token
    } while (token !== '')
    expect(seen).toEqual([4, 3, 2, 1, 0].map((n) => minutes(n).toISOString()))
  })

  it('says what the page says', async () => {
    const { json } = await door.call('GET', `${PATH}?unread=true&kind=first_refusal&page_size=1`)
    expect(json.alerts).toMatchObject([
      {
        ...{
          kind: 'first_refusal',
          title: 'Calls are refused',
          count: 4,
          addresses: ['203.0.113.7'],
          more_addresses: false,
        },
        message: expect.stringContaining('from 203.0.113.7 were refused'),
        url: expect.stringMatching(/^http.*\/refused$/),
      },
    ])
    expect((await door.call('GET', `${PATH}?kind=new_caller`)).json.alerts).toEqual([])
    expect((await door.call('GET', PATH)).json.alerts[0]).toMatchObject({ read_by: 'ada@example.com' })
  })

  it.each([
    ['kind=nonsense', 'kind'],
    ['unread=yes', 'unread'],
    ['page_size=0.5', 'page_size'],
    ['page_token=nonsense', 'page token'],
  ])('refuses %s and says which', async (search, said) => {
    const { status, text } = await door.call('GET', `${PATH}?${search}`)
    expect([status, text]).toEqual([400, expect.stringContaining(said)])
  })

  it('takes a page token for the filter that it was given for only', async () => {
    const { json } = await door.call('GET', `${PATH}?page_size=2&unread=true`)
    expect((await door.call('GET', `${PATH}?page_size=2&page_token=${json.next_page_token}`)).status).toBe(400)
  })
})
