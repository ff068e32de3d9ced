import { createConnection } from 'node:net'
import { Failure } from './failure.ts'

/**
 * Whether a mail server takes the connection; nothing is sent.
 * @throws Failure with what to look at
 */
export function greets(url: string): Promise<string> {
  const { hostname, port, protocol } = new URL(url)
  const number = Number(port || (protocol === 'smtps:' ? 465 : 587))
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: hostname, port: number, timeout: 5000 })
    const fail = (why: string) => {
      socket.destroy()
      reject(
        new Failure(
          `${hostname}:${number} does not answer (${why}).`,
          'Is the host and port in SMTP_URL right, and may this machine reach it?',
        ),
      )
    }
    socket.once('connect', () => (socket.end(), resolve(`${hostname}:${number} takes the connection`)))
    socket.once('timeout', () => fail('no answer in 5 seconds'))
    socket.once('error', error => fail((error as NodeJS.ErrnoException).code ?? error.message))
  })
}
