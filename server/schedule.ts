/** Everything that runs on a clock, on one page; a slice brings its own jobs through `app.ts`. */
import { sliceJobs, type App } from './app.ts'
import type { Job } from './base/job.ts'
import { describeError, type Log } from './base/log.ts'
import { type LoginSettings, loginsWithSettings, refuseAltered } from './base/logins.ts'
import {
  expire,
  expireInvitations,
  forgetUnconfirmed,
  refuseWaiting,
  sendLetters,
  tellOfChanges,
} from './people/index.ts'

const second = 1_000
const minute = 60 * second

/** What only the owner of the database may do. */
export interface OwnersWork {
  /**
   * Makes a version of the policy whose date has come the one in force, says that this process lives on, and revokes what
   * only processes needed that have ended.
   */
  applyDue(): Promise<unknown>
  /** Clears what is left of destroyed keys out of the database's files, when it is time. */
  clearDestroyedKeys(): Promise<unknown>
}

/**
 * What is done regularly.
 * @param delivers whether letters can reach anybody: by a mail server, or on the demonstration's mailbox page
 */
export function jobsOf(
  { given, sealing, logins }: App,
  { applyDue, clearDestroyedKeys }: OwnersWork,
  delivers = true,
): Job[] {
  return [
    delivers
      ? { name: 'send letters', every: second, run: () => sendLetters(given) }
      : { name: 'look for letters that wait', every: minute, run: () => refuseWaiting(given) },
    { name: 'tell people what changed on their IDs', every: second, run: () => tellOfChanges(given) },
    { name: 'put a due policy in force', every: 5 * second, run: applyDue },
    { name: 'hear of a published policy', every: second, run: () => given.state.refresh() },
    { name: 'look at the logins', every: minute, run: () => lookAtSettings(given, logins) },
    { name: 'seal the evidence', every: 2 * second, run: () => sealing.sealNew() },
    { name: 'forget ended sessions and old tries', every: 10 * minute, run: () => expire(given) },
    { name: 'clear destroyed keys out of the files', every: 30 * minute, run: clearDestroyedKeys },
    { name: 'forget who never confirmed', every: 10 * minute, run: () => forgetUnconfirmed(given) },
    { name: 'forget invitations that are over', every: 10 * minute, run: () => expireInvitations(given) },
    ...sliceJobs(given),
  ]
}

/** @throws Failure, which goes to the log, if a login has settings: acts may fail for no reason that their error tells */
async function lookAtSettings({ connections, login }: App['given'], logins: readonly string[]): Promise<void> {
  const [found] = await connections.run({ role: login('gate') }, [loginsWithSettings(logins)])
  refuseAltered(found!.rows as unknown as LoginSettings[])
}

/**
 * Runs jobs until they are stopped. One that fails is tried again at its next turn.
 * @returns stops them; resolves when none is running any more
 */
export function runJobs(jobs: readonly Job[], log: Log): () => Promise<void> {
  let stopped = false
  const timers = new Set<NodeJS.Timeout>()
  const running = new Set<Promise<void>>()

  async function turn(job: Job): Promise<void> {
    try {
      await job.run()
    } catch (error) {
      log.error({ job: job.name, ...describeError(error) }, 'a job failed and will be tried again')
    }
    plan(job)
  }

  function plan(job: Job): void {
    if (stopped) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      const work = turn(job).finally(() => running.delete(work))
      running.add(work)
    }, job.every)
    timers.add(timer)
  }

  for (const job of jobs) plan(job)
  return async () => {
    stopped = true
    for (const timer of timers) clearTimeout(timer)
    await Promise.all(running)
  }
}
