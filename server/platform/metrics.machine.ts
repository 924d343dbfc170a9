import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Seconds; from what nobody notices to what everybody does. */
const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const LOOP_RESOLUTION_MS = 10
const NANOSECONDS = 1e9

export type Metrics = ReturnType<typeof createMetrics>
export type Reading = { labels: Record<string, string>; value: number }

/** What this process counts. Labels are words of closed lists: no ids, no names, no numbers of people. */
export function createMetrics() {
  const registry = new Registry()
  const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS })
  loop.enable()
  const registers = [registry]
  const counter = <T extends string>(name: string, help: string, labelNames: readonly T[] = []) =>
    new Counter({ name: `bazgasht_${name}`, help, labelNames, registers })
  const seconds = <T extends string>(name: string, help: string, labelNames: readonly T[]) =>
    new Histogram({ name: `bazgasht_${name}_seconds`, help, labelNames, buckets: BUCKETS, registers })

  /** Read anew whenever somebody asks; several readings of one gauge differ by their labels. */
  const gauge = (
    name: string,
    help: string,
    labelNames: readonly string[],
    read: () => Reading[] | Promise<Reading[]>,
  ): void =>
    void new Gauge({
      name: `bazgasht_${name}`,
      help,
      labelNames,
      registers,
      async collect() {
        this.reset()
        if (labelNames.length === 0) this.remove() // it would be 0
        const readings = await Promise.resolve(read()).catch((): Reading[] => []) // the others are told all the same
        for (const { labels, value } of readings) this.set(labels, value)
      },
    })
  const single = (name: string, help: string, read: () => number) =>
    gauge(name, help, [], () => [{ labels: {}, value: read() }])

  const loopP99Seconds = (): number => (loop.count > 0 ? loop.percentile(99) / NANOSECONDS : 0)
  single(
    'event_loop_delay_p99_seconds',
    'Ninety-ninth percentile of the event loop delay since it was last asked',
    () => {
      const p99 = loopP99Seconds()
      loop.reset()
      return p99
    },
  )
  single('resident_bytes', 'Memory of this process', () => process.memoryUsage.rss())
  single('heap_used_bytes', 'Memory of its objects', () => process.memoryUsage().heapUsed)

  return {
    claims: counter('claims_total', 'Customers handed to agents'),
    dials: counter('dials_total', 'Dials that ended, by their end', ['end']),
    outcomes: counter('outcomes_total', 'Outcomes saved, by the first letter of their code', ['kind']),
    requests: seconds('request', 'From the arrival of a request to its answer, which a webhook has after its commit', [
      'area',
      'status',
    ]),
    pushes: seconds('push', 'From hearing of a change to having sent it to every socket that watches', ['kind']),
    gauge,
    single,
    loopP99Seconds,
    text: (): Promise<string> => registry.metrics(),
    contentType: registry.contentType,
    close: (): void => {
      loop.disable()
      registry.clear()
    },
  }
}
