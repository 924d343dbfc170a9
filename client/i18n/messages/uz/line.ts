import type { Messages } from '../../messages.ts'

export const line: Messages['line'] = {
  since: 'soat {time} dan beri',
  paused: {
    down: {
      title: 'Telefon tarmog‘i bilan aloqa yo‘q',
      agent: 'Hech kimga qo‘ng‘iroq qilinmaydi. Mijoz sizda qoladi; tarmoq tiklanishi bilan ish o‘zi davom etadi.',
      lead: 'Qo‘ng‘iroqlar to‘xtatilgan, hech bir mijoz yo‘qolmaydi. Tarmoq tiklanishi bilan ish o‘zi davom etadi.',
    },
    account: {
      title: 'Telefon tarmog‘i hisobimizni o‘chirib qo‘ygan',
      agent: 'Rahbaringiz tuzatmaguncha qo‘ng‘iroq qilinmaydi. Mijoz sizda qoladi.',
      lead: 'Operatordagi hisob balansi va kalitlarini tekshiring. Hisob yoqilgach, qo‘ng‘iroqlar davom etadi.',
    },
    busy: {
      title: 'Telefon tarmog‘i hozir ortiq qo‘ng‘iroq qabul qilmayapti',
      agent: 'Mijoz sizda qoladi; yarim daqiqa ichida qo‘ng‘iroqlar o‘zi davom etadi.',
      lead: 'Yarim daqiqa ichida o‘zi davom etadi. Bu tez-tez bo‘lsa, operatordan qo‘shimcha liniya so‘rang.',
    },
    'caller-id': {
      title: 'Telefon tarmog‘i bizning raqamimizni qabul qilmayapti',
      agent: 'Rahbaringiz tuzatmaguncha qo‘ng‘iroq qilinmaydi. Mijoz sizda qoladi.',
      lead: 'Raqamimizni operatorda yoki sozlamalarda to‘g‘rilang, so‘ng qayta urinib ko‘ring.',
    },
    clock: {
      title: 'Serverlarning soatlari bir-biriga mos emas',
      agent: 'Mijozda soat necha ekani aniq bo‘lmaguncha qo‘ng‘iroq qilinmaydi. Mijoz sizda qoladi.',
      lead: 'Server va ma’lumotlar bazasining soati to‘g‘rilanmaguncha hech kimga qo‘ng‘iroq qilinmaydi.',
    },
  },
  countries: {
    title: 'Telefon tarmog‘i bizga {countries} ga qo‘ng‘iroq qilishga ruxsat bermayapti',
    agent: 'U yerdagi mijozlar kutib turadi.',
    lead: 'Operatordan uni hisobimiz uchun yoqishni so‘rang, so‘ng qayta urinib ko‘ring.',
  },
}
