import { type Command, Option } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { failed } from '../failure.ts'
import type { Client } from '../http/client.ts'
import { pathPart } from '../keys/kind.ts'
import { askFirst, onRun, type Run } from '../session.ts'
import { STAFF, staffCall } from './call.ts'
import { type Row, type RowColumn, rowsView } from './rows-view.ts'

const path = `${STAFF}/people`

/** `staff people …`. */
export function addPeopleCommands(staff: Command, run: Run): void {
  const people = staff.command('people').description('who is staff')
  onRun(people.command('list').description('list who is staff'), run, async (session) => {
    const value = await staffCall<{ people?: Row[] }>(session.client, { method: 'GET', path })
    await session.print(rowsView(value, value.people ?? [], { columns, id: 'email' }))
    return exitCodes.ok
  })
  const grant = withRole(people.command('grant <email>').description('make an account staff'))
  onRun<{ role: string }>(grant, run, async (session, { args: [email = ''], options: { role } }) => {
    const value = await staffCall(session.client, { method: 'POST', path, body: { email, role } })
    session.note(`${email} is staff from the next request on.`)
    await session.print({ value, human: () => '', quiet: [email] })
    return exitCodes.ok
  })
  const change = withRole(people.command('role <email>').description('change the role of somebody of the staff'))
  onRun<{ role: string }>(change, run, async (session, { args: [email = ''], options: { role } }) => {
    const id = await findPerson(session.client, email)
    await staffCall(session.client, { method: 'POST', path: `${path}/${pathPart(id)}:changeRole`, body: { role } })
    session.note('Changed.')
    return exitCodes.ok
  })
  const revoke = people.command('revoke <email>').description('take the role of somebody away')
  onRun(revoke, run, async (session, { args: [email = ''] }) => {
    const id = await findPerson(session.client, email)
    await askFirst(session, `Take the staff role of ${email} away?`)
    await staffCall(session.client, { method: 'DELETE', path: `${path}/${pathPart(id)}` })
    session.note(`${email} is not staff any more.`)
    return exitCodes.ok
  })
}

function withRole(command: Command): Command {
  return command.addOption(
    new Option('--role <role>', 'reads only, or acts too').choices(['auditor', 'staff']).makeOptionMandatory(),
  )
}

async function findPerson(client: Client, email: string): Promise<string> {
  const { people = [] } = await staffCall<{ people?: Row[] }>(client, { method: 'GET', path })
  const person = people.find((one) => String(one.email).toLowerCase() === email.toLowerCase())
  if (person === undefined) throw failed(`${email} is not staff`)
  return String(person.user_id)
}

const columns: readonly RowColumn[] = [
  { title: 'E-MAIL', of: ({ email }) => email },
  { title: 'NAME', of: ({ name }) => name, shrinks: true },
  { title: 'ROLE', of: ({ role }) => role },
  { title: 'SINCE', of: ({ since }) => since },
  { title: 'SECOND FACTOR', of: (row) => (row.has_second_factor === true ? 'yes' : 'no') },
  { title: 'LAST SEEN', of: (row) => row.last_seen_at ?? 'never' },
]
