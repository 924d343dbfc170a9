/** A process that stands still or whose machine is gone gives up what it has locked after so long; one that runs has given up before. */
const HELD_OPEN_MS = 10_000

/**
 * Of every session of ours. UTC: with another zone Prisma's adapter misreads `timestamptz`. No statement of ours runs long
 * enough to be worth compiling.
 */
export const SESSION_OPTIONS = `-c TimeZone=UTC -c idle_in_transaction_session_timeout=${HELD_OPEN_MS} -c jit=off`
