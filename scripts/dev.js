// `npm run dev`: starts the product and starts it again when a source changed. bin/abide.js builds what it runs.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { projectDirectory, sourceStamp } from './build.js'

const command = [join(projectDirectory, 'bin/abide.js'), 'start', ...process.argv.slice(2)]
let child
let stamp

function start() {
  stamp = sourceStamp()
  child = spawn(process.execPath, command, { stdio: 'inherit', env: { LOG_LEVEL: 'debug', ...process.env } })
  child.once('exit', code => {
    child = undefined
    if (code) process.stderr.write('It stopped; the next change starts it again.\n')
  })
}

async function stop() {
  if (!child) return
  const gone = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
}

start()
setInterval(async () => {
  if (sourceStamp() === stamp) return
  stamp = sourceStamp()
  process.stderr.write('A source changed.\n')
  await stop()
  start()
}, 500)

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await stop()
    process.exit(0)
  })
}
