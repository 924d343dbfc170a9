import pino from 'pino'

export type Log = pino.Logger

/** One log. Names, numbers, tokens and texts never enter it: log ids and codes. */
export const createLog = (level: string): Log =>
  pino({
    level,
    base: null,
    redact: ['password', 'token', 'authToken', 'e164', 'phone', 'name', 'to', 'To', '*.password', '*.token', '*.e164'],
  })
