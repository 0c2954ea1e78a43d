import { readFileSync } from 'node:fs'

/** What the process has computed so far; a machine that does other work too slows it down, but adds little to this. */
export function cpuMicros(pid: number): number {
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
  const fields = rest.split(' ')
  // utime and stime, the 14th and 15th field, in hundredths of a second.
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}
