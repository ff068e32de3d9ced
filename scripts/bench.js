/** `npm run bench`: measures what the README claims, each as a ratio in one run. `npm run bench -- --help` says what there is. */
import { build } from './build.js'
import { importTypeScript } from './bundle.js'

// Pages name the files for the browser, which have to be there.
await build()
const { bench } = await importTypeScript('bench/index.ts')
await bench(process.argv.slice(2))
