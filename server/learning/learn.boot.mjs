// A thread does not inherit the loader with which the server was started: TypeScript is registered here, then comes the work.
import { register } from 'tsx/esm/api'

register()
await import('./learn.worker.ts')
