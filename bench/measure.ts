/** Measuring: interleaved rounds, and what a processor spent on them. */
import { readFileSync, readdirSync } from 'node:fs'

/** What one operation took, in microseconds. */
export interface Cost {
  /** On the clock, many at a time. */
  time: number
  /** Of processors: this process and PostgreSQL. NaN where PostgreSQL's cannot be seen (only Linux shows it). */
  processor: number
  /** PostgreSQL's part of that. */
  postgres: number
}

/** Microseconds of processor time that PostgreSQL has used: the postmaster, its children, and those that ended. */
function postgresProcessor(pid: number): number {
  let ticks = 0
  try {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue
      const fields = statOf(name)
      if (name === String(pid)) ticks += sum(fields.slice(11, 15))
      else if (fields[1] === String(pid)) ticks += sum(fields.slice(11, 13))
    }
  } catch {
    return NaN
  }
  return ticks * 10_000
}

/** The fields of /proc/PID/stat after the name: state, parent, … */
function statOf(name: string): string[] {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    // It has ended meanwhile.
    return []
  }
}

const sum = (fields: readonly string[]): number => fields.reduce((all, field) => all + Number(field), 0)

async function once(
  { cluster: { pid }, operations, inFlight = 64 }: Measured,
  operation: () => Promise<unknown>,
): Promise<Cost> {
  const node = process.cpuUsage()
  const postgres = postgresProcessor(pid)
  const began = performance.now()
  let started = 0
  const worker = async () => {
    while (started < operations) {
      started += 1
      await operation()
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  const time = performance.now() - began
  const { user, system } = process.cpuUsage(node)
  const spent = postgresProcessor(pid) - postgres
  return {
    time: (time * 1000) / operations,
    processor: (user + system + spent) / operations,
    postgres: spent / operations,
  }
}

/** What to measure on, and how. */
interface Measured {
  cluster: { pid: number }
  rounds: number
  /** How many make a round. */
  operations: number
  /** How many at a time; 64. */
  inFlight?: number
}

/**
 * Runs several ways of doing the same in turn.
 * @param ways by name
 * @returns what each cost in each round; a first round that warms up is left out
 */
export async function interleave<Name extends string>(
  setting: Measured,
  ways: Readonly<Record<Name, () => Promise<unknown>>>,
): Promise<Record<Name, Cost[]>> {
  const names = Object.keys(ways) as Name[]
  const costs = Object.fromEntries(names.map(name => [name, [] as Cost[]])) as Record<Name, Cost[]>
  for (let round = 0; round <= setting.rounds; round += 1) {
    for (const name of names) {
      const cost = await once(setting, ways[name])
      if (round > 0) costs[name].push(cost)
    }
  }
  return costs
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

/** How much more one way costs than another, round by round: the median. */
export function ratio(costs: readonly Cost[], bare: readonly Cost[], of: keyof Cost): number {
  return median(costs.map((cost, round) => cost[of] / bare[round]![of]))
}

/** Prints rows under a head, columns aligned. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map(row => row[at]!.length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) =>
        /^[\d,.]+$/.test(rows[0]?.[at] ?? '') ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!),
      )
      .join('  ')
  for (const row of [head, widths.map(width => '─'.repeat(width)), ...rows]) console.log(line(row))
  console.log()
}

/** Of Node + PostgreSQL for one operation: the medians, as text. */
export function microseconds(costs: readonly Cost[]): string {
  const postgres = median(costs.map(cost => cost.postgres))
  return `${(median(costs.map(cost => cost.processor)) - postgres).toFixed(0)} + ${postgres.toFixed(0)}`
}
