/**
 * Calling codes to which Twilio delivers nothing, whatever the account's geographic permissions say: Iran since 15 March
 * 2025, Syria and Cuba since 15 September 2025 (Twilio's notice, as quoted in `telephony.md` 1.12).
 */
const CODES = ['+98', '+963', '+53']

/** Whether this number, E.164, is never reached by Twilio: another carrier has to call it. */
export const isUndeliverable = (e164: string): boolean => CODES.some((code) => e164.startsWith(code))
