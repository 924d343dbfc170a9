import type { ColumnMapping, ImportKind } from '#contract/people'
import { foldWords } from '../digits.ts'

/** Our columns by kind of file, in the order the mapping screen shows them, with the headers people give them (en, fa, uz). */
type Column = { name: string; required: boolean; headers: string }

const EXTERNAL_ID: Column = {
  name: 'external_id',
  required: true,
  headers:
    'external id,customer id,client id,customer no,customer number,customer code,client code,cust id,customer,account,account id,crm id,id,code,شناسه,شناسه مشتری,کد مشتری,کد اشتراک,شماره مشتری,شماره مشترک,کد,mijoz id,mijoz raqami,mijoz kodi,mijoz',
}
const DATE_WORDS = 'date,at,time,datetime,timestamp,تاریخ,زمان,sana,vaqt'

export const IMPORT_COLUMNS: Readonly<Record<ImportKind, readonly Column[]>> = {
  customers: [
    EXTERNAL_ID,
    {
      name: 'name',
      required: true,
      headers:
        'name,full name,customer name,client name,contact name,نام,نام مشتری,نام و نام خانوادگی,نام کامل,اسم,ism,ismi,fio,f i o,toliq ism,mijoz ismi',
    },
    {
      name: 'phone',
      required: true,
      headers:
        'phone,phone1,phone 1,phone number,mobile,mobile phone,mobile number,cell,cellphone,cell phone,tel,telephone,msisdn,primary phone,تلفن,شماره تلفن,شماره تماس,موبایل,شماره موبایل,تلفن همراه,شماره همراه,همراه,تلفن ۱,telefon,telefon raqami,telefon raqam,mobil,raqam',
    },
    {
      name: 'phone2',
      required: false,
      headers:
        'phone2,phone 2,second phone,other phone,alternative phone,alternate phone,home phone,work phone,landline,تلفن ۲,تلفن دوم,شماره دوم,تلفن ثابت,تلفن منزل,تلفن محل کار,telefon 2,ikkinchi telefon,uy telefoni,qoshimcha telefon',
    },
    {
      name: 'language',
      required: false,
      headers: 'language,lang,preferred language,locale,زبان,زبان ترجیحی,til,tili',
    },
    { name: 'city', required: false, headers: 'city,town,location,شهر,شهرستان,محل سکونت,shahar,shahri' },
    {
      name: 'time_zone',
      required: false,
      headers: 'time zone,timezone,tz,منطقه زمانی,vaqt mintaqasi,vaqt zonasi',
    },
    {
      name: 'joined_at',
      required: false,
      headers:
        'joined at,joined,join date,joined on,signup date,sign up date,registered at,registration date,created at,customer since,start date,تاریخ عضویت,تاریخ ثبت نام,تاریخ ثبتنام,تاریخ شروع,عضویت,qoshilgan sana,royxatdan otgan sana,boshlangan sana',
    },
    {
      name: 'cancelled_at',
      required: false,
      headers:
        'cancelled at,canceled at,cancelled,canceled,cancel date,cancellation date,churned at,churn date,end date,left at,closed at,تاریخ لغو,تاریخ انصراف,تاریخ قطع,تاریخ پایان,لغو,bekor qilingan sana,ketgan sana,tugagan sana',
    },
  ],
  purchases: [
    EXTERNAL_ID,
    {
      name: 'order_id',
      required: false,
      headers:
        'order id,order no,order number,order,invoice,invoice id,invoice no,invoice number,transaction id,receipt,purchase id,شماره سفارش,کد سفارش,سفارش,شماره فاکتور,فاکتور,شماره تراکنش,buyurtma,buyurtma id,buyurtma raqami,chek raqami',
    },
    {
      name: 'date',
      required: true,
      headers: `${DATE_WORDS},order date,purchase date,purchased at,paid at,invoice date,تاریخ خرید,تاریخ سفارش,تاریخ پرداخت,تاریخ فاکتور,xarid sanasi,buyurtma sanasi,tolov sanasi`,
    },
    {
      name: 'amount',
      required: true,
      headers:
        'amount,total,sum,price,value,paid,revenue,order total,total amount,grand total,مبلغ,مبلغ کل,جمع,جمع کل,قیمت,مبلغ پرداختی,summa,summasi,jami,narx,narxi,tolov',
    },
    {
      name: 'items',
      required: false,
      headers:
        'items,item,product,products,goods,description,article,اقلام,کالا,کالاها,محصول,محصولات,شرح,شرح کالا,mahsulot,mahsulotlar,tovar,tovarlar',
    },
  ],
  contacts: [
    EXTERNAL_ID,
    {
      name: 'contact_id',
      required: false,
      headers:
        'contact id,contact no,interaction id,ticket id,ticket no,ticket,case id,case number,call id,activity id,شناسه تماس,کد تماس,شماره تیکت,شماره پیگیری,کد پیگیری,murojaat id,murojaat raqami',
    },
    {
      name: 'kind',
      required: true,
      headers: 'kind,type,channel,contact type,category,activity type,نوع,نوع تماس,کانال,نوع ارتباط,tur,turi,kanal',
    },
    {
      name: 'direction',
      required: false,
      headers: 'direction,in out,inbound outbound,جهت,جهت تماس,ورودی خروجی,yonalish,yonalishi',
    },
    {
      name: 'date',
      required: true,
      headers: `${DATE_WORDS},contact date,call date,created at,opened at,تاریخ تماس,تاریخ ثبت,aloqa sanasi,murojaat sanasi`,
    },
    {
      name: 'status',
      required: false,
      headers: 'status,state,complaint status,resolution,وضعیت,وضعیت شکایت,نتیجه,holat,holati,status holati',
    },
    {
      name: 'text',
      required: false,
      headers:
        'text,note,notes,comment,comments,message,description,summary,details,body,متن,شرح,توضیح,توضیحات,یادداشت,پیام,matn,izoh,izohlar,tavsif',
    },
  ],
}

/** Places of each known header: exact names first, since the list of a column runs from the surest word to the vaguest. */
function ranksOf(column: Column): Map<string, number> {
  const words = [column.name, ...column.headers.split(',')].map(foldWords)
  return new Map(words.map((word, place) => [word, place] as const).reverse())
}

/**
 * Which header of the file is which of our columns (null: none), and the headers left over, which are kept as attributes. Each header
 * serves one column; where two would do, the surer word wins, then the one further left.
 */
export function guessColumns(
  kind: ImportKind,
  headers: readonly string[],
): { mapping: ColumnMapping; attributes: string[] } {
  const candidates = IMPORT_COLUMNS[kind].flatMap((column) => {
    const ranks = ranksOf(column)
    return headers.flatMap((header, index) => {
      const rank = ranks.get(foldWords(header))
      return rank === undefined ? [] : [{ column: column.name, index, header, rank }]
    })
  })
  candidates.sort((a, b) => a.rank - b.rank || a.index - b.index)
  const mapping: ColumnMapping = Object.fromEntries(IMPORT_COLUMNS[kind].map(({ name }) => [name, null]))
  const taken = new Set<number>()
  for (const { column, index, header } of candidates) {
    if (mapping[column] !== null || taken.has(index)) continue
    mapping[column] = header
    taken.add(index)
  }
  return { mapping, attributes: headers.filter((header, index) => !taken.has(index) && header.trim() !== '') }
}
