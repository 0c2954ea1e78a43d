// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { useForm } from 'react-hook-form'
import { afterEach, expect, test } from 'vitest'
import { useListText } from './list-text.tsx'

afterEach(cleanup)

function Sample() {
  const { control } = useForm({ defaultValues: { entries: '' } })
  const { name, value, onChange } = useListText(control, 'entries')
  return (
    <>
      <textarea name={name} value={value} onChange={(event) => onChange(event.target.value)} />
      <output>{value}</output>
    </>
  )
}

test('what was typed before React took the page over is kept', async () => {
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = renderToString(<Sample />)
  const box = screen.getByRole<HTMLTextAreaElement>('textbox')
  box.value = '203.0.113.7'
  const root = await act(async () => hydrateRoot(container, <Sample />))
  expect([box.value, screen.getByRole('status').textContent]).toEqual(['203.0.113.7', '203.0.113.7'])
  fireEvent.change(box, { target: { value: '203.0.113.8' } })
  expect(screen.getByRole('status').textContent).toBe('203.0.113.8')
  root.unmount()
})
