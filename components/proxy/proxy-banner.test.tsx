// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { ProxyBanner } from './proxy-banner.tsx'

const refresh = vi.hoisted(() => vi.fn())
vi.mock('next/navigation', () => ({ useRouter: () => ({ refresh }), unstable_rethrow: () => undefined }))
afterEach(() => {
  cleanup()
  refresh.mockReset()
})

function show(dismiss: Parameters<typeof ProxyBanner>[0]['dismiss']) {
  const settings = ['CLIENT_IP_SOURCE=CLIENT_IP_SOURCE_X_FORWARDED_FOR', 'TRUSTED_PROXIES=loopback']
  render(
    <ProxyBanner
      {...{ dismiss, settings, finding: 'f'.repeat(64), count: 1234, isProblem: true }}
      summary="A proxy at 127.0.0.1 sends X-Forwarded-For, which is not believed."
      meaning="All callers look like 127.0.0.1."
    />,
  )
}

test('says what it is, how often and what to set, and is put away for just that', async () => {
  const dismiss = vi.fn(async () => ({ ok: true as const, value: {} }))
  show(dismiss)
  const banner = screen.getByRole('region', { name: 'Proxy set-up' })
  for (const part of ['A proxy at 127.0.0.1', 'TRUSTED_PROXIES=loopback', '1,234 requests'])
    expect(banner.textContent).toContain(part)
  expect(screen.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual([
    '/docs/operate/behind-a-proxy',
    '/staff/proxy',
  ])
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
  await waitFor(() => expect(refresh).toHaveBeenCalledOnce())
  expect(dismiss).toHaveBeenCalledWith({ finding: 'f'.repeat(64) })
})

test('stays when it could not be put away', async () => {
  show(async () => ({ ok: false, error: 'x', message: 'Not now.' }))
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Dismiss' }).getAttribute('aria-busy')).not.toBe('true'),
  )
  expect(refresh).not.toHaveBeenCalled()
})
