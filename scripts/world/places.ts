import type { Language } from './names.ts'

export type PhoneCountry = 'IR' | 'UZ' | 'US'
export type Place = { city: string; timeZone: string; country: PhoneCountry; areaCodes: readonly string[] }

function place(city: string, timeZone: string, country: PhoneCountry, areaCodes = ''): Place {
  return { city, timeZone, country, areaCodes: areaCodes.split(' ').filter((code) => code !== '') }
}

const TEHRAN = 'Asia/Tehran'
const TASHKENT = 'Asia/Tashkent'
const SAMARKAND = 'Asia/Samarkand'
const EASTERN = 'America/New_York'
const CENTRAL = 'America/Chicago'
const MOUNTAIN = 'America/Denver'
const PACIFIC = 'America/Los_Angeles'

const LOS_ANGELES_CODES = '213 310 323 424 626 747 818'

/** Where speakers of each language live, with weights. Area codes: North American Numbering Plan, each city's own. */
export const PLACES: Record<Language, readonly (readonly [Place, number])[]> = {
  fa: [
    [place('تهران', TEHRAN, 'IR'), 34],
    [place('مشهد', TEHRAN, 'IR'), 12],
    [place('اصفهان', TEHRAN, 'IR'), 11],
    [place('شیراز', TEHRAN, 'IR'), 9],
    [place('تبریز', TEHRAN, 'IR'), 9],
    [place('کرج', TEHRAN, 'IR'), 8],
    [place('اهواز', TEHRAN, 'IR'), 5],
    [place('رشت', TEHRAN, 'IR'), 4],
    [place('یزد', TEHRAN, 'IR'), 4],
    [place('سمرقند', SAMARKAND, 'UZ'), 2],
    [place('لس‌آنجلس', PACIFIC, 'US', LOS_ANGELES_CODES), 2],
  ],
  uz: [
    [place('Toshkent', TASHKENT, 'UZ'), 42],
    [place('Samarqand', SAMARKAND, 'UZ'), 18],
    [place('Buxoro', SAMARKAND, 'UZ'), 9],
    [place('Qarshi', SAMARKAND, 'UZ'), 5],
    [place('Urganch', SAMARKAND, 'UZ'), 4],
    [place('Andijon', TASHKENT, 'UZ'), 8],
    [place('Farg‘ona', TASHKENT, 'UZ'), 7],
    [place('Namangan', TASHKENT, 'UZ'), 7],
  ],
  en: [
    [place('New York', EASTERN, 'US', '212 332 347 646 718 917 929'), 22],
    [place('Boston', EASTERN, 'US', '617 857'), 8],
    [place('Chicago', CENTRAL, 'US', '312 773 872'), 14],
    [place('Houston', CENTRAL, 'US', '281 713 832'), 10],
    [place('Denver', MOUNTAIN, 'US', '303 720'), 8],
    [place('Los Angeles', PACIFIC, 'US', LOS_ANGELES_CODES), 18],
    [place('Seattle', PACIFIC, 'US', '206'), 5],
    [place('Tehran', TEHRAN, 'IR'), 8],
    [place('Tashkent', TASHKENT, 'UZ'), 7],
  ],
}

/** Where those live whose city has no fictional number left. */
export const OVERFLOW_PLACE: Place = place('Tehran', TEHRAN, 'IR')
