// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import { MAX_LISTS_PER_KEY } from '#lib/lists/list-ids'
import { type ListChoice, ListPicker } from './list-picker.tsx'

afterEach(cleanup)

const choices = (count: number): ListChoice[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `id-${index + 1}`,
    name: `List ${index + 1}`,
    description: index === 0 ? 'Floors 1 to 3' : null,
    entryCount: index,
    addressCount: `${index} addresses`,
  }))

function Picker({ lists, first = [] }: { lists: ListChoice[]; first?: string[] }) {
  const [chosen, setChosen] = useState(first)
  return <ListPicker legend="Named lists" lists={lists} chosen={chosen} onChange={setChosen} />
}

const box = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name })

test('lists are chosen and given back, and how many is said', () => {
  render(<Picker lists={choices(3)} first={['id-2']} />)
  expect(screen.getByRole('status').textContent).toBe('1 of 3 chosen')
  fireEvent.click(box('List 1'))
  fireEvent.click(box('List 2'))
  expect([box('List 1').checked, box('List 2').checked, box('List 3').checked]).toEqual([true, false, false])
  expect(screen.queryByRole('searchbox')).toBeNull()
})

test('many are searched by name and description; what is chosen stays chosen though it is not shown', () => {
  render(<Picker lists={choices(12)} first={['id-2']} />)
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: ' FLOORS ' } })
  expect(screen.getAllByRole('checkbox')).toHaveLength(1)
  fireEvent.click(box('List 1'))
  expect(screen.getByRole('status').textContent).toBe('2 of 12 chosen')
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'nothing' } })
  expect(screen.getByText('No list matches “nothing”.')).toBeTruthy()
})

test('no more than a key can use are chosen', () => {
  const lists = choices(MAX_LISTS_PER_KEY + 2)
  render(<Picker lists={lists} first={lists.slice(0, MAX_LISTS_PER_KEY).map(({ id }) => id)} />)
  expect([box('List 1').disabled, box(`List ${MAX_LISTS_PER_KEY + 1}`).disabled]).toEqual([false, true])
  expect(screen.getByText('A key can use at most 20 named lists.')).toBeTruthy()
})
