import type { Family } from './draw.js'

const ORTE =
  'Ulm Graz Bern Köln Passau Lübeck Görlitz Villach Husum Kassel Bregenz Weimar Emden Neuburg Oberhausen'.split(
    ' ',
  )
const TAGE = 'Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag'.split(' ')
const NAMEN =
  'Maier Huber Lindner Lindler Brandt Krause Vogt Özdemir Sommer Winter Kessler Kastner Roth Noth'.split(' ')
const VORNAMEN = 'Anna Hanna Jonas Lukas Petra Uwe Ines Karl Emil Selma'.split(' ')
const WORTE = 'null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf'.split(' ')

/** German reports of one form each. */
export const GERMAN: Family = {
  Wetter: ({ pick, int, fix }) =>
    `Wetter für ${pick(ORTE)} am ${pick(TAGE)}: ${pick(['heiter', 'bewölkt', 'regnerisch', 'neblig', 'sonnig'])}, Höchstwerte um ${int(-8, 34)} Grad, nachts ${int(-15, 20)} Grad. Der Wind weht ${pick(['schwach', 'mäßig', 'frisch', 'stark'])} aus ${pick(['Nord', 'Süd', 'West', 'Ost', 'Nordwest', 'Südwest'])}. Niederschlag ${fix(0, 20, 1).replace('.', ',')} Millimeter. Die nächste Vorhersage erscheint am Abend um acht Uhr, herausgegeben vom Wetteramt.`,
  Unfall: ({ pick, int }) =>
    `Bei einem Unfall auf der ${pick(['A', 'B', 'L'])} ${int(1, 99)} nahe ${pick(ORTE)} sind am ${pick(TAGE)} ${pick(WORTE.slice(2))} Menschen ${pick(['leicht', 'schwer', 'nicht'])} verletzt worden. Nach Angaben der Polizei geriet ein Wagen ${pick(['aus ungeklärter Ursache', 'auf nasser Straße', 'wegen eines Wildtiers'])} auf die Gegenfahrbahn. Die Strecke war ${pick(WORTE.slice(2))} Stunden gesperrt. Zeugen werden gebeten, sich bei jeder Dienststelle zu melden.`,
  Verein: ({ pick, int }) =>
    `SV ${pick(ORTE)} gegen TSV ${pick(ORTE)} ${int(0, 6)}:${int(0, 6)}. Tore: ${pick(NAMEN)}, ${pick(NAMEN)}. Zuschauer: ${int(80, 900)}. Das nächste Spiel wird am Sonntag auf dem Platz an der Mühle angepfiffen, Karten gibt es an der Tageskasse und bei allen Vorverkaufsstellen.`,
  Gericht: ({ pick, int }) =>
    `Das Amtsgericht ${pick(ORTE)} hat ${pick(VORNAMEN)} ${pick(NAMEN)} am ${pick(TAGE)} wegen ${pick(['Diebstahls', 'Betrugs', 'Hehlerei', 'Beleidigung'])} zu einer Geldstrafe von ${int(10, 90)} Tagessätzen zu je ${int(10, 80)} Euro verurteilt. Die Verteidigung hatte ${pick(['Freispruch', 'Einstellung', 'eine mildere Strafe'])} beantragt. Das Urteil ist ${pick(['rechtskräftig', 'noch nicht rechtskräftig'])}.`,
  Börse: ({ pick, fix, int }) =>
    `Die Aktie der ${pick(['Hafenwerke', 'Ziegelwerke', 'Spinnerei', 'Bergbahn'])} ${pick(['stieg', 'fiel'])} am ${pick(TAGE)} um ${fix(0.1, 9, 1).replace('.', ',')} Prozent auf ${fix(5, 180, 2).replace('.', ',')} Euro. Der Umsatz des Unternehmens ${pick(['wuchs', 'schrumpfte'])} im Quartal auf ${int(2, 90)} ${pick(['Millionen', 'Milliarden'])} Euro. Analysten hatten dies erwartet. Der Vorstand äußert sich am Ende der Woche zu den Zahlen.`,
}
