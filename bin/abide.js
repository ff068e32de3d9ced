#!/usr/bin/env node
// Plain JavaScript, so that any Node can read it and say what is missing. Builds what changed, then runs it.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Abide needs Node 20.19 or newer; this is ${process.versions.node}.\n`)
  process.exit(1)
}
process.setSourceMapsEnabled(true)
// `abide help | head` closes our output early; that is no fault.
process.stdout.on('error', error => process.exit(error.code === 'EPIPE' ? 0 : 1))
try {
  const { build } = await import('../scripts/build.js')
  const { linkCommand } = await import('../scripts/link-command.js')
  linkCommand()
  const { main } = await import(await build())
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  // esbuild has already shown what it could not build.
  if (!error.errors) process.stderr.write(`${process.env.LOG_LEVEL === 'debug' ? error.stack : error.message}\n`)
  process.exitCode = 1
}
