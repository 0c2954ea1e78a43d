import { execFileSync } from 'node:child_process'

/** Freezes PostgreSQL's first process and all its children, as a hung host would; gives back how to go on. */
export function freezePostgres(postmaster: number): () => void {
  const pids = [postmaster, ...childrenOf(postmaster)]
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  return () => {
    for (const pid of pids) process.kill(pid, 'SIGCONT')
  }
}

function childrenOf(parent: number): number[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, ppid]) => ppid === parent)
    .map(([pid]) => pid ?? 0)
    .filter((pid) => pid > 0)
}
