// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import type { Action } from './action.tsx'
import { useActionForm } from './action-form.tsx'
import { Form, SubmitButton } from './form.tsx'

const schema = z.object({
  name: z.string().trim().min(1, 'Enter a name.'),
  place: z.string().min(1, 'Enter a place.'),
  hidden: z.string(),
})
type Typed = z.input<typeof schema>

const done = vi.fn()

function Sample({ action }: { action: Action<Typed> }) {
  const form = useActionForm({
    schema,
    defaultValues: { name: '', place: 'Paris', hidden: '' },
    action,
    onSuccess: done,
  })
  return (
    <Form form={form}>
      <Field label="Name" error={form.error('name')}>
        <Input {...form.text('name')} />
      </Field>
      <Field label="Place" error={form.error('place')}>
        <Input {...form.text('place')} />
      </Field>
      <SubmitButton form={form}>Save</SubmitButton>
    </Form>
  )
}

const name = () => screen.getByLabelText<HTMLInputElement>('Name')
const place = () => screen.getByLabelText<HTMLInputElement>('Place')
const save = () => fireEvent.click(screen.getByRole('button', { name: 'Save' }))
const refusal = (fields?: Record<string, string>): Action<Typed> => {
  return async () => ({ ok: false, error: 'no', message: 'The whole was refused.', fields })
}

afterEach(() => {
  cleanup()
  done.mockReset()
  document.body.innerHTML = ''
})

test('sends nothing that the schema refuses, and takes the reader to the first refused field', async () => {
  const action = vi.fn(refusal())
  render(<Sample action={action} />)
  fireEvent.input(place(), { target: { value: '' } })
  save()
  await waitFor(() => expect(document.activeElement).toBe(name()))
  expect(action).not.toHaveBeenCalled()
  expect(name().getAttribute('aria-invalid')).toBe('true')
  const described = (name().getAttribute('aria-describedby') ?? '').split(' ')
  expect(described.map((id) => document.getElementById(id)?.textContent)).toEqual(['Enter a name.'])
})

test('keeps what was typed when the server refuses a field, says why there and goes there', async () => {
  render(<Sample action={refusal({ place: 'No such place.' })} />)
  fireEvent.input(name(), { target: { value: 'Ada' } })
  save()
  await screen.findByText('No such place.')
  expect(document.activeElement).toBe(place())
  expect([name().value, place().value]).toEqual(['Ada', 'Paris'])
  expect(screen.queryByRole('alert')).toBeNull()
})

test('shows a refusal of something that is not on the screen', async () => {
  render(<Sample action={refusal({ hidden: 'Not this.' })} />)
  fireEvent.input(name(), { target: { value: 'Ada' } })
  save()
  expect((await screen.findByRole('alert')).textContent).toBe('The whole was refused.')
})

test('a server that cannot be reached loses nothing and says so', async () => {
  render(<Sample action={() => Promise.reject(new TypeError('fetch failed'))} />)
  fireEvent.input(name(), { target: { value: 'Ada' } })
  save()
  expect((await screen.findByRole('alert')).textContent).toContain('could not be reached')
  expect(name().value).toBe('Ada')
})

test('sends what was typed, as it was typed, and hands on the answer', async () => {
  const action = vi.fn(async () => ({ ok: true as const, value: 7 }))
  render(<Sample action={action} />)
  fireEvent.input(name(), { target: { value: ' Ada ' } })
  save()
  await waitFor(() => expect(done).toHaveBeenCalled())
  expect(action).toHaveBeenCalledWith({ name: ' Ada ', place: 'Paris', hidden: '' })
  expect(done.mock.calls[0]?.[0]).toBe(7)
})

test('keeps what was typed before the page was taken over, and holds the button until then', async () => {
  const action = vi.fn(async () => ({ ok: true as const, value: null }))
  const container = document.createElement('div')
  document.body.append(container)
  container.innerHTML = renderToString(<Sample action={action} />)
  expect(place().value).toBe('Paris')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true)
  name().value = 'Early'
  const root = hydrateRoot(container, <Sample action={action} />)
  await waitFor(() => expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(false))
  expect(name().value).toBe('Early')
  save()
  await waitFor(() => expect(action).toHaveBeenCalledWith({ name: 'Early', place: 'Paris', hidden: '' }))
  root.unmount()
})
