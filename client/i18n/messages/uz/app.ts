import type { Messages } from '../../messages.ts'

export const app: Messages['app'] = {
  name: 'Bazgasht',
  nav: { desk: 'Ish stoli', wall: 'Tablo', cases: 'Ishlar', import: 'Import', staff: 'Xodimlar', label: 'Sahifalar' },
  role: { agent: 'Operator', supervisor: 'Nazoratchi', admin: 'Administrator', auditor: 'Auditor' },
  signOut: 'Chiqish',
  account: 'Hisobingiz',
  demo: 'Namoyish ma’lumotlari',
  appearance: 'Til va mavzu',
  language: { label: 'Til', en: 'English', fa: 'فارسی', uz: 'O‘zbekcha' },
  theme: { label: 'Mavzu', system: 'Qurilmadagidek', light: 'Yorug‘', dark: 'Qorong‘i' },
  shortcuts: { label: 'Tugmalar', on: 'Yakka tugmalar yoqilgan', off: 'Yakka tugmalar o‘chirilgan' },
  connection: { live: 'Jonli', reconnecting: 'Qayta ulanmoqda…', stale: '{time} dan beri jonli emas' },
  asOf: '{time} holatiga ko‘ra',
  loading: 'Yuklanmoqda…',
  close: 'Yopish',
  cancel: 'Bekor qilish',
  save: 'Saqlash',
  retry: 'Qayta urinish',
  reload: 'Sahifani qayta yuklash',
  dismiss: 'Xabarni yopish',
  notices: 'Xabarlar',
  skipToContent: 'Asosiy qismga o‘tish',
  notFound: {
    title: 'Bu manzilda hech narsa yo‘q',
    body: 'Havola eskirgan yoki rolingiz uni ochishga ruxsat bermaydi.',
  },
  failed: {
    title: 'Bu sahifa ishlamay qoldi',
    body: 'Saqlaganlaringiz serverda turibdi. Davom etish uchun sahifani qayta yuklang.',
  },
  toman: '{amount} tuman',
}
