/**
 * Since when somebody has listened without a pause of `pauseMs`. While nobody did (no server, no database) nobody could be
 * heard: that is no silence of theirs.
 */
export function createWatch(): (now: Date, pauseMs: number) => Date {
  let since: Date | null = null
  let last: Date | null = null
  return (now, pauseMs) => {
    if (!since || !last || now.getTime() - last.getTime() > pauseMs) since = now
    last = now
    return since
  }
}
