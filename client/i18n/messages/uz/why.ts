import type { Messages } from '../../messages.ts'

export const why: Messages['why'] = {
  for: 'Foydasiga',
  against: 'Zarariga',
  pContact: 'Telefonga javob berish ehtimoli',
  pWin: 'Javob bersa, qaytish ehtimoli',
  pUnaided: 'O‘zi qaytish ehtimoli',
  secondLife: 'Ikkinchi hayot qiymati',
  terms: 'Qanday yig‘iladi',
  model: 'Model {version}, baholangan: {when}',
  sum: 'Kutilgan qiymat',
  base: 'Dalillardan oldin',
  steps: 'Qaytish ehtimolini nima o‘zgartiradi',
  weight: 'Log-nisbat',
  adds: 'Log-nisbatlar: dalillar va boshlang‘ich qiymat birgalikda shu ehtimolni beradi.',
}
