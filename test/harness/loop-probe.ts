import { monitorEventLoopDelay } from 'node:perf_hooks'

/**
 * Loaded into a server process before it: how long its event loop keeps others waiting. At SIGUSR2 it prints the 99th
 * percentile since the last time, milliseconds beyond the timer's own step.
 */
const STEP_MS = 5
const histogram = monitorEventLoopDelay({ resolution: STEP_MS })
histogram.enable()
process.on('SIGUSR2', () => {
  const p99 = histogram.percentile(99) / 1e6 - STEP_MS
  histogram.reset()
  process.stdout.write(`event loop p99 ${Math.max(0, p99).toFixed(1)} ms\n`)
})
