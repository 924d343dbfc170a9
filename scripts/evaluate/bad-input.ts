import { type ParseArgsConfig, parseArgs } from 'node:util'

/** The caller's mistake, in one line: a missing file or column, a row that cannot be read, nobody to judge. Exit 2. */
export class BadInput extends Error {}

/** The options of a protocol, strict: what is unknown or has no value is bad input. */
export function readOptions<T extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw new BadInput(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
  }
}

export function required(value: string | undefined, option: string): string {
  if (value === undefined || value === '') throw new BadInput(`--${option} is missing`)
  return value
}

export function readWhole(value: string, option: string, least = 1): number {
  const number = Number(value)
  if (!/^\d+$/.test(value) || number < least)
    throw new BadInput(`--${option}: a whole number of at least ${least}, not ${value}`)
  return number
}
