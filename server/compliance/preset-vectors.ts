/**
 * For each preset an instant at which its hours are open and one at which they are shut, by the wall clock of a place where it applies:
 * Monday 2 March 2026 where nothing else is said, before any of these clocks changes. A preset without a line fails its test.
 */
export const PRESET_VECTORS: readonly { preset: string; zone: string; open: string; shut: string }[] = [
  { preset: 'US', zone: 'America/New_York', open: '2026-03-02T13:00:00Z', shut: '2026-03-03T02:00:00Z' },
  { preset: 'US-FL', zone: 'America/New_York', open: '2026-03-02T13:00:00Z', shut: '2026-03-03T01:00:00Z' },
  { preset: 'US-OK', zone: 'America/Chicago', open: '2026-03-02T14:00:00Z', shut: '2026-03-03T02:00:00Z' },
  { preset: 'US-MD', zone: 'America/New_York', open: '2026-03-02T13:00:00Z', shut: '2026-03-03T01:00:00Z' },
  { preset: 'US-MA', zone: 'America/New_York', open: '2026-03-02T13:00:00Z', shut: '2026-03-03T01:00:00Z' },
  { preset: 'US-AL', zone: 'America/Chicago', open: '2026-03-02T14:00:00Z', shut: '2026-03-01T18:00:00Z' },
  { preset: 'US-LA', zone: 'America/Chicago', open: '2026-03-02T14:00:00Z', shut: '2026-03-01T18:00:00Z' },
  { preset: 'US-MS', zone: 'America/Chicago', open: '2026-03-02T14:00:00Z', shut: '2026-03-01T18:00:00Z' },
  { preset: 'US-CT', zone: 'America/New_York', open: '2026-03-02T14:00:00Z', shut: '2026-03-02T13:59:59Z' },
  { preset: 'US-KY', zone: 'America/New_York', open: '2026-03-02T15:00:00Z', shut: '2026-03-02T14:59:59Z' },
  { preset: 'US-MI', zone: 'America/Detroit', open: '2026-03-02T14:00:00Z', shut: '2026-03-02T13:59:59Z' },
  { preset: 'US-MN', zone: 'America/Chicago', open: '2026-03-02T15:00:00Z', shut: '2026-03-02T14:59:59Z' },
  { preset: 'US-NM', zone: 'America/Denver', open: '2026-03-02T16:00:00Z', shut: '2026-03-02T15:59:59Z' },
  { preset: 'US-NV', zone: 'America/Los_Angeles', open: '2026-03-02T17:00:00Z', shut: '2026-03-03T04:00:00Z' },
  { preset: 'FR', zone: 'Europe/Paris', open: '2026-03-02T09:00:00Z', shut: '2026-03-02T12:30:00Z' },
  { preset: 'GB', zone: 'Europe/London', open: '2026-03-02T08:00:00Z', shut: '2026-03-02T21:00:00Z' },
  { preset: 'DE', zone: 'Europe/Berlin', open: '2026-03-02T09:00:00Z', shut: '2026-03-02T17:00:00Z' },
  { preset: 'ES', zone: 'Europe/Madrid', open: '2026-03-02T09:00:00Z', shut: '2026-03-02T17:00:00Z' },
  { preset: 'AE', zone: 'Asia/Dubai', open: '2026-03-02T05:00:00Z', shut: '2026-03-02T14:00:00Z' },
  { preset: 'IR', zone: 'Asia/Tehran', open: '2026-03-02T05:30:00Z', shut: '2026-03-02T16:30:00Z' },
  { preset: 'UZ', zone: 'Asia/Tashkent', open: '2026-03-02T04:00:00Z', shut: '2026-03-02T15:00:00Z' },
]
