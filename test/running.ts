/** The product as a process of its own, as an operator starts it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'

const project = join(import.meta.dirname, '..')

export interface Running {
  url: string
  child: ChildProcess
  /** All that was printed so far. */
  printed(): string
  /** Asks it to stop. @returns the exit code */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

/** Runs one command to its end. */
export function abide(
  args: string[],
  environment: NodeJS.ProcessEnv,
): Promise<{ code: number | null; out: string; error: string }> {
  return new Promise(resolve => {
    const child = launch(args, environment)
    let [out, error] = ['', '']
    child.stdout!.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr!.on('data', (chunk: Buffer) => (error += chunk.toString()))
    child.once('close', code => resolve({ code, out, error }))
  })
}

/** Starts the product and waits until it says that it answers. @throws with what it printed if it ends before */
export async function startProduct(command: 'start' | 'serve', environment: NodeJS.ProcessEnv): Promise<Running> {
  const port = await freePort()
  const child = launch([command], { PORT: String(port), ...environment })
  let text = ''
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('Abide answers at')) resolve()
    }
    child.stdout!.on('data', hear)
    child.stderr!.on('data', hear)
    child.once('close', code => reject(new Error(`It ended with ${code}:\n${text}`)))
  })
  await ready
  return {
    url: `http://localhost:${environment['PORT'] ?? port}`,
    child,
    printed: () => text,
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return ended
    },
  }
}

function launch(args: string[], environment: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [join(project, 'bin/abide.js'), ...args], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
