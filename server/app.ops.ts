import { LineCause } from '#contract/line'
import type { AppNeeds, Features } from './app.features.ts'
import { isReachable } from './platform/database.pg.ts'
import { readLastCheck } from './platform/invariants.pg.ts'
import { readJobDepth } from './platform/jobs.pg.ts'
import { createMetrics, type Reading } from './platform/metrics.machine.ts'
import { missingMigrations } from './platform/migrations.pg.ts'
import { opsRoutes } from './platform/ops.express.ts'

/** What an operator asks of this process: whether it lives, whether it may be given work, what it counts. */
export function createOps({ config, database, clock }: AppNeeds, { events, reporting, telephony }: Features) {
  const metrics = createMetrics()
  let stopping = false
  let sockets = (): number => 0

  events.on('queue.claimed', () => metrics.claims.inc())
  events.on('call.changed', ({ endedAs }) => void (endedAs && metrics.dials.inc({ end: endedAs })))
  events.on('outcome.recorded', ({ outcome }) => metrics.outcomes.inc({ kind: outcome.split('.')[0] ?? '' }))

  metrics.single('sockets', 'Screens that are connected to this process', () => sockets())
  metrics.gauge('database_connections', 'Connections of this process, by what they do', ['state'], () => {
    const { open, idle, waiting } = database.pool()
    return Object.entries({ busy: open - idle, idle, waiting }).map(([state, value]) => ({ labels: { state }, value }))
  })
  metrics.gauge('standing', 'What stands now in the whole house, by what and its state', ['what', 'state'], async () =>
    (await reporting.gauges(clock.now())).map(({ gauge, label, value }) => ({
      labels: { what: gauge, state: label },
      value,
    })),
  )
  metrics.gauge('jobs', 'Jobs that wait or run, and the age of the oldest', ['job', 'measure'], async () =>
    (await readJobDepth(database.db)).flatMap(({ name, jobs, oldestSeconds }): Reading[] => [
      { labels: { job: name, measure: 'count' }, value: jobs },
      { labels: { job: name, measure: 'oldest_seconds' }, value: oldestSeconds },
    ]),
  )
  metrics.gauge('line_paused', 'Whether nothing is dialled, by why', ['why'], async () => {
    const { paused } = await telephony.line.view(database.db)
    return LineCause.options.map((why) => ({ labels: { why }, value: Number(paused?.why === why) }))
  })
  metrics.gauge('invariants_violated', 'Invariants that the last check found broken', [], async () => {
    const { found } = await readLastCheck(database.db)
    return [{ labels: {}, value: Object.keys(found).length }]
  })

  const routes = opsRoutes({
    metrics,
    token: config.metricsToken,
    ready: {
      // Told first, so that nobody sends more.
      stopping: async () => !stopping,
      database: () => isReachable(database.db),
      migrations: async () => (await missingMigrations(database.db)).length === 0,
    },
    details: async () => ({
      database: database.pool(),
      sockets: sockets(),
      invariants: await readLastCheck(database.db).catch(() => null),
    }),
  })

  return {
    metrics,
    routes,
    countSockets: (count: () => number): void => {
      sockets = count
    },
    /** From now on `/ready` says no. */
    stop: (): void => {
      stopping = true
    },
    close: metrics.close,
  }
}
export type Ops = ReturnType<typeof createOps>
