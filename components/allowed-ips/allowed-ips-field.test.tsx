// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { AllowedIpsField, type AllowedIpsFieldProps } from './allowed-ips-field.tsx'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

function Harness({ text, ...props }: { text: string } & Partial<AllowedIpsFieldProps>) {
  const [value, setValue] = useState(text)
  return (
    <AllowedIpsField
      name="allowedIps"
      currentAddress="203.0.113.9"
      serverSeesPublicCallers={false}
      {...props}
      value={value}
      onChange={setValue}
    />
  )
}

function show(text: string, props: Partial<AllowedIpsFieldProps> = {}) {
  render(<Harness text={text} {...props} />)
  const textarea = screen.getByLabelText<HTMLTextAreaElement>('Allowed IPs')
  return { textarea, type: (next: string) => fireEvent.change(textarea, { target: { value: next } }) }
}

/** The line as seen; a hidden copy of it is spoken a moment later. */
const summary = (text: string) => screen.getByText(text, { selector: 'span' })
const rows = () => within(screen.getByRole('region', { name: 'Entries' })).getAllByRole('listitem')
const test = (address: string) =>
  fireEvent.change(screen.getByLabelText('Test an address'), { target: { value: address } })

describe('the reading', () => {
  it('follows the typing, entry by entry, in whatever form a list was pasted', () => {
    const { type } = show('')
    expect(summary('Any address can use this key')).toBeDefined()
    type('203.0.113.101/30, 8.8.8.8;9.9.9.9 # Office\n["2001:db8::1", "2001:db8::2"]')
    expect(summary('5 entries, 8 addresses')).toBeDefined()
    expect(screen.getByText('203.0.113.100/30')).toBeDefined()
    expect(screen.getByText('203.0.113.100 – 203.0.113.103')).toBeDefined()
    expect(screen.getAllByText('Office')).toHaveLength(3)
    expect(screen.getByText('2001:db8::2')).toBeDefined()
  })

  it('tells the place of a problem and marks the offending part', () => {
    show('8.8.8.8\n  203.0.113.300')
    expect(summary('1 of 2 entries needs attention')).toBeDefined()
    expect(screen.getByText('line 2, column 13')).toBeDefined()
    expect(screen.getByText('300', { selector: 'mark' })).toBeDefined()
  })

  it('shows problems alone on request', () => {
    show('8.8.8.8\n203.0.113.300')
    fireEvent.click(screen.getByRole('button', { name: /Only problems/ }))
    expect(screen.queryByText('8.8.8.8', { selector: 'span' })).toBeNull()
    expect(screen.getByText('300', { selector: 'mark' })).toBeDefined()
  })

  it('selects an entry in the text', () => {
    const { textarea } = show('8.8.8.8\n9.9.9.9')
    fireEvent.click(screen.getByRole('button', { name: 'Select 9.9.9.9 in the text' }))
    expect([textarea.selectionStart, textarea.selectionEnd]).toEqual([8, 15])
  })

  it('keeps ten thousand entries off the page except those in view', async () => {
    // Nothing is laid out here: without a height nothing would be in view at all.
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(300)
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(600)
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(39)
    show(Array.from({ length: 10_000 }, (_, index) => `20.0.${index >> 8}.${index & 255}`).join('\n'))
    await waitFor(() => expect(summary('10,000 entries, 10,000 addresses')).toBeDefined(), { timeout: 15_000 })
    await waitFor(() => expect(rows().length).toBeLessThan(60))
    expect(rows()[0]?.getAttribute('aria-setsize')).toBe('10000')
    expect(rows()[0]?.getAttribute('aria-posinset')).toBe('1')
    expect(screen.getByLabelText('Search the entries')).toBeDefined()
  }, 20_000)
})

describe('one press', () => {
  it('puts the suggestion in the place of the bad entry and the caret behind it', () => {
    const { textarea } = show('8.8.8.8, 010.0.0.1 # old\n9.9.9.9')
    fireEvent.click(screen.getByRole('button', { name: 'Use 10.0.0.1' }))
    expect(textarea.value).toBe('8.8.8.8, 10.0.0.1 # old\n9.9.9.9')
    expect(textarea.selectionStart).toBe('8.8.8.8, 10.0.0.1'.length)
  })

  it('adds the current address, once', () => {
    const { textarea } = show('8.8.8.8 # Office')
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Add my current address' })
    fireEvent.click(button)
    expect(textarea.value).toBe('8.8.8.8 # Office\n203.0.113.9')
    expect(button.disabled).toBe(true)
  })

  it('does not add an address that an entry covers, and names the entry', () => {
    show('203.0.113.0/24 # Office')
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Add my current address' }).disabled).toBe(true)
    expect(screen.getByText(/is covered by 203\.0\.113\.0\/24 \(line 1, Office\)/)).toBeDefined()
  })

  it('cannot add an address the server does not know, and says so', () => {
    show('', { currentAddress: null })
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Add my current address' }).disabled).toBe(true)
    expect(screen.getByText('This server could not tell which address you have')).toBeDefined()
  })

  it('removes an entry that adds nothing, but never the last one', () => {
    const { textarea } = show('8.8.8.0/24\n8.8.8.8 # covered\n9.9.9.9')
    fireEvent.click(screen.getByRole('button', { name: 'Remove 8.8.8.8' }))
    expect(textarea.value).toBe('8.8.8.0/24\n9.9.9.9')
    cleanup()
    show('0.0.0.0/0')
    expect(screen.getByText('0.0.0.0/0 admits every IPv4 address')).toBeDefined()
    expect(screen.queryByRole('button', { name: /^Remove/ })).toBeNull()
  })
})

describe('testing an address', () => {
  it('answers by what is typed now and names the entry', () => {
    const { type } = show('8.8.8.8')
    test('203.0.113.104')
    expect(screen.getByText('No')).toBeDefined()
    type('203.0.113.100/30')
    expect(screen.getByText('203.0.113.104 is 1 past 203.0.113.100/30')).toBeDefined()
    test('203.0.113.103')
    expect(screen.getByText('Yes')).toBeDefined()
  })

  it('does not send the form on Enter', () => {
    show('8.8.8.8')
    expect(fireEvent.keyDown(screen.getByLabelText('Test an address'), { key: 'Enter' })).toBe(false)
  })
})

describe('the control', () => {
  it('carries the label, the hint and the error of its form', () => {
    const { textarea } = show('8.8.8.8', { error: 'The list was not saved' })
    const described = (textarea.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent)
    expect(described).toContain('Leave empty to allow any address')
    expect(described).toContain('The list was not saved')
    expect(textarea.getAttribute('aria-invalid')).toBe('true')
    expect(rows()).toHaveLength(1)
  })
})
