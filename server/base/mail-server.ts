import { createConnection } from 'node:net'
import nodemailer from 'nodemailer'
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

/**
 * Goes through all that comes before a letter: connects, encrypts, signs in. Nothing is sent.
 * @param url with user and password, if it needs them
 * @returns undefined when it would take a letter; otherwise what is wrong, in a sentence without the password
 */
export async function faultOfMailServer(url: string): Promise<string | undefined> {
  const { hostname, port, protocol, password } = new URL(url)
  const where = `${hostname}:${port || (protocol === 'smtps:' ? 465 : 587)}`
  const transport = nodemailer.createTransport({
    url,
    connectionTimeout: 8000,
    greetingTimeout: 8000,
    socketTimeout: 8000,
  })
  try {
    await transport.verify()
    return undefined
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (code === 'EAUTH') return `${where} answers, but does not let this user in with this password.`
    if (code === 'ETLS') return `${where} answers, but no encrypted connection came about.`
    const secrets = [password, decodeURIComponent(password)].filter(Boolean)
    const said = secrets.reduce((text, secret) => text.replaceAll(secret, '…'), message.split('\n')[0]!)
    return `${where} does not answer as a mail server (${said.slice(0, 200)}).`
  } finally {
    transport.close()
  }
}
