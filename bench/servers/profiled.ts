// Loaded before a server that is measured: notes where its time goes between two signals, and writes that to PROFILE_TO.
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'

/** Small enough to see what a request does, rare enough to cost little. */
const SAMPLE_MICROSECONDS = 200

const session = new Session()
session.connect()
let running = false

process.on('SIGUSR2', async () => {
  if (!running) {
    running = true
    await session.post('Profiler.enable')
    await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS })
    await session.post('Profiler.start')
    return
  }
  const { profile } = await session.post('Profiler.stop')
  writeFileSync(process.env.PROFILE_TO ?? 'profile.cpuprofile', JSON.stringify(profile))
})
