import { parseArgs } from 'node:util'
import { startDemo } from './demo/demo.ts'

const { values } = parseArgs({
  options: {
    /** How many times faster than real time the shift passes. */
    speed: { type: 'string', default: '1' },
    /** Lapsed customers of the made-up town. */
    size: { type: 'string', default: '5000' },
    port: { type: 'string', default: process.env.PORT ?? '4000' },
    data: { type: 'string', default: process.env.DATA_DIR ?? './data/demo' },
  },
})

const speed = Number(values.speed)
const size = Number(values.size)
const port = Number(values.port)
if (!(speed >= 1 && speed <= 600) || !(size >= 50 && size <= 100_000) || !(port >= 0 && port <= 65_535)) {
  console.error('Usage: npm run demo -- [--speed 1..600] [--size 50..100000] [--port N] [--data DIR]')
  process.exit(1)
}

const demo = await startDemo({ speed, size, port, dataDir: values.data, say: (line) => console.log(line) })

let stopping = false
const stop = async (): Promise<void> => {
  if (stopping) return
  stopping = true
  console.log('\nStopping …')
  await demo.close()
  process.exit(0)
}
process.on('SIGINT', () => void stop())
process.on('SIGTERM', () => void stop())
