import { strikeDatabase } from './database-strikes.ts'
import { type Scenario, sized } from './scenario.ts'

export const databaseRestarted: Scenario = {
  id: 'F3',
  title: 'clean restart of PostgreSQL under load',
  goal: '503 within 1 s, nothing wrongly decided; decided again within 2 s, without a restart of the app',
  run(context) {
    const times = sized(context, 3, 20)
    return strikeDatabase(context, {
      times,
      did: `PostgreSQL stopped in its "fast" way and started again ${times} times under calls and saves of two processes`,
      strike: ({ postgres }) => process.kill(postgres.pid(), 'SIGINT'),
    })
  },
}
