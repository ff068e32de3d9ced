/**
 * One's own views leave evidence once for each session and page: a line says that somebody saw what is about them, and
 * reloading the page adds nothing to it. Everything else is noted each time.
 */
import { LRUCache } from 'lru-cache'
import type { EvidenceForm, EvidenceLine, EvidencePort } from './evidence-port.ts'
import { personOf, type Request } from './request.ts'

/** How many sessions are remembered. The views of one that was forgotten are noted again. */
const mostSessions = 20_000

/** Whose session it is, if this is somebody's view of themselves, for no case that a line would have to name. */
function sessionOf({ actor, subject, reference }: Request<string>): string | undefined {
  if (actor.kind !== 'customer' || actor.session === undefined || reference !== undefined) return undefined
  return personOf(subject) === actor.person ? `${actor.person} ${actor.session}` : undefined
}

/**
 * Writes the lines of readings that were done, but not those of a view that was noted in its session before.
 * @param most how many sessions are remembered
 * @returns resolves when the lines are durable: only then may the answer leave
 */
export function createNoting(
  evidence: Pick<EvidencePort, 'append'>,
  most = mostSessions,
): (request: Request<string>, lines: readonly EvidenceLine[]) => Promise<void> {
  // A form says act and fields, and is the same object for like views until another policy is in force.
  const sessions = new LRUCache<string, WeakSet<EvidenceForm>>({ max: most })
  return async (request, lines) => {
    const session = sessionOf(request)
    const noted = session === undefined ? undefined : sessions.get(session)
    if (noted && lines.every(line => noted.has(line.form))) return
    await evidence.append(lines)
    if (session === undefined) return
    // Only now, when they are durable: a view at the same moment has to wait for a line of its own.
    const known = sessions.get(session) ?? new WeakSet()
    sessions.set(session, known)
    for (const line of lines) known.add(line.form)
  }
}
