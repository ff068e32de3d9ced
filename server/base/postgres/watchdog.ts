import { spawn } from 'node:child_process'

/**
 * Stops PostgreSQL when this process dies without saying so (kill -9, out of memory). A shell waits on a pipe that only we hold: when it
 * closes, the shell asks for a fast shutdown, waits for it and removes the socket's directory. It lives in a session of its own,
 * so that what is sent to our terminal's group does not reach it.
 * @param pid the postmaster
 * @param socketDirectory removed when PostgreSQL is gone
 * @returns ends the watch, to be called when PostgreSQL has stopped
 */
export function watchOver(pid: number, socketDirectory: string): () => void {
  const script = `read -r _
kill -INT "$1" 2>/dev/null
n=0
while kill -0 "$1" 2>/dev/null && [ $n -lt 600 ]; do n=$((n+1)); sleep 0.1; done
rm -rf "$2"`
  const shell = spawn('/bin/sh', ['-c', script, 'abide-watchdog', String(pid), socketDirectory], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  shell.on('error', () => {}) // without a shell there is no watch; the next start stops what was left
  shell.stdin.on('error', () => {})
  shell.unref()
  ;(shell.stdin as unknown as { unref?(): void }).unref?.()
  return () => {
    shell.kill('SIGKILL')
  }
}
