import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Algorithm, hash, type Options, verify } from '@node-rs/argon2'

/** Above OWASP's least for argon2id (m = 19456 KiB, t = 2, p = 1; Password Storage Cheat Sheet). */
const COST: Options = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 65_536, timeCost: 3, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), COST)

let nobody: Promise<string> | null = null

/** Takes as long for an account that does not exist: somebody's password is looked at in any case. */
export async function checkPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword(randomBytes(32).toString('base64url'))
  const right = await verify(passwordHash ?? (await nobody), password.normalize('NFKC'), COST)
  return right && passwordHash !== null
}

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** In a time that does not tell how much of it was right. */
export const isSameToken = (token: string, expectedHash: string): boolean =>
  timingSafeEqual(Buffer.from(hashToken(token)), Buffer.from(expectedHash))

export const makeToken = (bytes: number): string => randomBytes(bytes).toString('base64url')
