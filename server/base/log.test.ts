import { describe, expect, it } from 'vitest'
import { describeError, openLog } from './log.ts'

function collect(isTTY: boolean) {
  const lines: string[] = []
  return { lines, log: openLog('info', { isTTY, write: (text: string) => lines.push(text) }) }
}

describe('the log', () => {
  it('is one JSON object a line for machines and one sentence a line on a terminal', () => {
    const machine = collect(false)
    machine.log.info({ port: 8080 }, 'listening')
    expect(JSON.parse(machine.lines[0] ?? '')).toMatchObject({ level: 'info', msg: 'listening', port: 8080 })
    const person = collect(true)
    person.log.info({ port: 8080 }, 'listening')
    expect(person.lines).toEqual([expect.stringMatching(/^\d\d:\d\d:\d\d info {2}listening port=8080\n$/)])
  })

  it('says nothing below its level', () => {
    const { log, lines } = collect(false)
    log.debug('unheard')
    expect(lines).toEqual([])
  })

  it('keeps the values out that PostgreSQL quotes in an error', () => {
    for (const isTTY of [true, false]) {
      const { log, lines } = collect(isTTY)
      const message = 'duplicate key: anna@customer.example'
      const err = Object.assign(new Error(message), {
        severity: 'ERROR',
        code: '23505',
        detail: 'Key (email)=(anna@customer.example)',
        constraint: 'one_email',
      })
      log.error({ err }, 'a statement failed')
      expect(lines.join()).toContain('23505')
      expect(lines.join()).toContain('one_email')
      expect(lines.join()).not.toContain('anna')
    }
  })

  it('says of a full disk that it is full, and what to do', () => {
    const { log, lines } = collect(false)
    const full = Object.assign(new Error('could not extend file'), { severity: 'ERROR', code: '53100' })
    log.error(describeError(full), 'a job failed')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      code: '53100',
      means: expect.stringContaining('The disk is full: make room.') as string,
    })
    expect(describeError(Object.assign(new Error('write'), { code: 'ENOSPC' }))).toHaveProperty('means')
    expect(describeError(Object.assign(new Error('x'), { severity: 'ERROR', code: '23505' }))).not.toHaveProperty(
      'means',
    )
  })

  it('names a request by its route, never by its path or sender', () => {
    const { log, lines } = collect(false)
    const req = {
      id: 'r1',
      method: 'GET',
      url: '/confirm/secret-token',
      ip: '192.0.2.7',
      headers: { cookie: 'session' },
      routeOptions: { url: '/confirm/:token' },
    }
    log.info({ req }, 'request')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ req: { id: 'r1', method: 'GET', route: '/confirm/:token' } })
    expect(lines.join()).not.toMatch(/secret-token|192\.0\.2|session/)
  })
})
