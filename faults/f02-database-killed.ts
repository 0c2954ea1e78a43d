import { strikeDatabase } from './database-strikes.ts'
import { type Scenario, sized } from './scenario.ts'

export const databaseKilled: Scenario = {
  id: 'F2',
  title: 'kill -9 of PostgreSQL during saves',
  goal: 'no acknowledged save lost, no half list, the audit trail agrees; decided again within 2 s of its return',
  run(context) {
    const times = sized(context, 3, 50)
    return strikeDatabase(context, {
      times,
      did: `PostgreSQL's first process killed ${times} times under calls and saves of two processes; it starts again by itself`,
      strike: ({ postgres }) => process.kill(postgres.pid(), 'SIGKILL'),
    })
  },
}
