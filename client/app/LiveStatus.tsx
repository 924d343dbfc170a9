import { useConnection } from '../live/use-line.ts'
import { ConnectionChip } from './ConnectionChip.tsx'

/** Whether what the screens show is the newest, on every page. */
export function LiveStatus() {
  return <ConnectionChip connection={useConnection()} />
}
