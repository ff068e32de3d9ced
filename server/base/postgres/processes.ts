import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync, realpathSync } from 'node:fs'

/**
 * When a process started, in words that differ between two processes that had the same number one after the other.
 * @param pid the process's number
 * @returns undefined when there is no such process (or only its remains, not yet collected by its parent)
 */
export function processStart(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      // The name in field 2 may contain spaces and brackets; what follows its last bracket does not.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
      return fields[0] === 'Z' ? undefined : `${boot} ${fields[19]}`
    } catch {
      return undefined
    }
  }
  const answer = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
  return answer.stdout?.trim() || undefined
}

/**
 * Whether a process is a PostgreSQL server on this data; a postmaster's working directory is its data.
 * @param pid the process's number, from postmaster.pid
 * @param data PostgreSQL's data directory
 */
export function isPostmasterOf(pid: number, data: string): boolean {
  if (processStart(pid) === undefined) return false
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.includes(data) ?? false
  }
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data)
  } catch {
    return false
  }
}
