import { foldToString } from '../src/text/fold.js'
import { SEEDS } from './seeds.js'

/** An article and text that has nothing to do with it, of one language; written for the purpose, or of the seeds. */
export interface Prose {
  readonly language: string
  readonly article: string
  readonly foreign: string
}

const ENGLISH_ARTICLE = `When the lighthouse keeper of Saint Malo island retired last spring, nobody in the village believed that a
successor would be found. The tower had stood empty through two winters before he came, and the road which leads to it is under
water twice a day. Yet within a month forty-one people had applied, among them a retired judge, three sisters from Bristol, and
a young man who wrote only that he disliked noise. The parish council read every letter aloud in the schoolroom, with the
windows open, so that those who could not find a seat might listen from the yard. In the end they chose a couple who mend clocks. They
brought nine crates of tools, a lathe, and a dog that is afraid of gulls. Since then the lamp has been lit every evening at dusk,
although ships have no further need of it; the harbour office counts upon satellites and refuses to pay for oil. Fishermen say
otherwise. On foggy mornings they steer by the bell, which the new keepers ring by hand, and two of them have declared before
witnesses that they owe it their boats. Visitors arrive now from as far away as Norway. They climb the hundred and twelve steps,
look at the brass wheels behind the glass, and leave a coin in the box marked for paint. Whether the arrangement will outlast
another winter depends on the sea wall, whose northern end has sunk by a hand's breadth. Engineers examined it in August and
proposed a row of granite blocks; the estimate, eighteen thousand pounds, exceeds everything the island has ever spent on
anything. A subscription has been opened at the bakery. So far it has yielded a little over six hundred, a silver thimble, and
the promise of a mule.`

const ENGLISH_FOREIGN = `Farmers along the upper valley report the driest June within living memory. Wheat stands barely knee high, barley
has turned yellow before its time, and even old pear trees drop their fruit unripe. At the cattle market on Thursday heifers
fetched little more than half of what was asked a year ago, because nobody has hay enough to carry additional stock through to
autumn. Bankers in the county town describe themselves as patient. Meanwhile the railway announces reduced rates for fodder
shipped from Hungary, provided that whole trucks are ordered and payment is made beforehand. Professor Alden, who has measured
rainfall at the botanical garden for thirty-six years, warns against drawing conclusions from a single season: in his tables
eighteen fifty-eight was worse, and it was followed by floods. His audience, mostly young growers, seemed unconvinced. Someone
asked whether deeper ploughing would help. Another wished to know why wells dug by their grandfathers gave sweet water at
twelve feet, whereas modern borings of two hundred bring up nothing but salt. Questions of this sort filled the evening, which
closed with songs, a collection on behalf of hailstorm victims, and an excellent supper of trout.`

const GERMAN_ARTICLE = `Als der alte Uhrmacher im März seine Werkstatt am Fischmarkt aufgab, glaubte kaum jemand, dass sich ein Nachfolger
finden würde. Drei Jahre lang hatte er vergeblich Lehrlinge gesucht; wer ein Handwerk lernen wollte, ging lieber in die Fabrik
jenseits der Brücke. Dann kamen im selben Monat zwei Schwestern aus Lübeck, besahen die Drehbank, zählten die Schubladen und
unterschrieben noch vor dem Mittagessen. Seitdem brennt abends wieder Licht hinter den hohen Fenstern, und an der Tür hängt ein
Schild, auf dem in sauberer Fraktur geschrieben steht, welche Stücke angenommen werden und welche nicht. Armbanduhren gehören zu
den letzteren. Was die beiden annehmen, zerlegen sie bis auf die kleinste Schraube, reinigen es in Benzin, feilen fehlende Zähne
nach und prüfen den Gang sechs Wochen lang in drei verschiedenen Lagen. Der Pfarrer brachte ihnen das Werk aus dem Kirchturm,
das seit dem großen Brand um zwanzig vor vier stehen geblieben war. Es wog mehr als ein Ochse, und man musste das Treppengeländer
absägen, um es hinunterzuschaffen. Im Oktober schlug es zum ersten Mal wieder, allerdings dreizehnmal, worüber sich der Stadtrat
in zwei Sitzungen beriet. Eine Mehrheit wünschte den überzähligen Schlag zu behalten, weil Fremde seinetwegen anreisten und in
den Gasthöfen übernachteten. Die Schwestern weigerten sich. Eine Uhr, erklärte die ältere, sei kein Ausflugsziel, sondern ein
Versprechen, und wer es um des Geldes willen breche, solle sich einen Hahn anschaffen. Am folgenden Morgen stimmte die Zahl, und
niemand hat seither gefragt, wie sie das über Nacht zustande gebracht haben.`

const GERMAN_FOREIGN = `Über den Zustand der Landstraßen im Gebirge laufen abermals bittere Klagen ein. Fuhrleute berichten von Löchern, in
denen ein Kalb verschwinden könnte, von weggespülten Böschungen und morschen Geländern; bei Regen brauche die Post doppelt so
viel Zeit wie ehedem zu Fuß. Die Regierung verweist auf leere Kassen und auf einen Ausschuss, der demnächst zusammentreten werde.
Unterdessen haben mehrere Gemeinden zur Selbsthilfe gegriffen. Bauern stellen Gespanne, Schulkinder klopfen Schotter, sogar das
Kloster schickte vierzehn Mönche mit Schaufeln. Ein pensionierter Hauptmann leitet das Ganze vom Sattel aus und führt Buch über
jede Stunde. Bis zum ersten Frost sollen elf Meilen fertig sein, einschließlich zweier Durchlässe aus Eichenholz. Kritiker wenden
ein, ungelernte Hände richteten mehr Schaden als Nutzen an, zumal niemand für Unfälle hafte. Darauf antwortete der Hauptmann in
einem offenen Brief: bisher habe sich bloß einer verletzt, nämlich er selbst, als er vom Pferd stieg, um einem Beamten zuzusehen.`

/** Letters and figures as folded, so that folded offsets are offsets of these texts. */
const bare = (text: string) =>
  foldToString(text)
    .replace(/[\ud800-\udfff]/g, '')
    .replace(/\p{M}/gu, '')

/** Chinese of the seeds, 3,000 characters; English and German, 1,500 letters. */
export const PROSE: readonly Prose[] = [
  { language: 'Chinese', article: bare(SEEDS[2]), foreign: bare(SEEDS[4]) },
  { language: 'English', article: bare(ENGLISH_ARTICLE), foreign: bare(ENGLISH_FOREIGN) },
  { language: 'German', article: bare(GERMAN_ARTICLE), foreign: bare(GERMAN_FOREIGN) },
]
