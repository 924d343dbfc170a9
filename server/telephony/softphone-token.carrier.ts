import twilio from 'twilio'

/** An API key of the account. The account's own token signs for the simulated carrier. */
export type SoftphoneKey = { sid: string; secret: string }

/** It cannot be revoked: short, and renewed before it ends. */
const TTL_SECONDS = 900

/** An access token for one agent's browser: it may be rung and may call nobody by itself. */
export function mintSoftphoneToken(
  accountSid: string,
  key: SoftphoneKey,
  identity: string,
): { token: string; seconds: number } {
  const access = new twilio.jwt.AccessToken(accountSid, key.sid, key.secret, { identity, ttl: TTL_SECONDS })
  access.addGrant(new twilio.jwt.AccessToken.VoiceGrant({ incomingAllow: true }))
  return { token: access.toJwt(), seconds: TTL_SECONDS }
}
