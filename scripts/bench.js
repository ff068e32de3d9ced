/** `npm run bench`: measures what the README claims, each as a ratio in one run. `npm run bench -- --help` says what there is. */
import { importTypeScript } from './bundle.js'

const { bench } = await importTypeScript('bench/index.ts')
await bench(process.argv.slice(2))
