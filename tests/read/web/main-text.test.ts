// What of a page is its text, for every kind of page that is read wrong where it is read by its long paragraphs alone.
import { describe, expect, test } from 'vitest'
import { dedupe } from '../../../src/dedupe/dedupe.js'
import { readPage } from '../../../src/read/web/html-page.js'
import { SCRIPTS } from './scripts.js'

const STORY = [
  'The county council voted on Tuesday night to buy the disused railway station at Marlow Heath and turn it into a health centre, ending a dispute that has run for nearly four years.',
  'Councillors approved the purchase by nine votes to five after a debate that lasted until almost midnight.',
  'An engineer hired by the county found that the roof and the platform canopy need to be replaced, but that the walls and the floors are sound.',
]
const FOOT = 'All rights reserved'
const paragraphs = (texts: readonly string[]) => texts.map((text) => `<p>${text}</p>`).join('')
const nav = '<nav><ul><li><a href="/n">News</a></li><li><a href="/s">Sport</a></li></ul></nav>'
const foot = `<footer><p>© 2024 The Marlow Times Ltd. ${FOOT}.</p></footer>`
const page = (body: string, title = 'Station') =>
  `<!doctype html><html><head><title>${title}</title></head><body>${body}</body></html>`
const framed = (body: string, title?: string) => page(nav + body + foot, title)

/** What of the texts that should be there is not, and what is there that should not. */
function wrong(html: string, wanted: readonly string[], unwanted: readonly string[] = []): string[] {
  const { text } = readPage(html)
  return [...wanted.filter((part) => !text.includes(part)), ...unwanted.filter((part) => text.includes(part))]
}

describe('a wall of consent, which is longer than a short article', () => {
  const ask =
    '<p>We and our 812 partners store and access information on your device, such as cookies, to personalise ' +
    'advertising and content, to measure advertising and content, to learn about audiences and to develop services.</p>' +
    '<p>You can agree or refuse, and change your mind at any time.</p>'
  const button = '<button>Agree</button>'
  test.each([
    ['by its class', `<div class="cookie-banner">${ask}${button}</div>`],
    ['by its maker', `<div id="onetrust-banner-sdk">${ask}</div>`],
    ['by its role', `<div role="dialog">${ask}${button}</div>`],
    ['in camel case', `<section class="gdprNotice">${ask}</section>`],
    ['of no name, with a button', `<div class="x1"><div class="x2">${ask}${button}</div></div>`],
    ['of no name, as a form', `<form class="x1">${ask}${button}</form>`],
    ['of no name, with a link as its button', `<div class="x1">${ask}<a href="#">Agree</a></div>`],
    [
      'in German',
      '<div class="hinweis"><p>Diese Website verwendet Cookies, um Inhalte und Anzeigen zu personalisieren. Wir geben ' +
        `Informationen an unsere 812 partners weiter, die sie mit weiteren Daten zusammenführen.</p>${button}</div>`,
    ],
  ])('%s', (_, wall) => {
    const unwanted = ['812 partners', FOOT]
    expect(
      wrong(framed(`${wall}<div class="story"><h1>X</h1>${paragraphs(STORY)}</div>`), STORY, unwanted),
    ).toEqual([])
    expect(
      wrong(framed(`${wall}<article><h1>X</h1><p>${STORY[0]}</p></article>`), [STORY[0]!], unwanted),
    ).toEqual([])
    expect(
      wrong(page(`<div><h1>X</h1><p>${STORY[0]}</p></div>${foot}${wall}`), [STORY[0]!], unwanted),
    ).toEqual([])
  })

  test('is no article about cookies, and no recipe for them', () => {
    const about = paragraphs(STORY.map((text) => text.replace('county', 'county of cookies')))
    const article = `<article class="post tag-cookies category-privacy"><h1>Cookies</h1>${about}</article>`
    expect(wrong(framed(article), ['county of cookies'])).toEqual([])
    const recipe = `<div class="recipe cookies"><button>Print</button><h2>Cookies with nuts</h2>${about}</div>`
    expect(wrong(framed(recipe), ['county of cookies'])).toEqual([])
  })
})

test.each([
  ['<aside>', '</aside>'],
  ['<main><aside class="main-col">', '</aside></main>'],
  ['<header>', '</header>'],
  ['<footer>', '</footer>'],
  ['<nav>', '</nav>'],
  ['<form>', '</form>'],
  ['<div role="complementary">', '</div>'],
  ['<div role="dialog">', '</div>'],
  ['<div class="sidebar">', '</div>'],
  ['<div class="extra-wrap" id="sidebar2">', '</div>'],
  ['<section class="related">', '</section>'],
  ['<table><tr><td>', '</td></tr></table>'],
  ['<ul><li>', '</li></ul>'],
  ['<dl><dd>', '</dd></dl>'],
  ['<center><font size="2">', '</font></center>'],
  ['<a href="/story">', '</a>'],
])('a template that puts the text into %s', (open, close) => {
  const html = framed(`${open}<h2>Council</h2>${paragraphs(STORY)}${close}`)
  expect(wrong(html, STORY, [FOOT])).toEqual([])
  expect(readPage(html).extraction).toBe('article')
})

test('the head of a page holds headline and lead', () => {
  const html = `<header><h1>X</h1><p>${STORY[0]}</p></header><div>${paragraphs(STORY.slice(1))}</div>`
  expect(wrong(framed(html), STORY, [FOOT])).toEqual([])
})

describe('a page that is a table or a list', () => {
  const rows = [
    ['Ann Ford', '540'],
    ['Bo Lind', '533'],
    ['Cy Hall', '501'],
    ['Di Moss', '488'],
  ] as const
  const each = (write: (name: string, points: string) => string) =>
    rows.map(([name, points]) => write(name, points)).join('')
  const lists: Record<string, string> = {
    table: `<table><tr><th>Driver</th><th>Pts</th></tr>${each((n, p) => `<tr><td>${n}</td><td>${p}</td></tr>`)}</table>`,
    'linked names': `<table>${each((n, p) => `<tr><td><a href="/d">${n}</a></td><td>${p}</td></tr>`)}</table>`,
    ul: `<ul>${each((n, p) => `<li>${n} ${p}</li>`)}</ul>`,
    dl: `<dl>${each((n, p) => `<dt>${n}</dt><dd>${p}</dd>`)}</dl>`,
    div: each((n, p) => `<div class="row"><span>${n}</span><span>${p}</span></div>`),
    pre: `<pre>${each((n, p) => `${n} ${p}\n`)}</pre>`,
  }
  const notice =
    '<div id="note"><p>Comments that cannot be understood or that lack respect for other readers will not be published ' +
    'by the editors of this site, who read all of them.</p></div>'
  describe.each(['<article>', '<main>', '<div class="content">', ''])('in %s', (open) => {
    const close = open === '' ? '' : open.replace(/^<(\w+).*$/, '</$1>')
    test.each(Object.keys(lists))('%s', (kind) => {
      for (const below of ['', notice]) {
        const html = framed(`${open}<h1>Standings</h1>${lists[kind]}${below}${close}`)
        expect(wrong(html, rows.flat())).toEqual([])
      }
    })
  })

  test.each(['table', 'ul'])('%s inside an article', (kind) => {
    const html = `<div><h1>X</h1>${paragraphs(STORY)}${lists[kind]}${paragraphs(STORY)}</div>`
    expect(wrong(framed(html), [...STORY, ...rows.flat()])).toEqual([])
  })

  test('news in brief, of which each begins with a link', () => {
    const briefs = [
      'The mill has been sold.',
      'A bear was seen.',
      'The school gets a new roof.',
      'The choir sings.',
    ]
    const items = briefs.map((text) => `<li><p><a href="/x">${text}</a> More on Monday.</p></li>`).join('')
    expect(wrong(framed(`<article><h1>In brief</h1><ol>${items}</ol></article>`), briefs)).toEqual([])
  })
})

describe('an interview', () => {
  const talk = [
    ['Why now?', 'Because the line has closed.'],
    ['Who pays?', 'The county, over ten years, and a bank.'],
    ['And then?', 'We will see.'],
  ] as const
  const each = (write: (question: string, answer: string) => string) =>
    talk.map(([question, answer]) => write(question, answer)).join('')
  test.each([
    ['in paragraphs', each((q, a) => `<p><b>${q}</b></p><p>${a}</p>`)],
    ['under headings', each((q, a) => `<h3>${q}</h3><p>${a}</p>`)],
    ['as a list', `<dl>${each((q, a) => `<dt>${q}</dt><dd>${a}</dd>`)}</dl>`],
    ['in divisions', each((q, a) => `<div class="q">${q}</div><div class="a">${a}</div>`)],
    ['with line breaks', each((q, a) => `<b>${q}</b><br>${a}<br><br>`)],
  ])('%s', (_, lines) => {
    for (const tag of ['article', 'div']) {
      const html = framed(`<${tag}><h1>Talk</h1><p>${STORY[0]}</p>${lines}</${tag}>`)
      expect(wrong(html, [STORY[0]!, ...talk.flat()], [FOOT])).toEqual([])
    }
  })
})

describe('comments', () => {
  const comments = [
    'I took my first train there with my grandmother, and I would rather see the trains come back than another waiting room full of coughing people.',
    'Nine votes to five is closer than it looks, because two of the nine had said that they would never agree.',
  ]
  const each = (open: string, close: string) =>
    comments.map((text) => `${open}<p>${text}</p>${close}`).join('')
  test.each([
    `<div id="comments">${paragraphs(comments)}</div>`,
    `<section class="comments-area">${each('<article class="comment-body">', '</article>')}</section>`,
    `<ol class="commentlist">${each('<li>', '</li>')}</ol>`,
    `<div class="UserComments__list">${paragraphs(comments)}</div>`,
    each('<div itemprop="comment">', '</div>'),
    each('<div itemscope itemtype="https://schema.org/Comment">', '</div>'),
    `<div id="disqus_thread">${paragraphs(comments)}</div>`,
    `<div id="kommentare">${paragraphs(comments)}</div>`,
    `<section class="commentaires">${paragraphs(comments)}</section>`,
    `<div class="comentarios">${paragraphs(comments)}</div>`,
    `<div class="replies">${paragraphs(comments)}</div>`,
  ])('%s', (below) => {
    expect(
      wrong(framed(`<article><h1>X</h1>${paragraphs(STORY)}</article>${below}`), STORY, comments),
    ).toEqual([])
    expect(
      wrong(framed(`<article><h1>X</h1><p>${STORY[0]}</p>${below}</article>`), [STORY[0]!], comments),
    ).toEqual([])
    expect(wrong(framed(`<div><h1>X</h1><p>${STORY[0]}</p></div>${below}`), [STORY[0]!], comments)).toEqual(
      [],
    )
  })

  test('are the text of a page that has nothing else', () => {
    const thread = `<div class="thread">${each('<div class="comment">', '</div>')}</div>`
    expect(wrong(framed(thread), comments)).toEqual([])
  })

  test('that are open do not take an article away', () => {
    const html = `<div class="single post comments-open no-comments"><h2>X</h2>${paragraphs(STORY)}</div>`
    expect(wrong(framed(html), STORY)).toEqual([])
  })
})

test.each([
  '<div class="byline">By Ann Ford, County Reporter</div>',
  '<p class="article-meta">By Ann Ford, County Reporter</p>',
  '<div class="postMeta"><span>By Ann Ford, County Reporter</span></div>',
  '<p id="author_line">By Ann Ford, County Reporter</p>',
])('author and date over an article are no text of it: %s', (line) => {
  for (const tag of ['article', 'div']) {
    const html = framed(`<${tag}><h1>X</h1>${line}${paragraphs([...STORY, ...STORY])}</${tag}>`)
    expect(wrong(html, STORY, ['Ann Ford'])).toEqual([])
  }
})

test('an element named as a byline that holds a paragraph is text', () => {
  const lead = `<div class="author-note">${paragraphs(STORY.slice(0, 1))}</div>`
  expect(wrong(framed(`<article><h1>X</h1>${lead}${paragraphs(STORY.slice(1))}</article>`), STORY)).toEqual(
    [],
  )
})

describe('inside an article', () => {
  const inside = (part: string) =>
    framed(`<article><h1>X</h1><p>${STORY[0]}</p>${part}${paragraphs(STORY.slice(1))}</article>`)
  const caption = 'The station at Marlow Heath in 1931, seen from the goods yard. Photograph: County Archive'
  test.each([
    `<figure><img src="x"><figcaption>${caption}</figcaption></figure>`,
    `<div class="wp-caption"><img src="x"><p class="wp-caption-text">${caption}</p></div>`,
    `<div class="image"><img src="x"><div class="caption">${caption}</div></div>`,
    `<span class="imageCaption">${caption}</span>`,
    `<div class="photo-credit">${caption}</div>`,
    `<p class="bildunterschrift">${caption}</p>`,
  ])('the caption %s', (part) => expect(wrong(inside(part), STORY, [caption])).toEqual([]))

  test('captions are the text of a gallery', () => {
    const captions = STORY.map((text) => `<figure><img src="x"><figcaption>${text}</figcaption></figure>`)
    expect(wrong(framed(`<main><h1>The station</h1>${captions.join('')}</main>`), STORY)).toEqual([])
  })

  const other = 'Ten villages that never got the railway they had been promised by the county'
  test.each([
    `<p>Read more: <a href="x">${other}</a></p>`,
    `<p><strong>Lesen Sie auch: <a href="x">${other}</a></strong></p>`,
    `<p><a href="x">${other}</a></p>`,
    `<h4><a href="x">${other}</a></h4>`,
    `<div class="related"><h3>More</h3><ul><li><a href="x">${other}</a></li></ul></div>`,
    `<div class="teaser"><a href="x"><h3>${other}</h3><p>And why nobody built it, although the money was there.</p></a></div>`,
    `<aside><h3>${other}</h3><p>And why nobody in the county built it.</p></aside>`,
    `<div class="newsletter-signup"><p>${other}, every morning in your letter box.</p></div>`,
  ])('the teaser %s', (part) => expect(wrong(inside(part), STORY, [other])).toEqual([]))

  test('a list of sources, and a source that is named by its address', () => {
    const sources = ['The county newspaper of Tuesday', 'The minutes of the council']
    const list = `<ul>${sources.map((name) => `<li><a href="x">${name}</a></li>`).join('')}</ul>`
    const address = '<p><a href="x">https://council.example/minutes</a></p>'
    expect(wrong(inside(list + address), [...sources, 'https://council.example/minutes'])).toEqual([])
  })

  test('the cells of a row are one line', () => {
    const table =
      '<table><tr><td>Apples</td><td>2.40</td></tr><tr><td><p>Pears</p></td><td>3.10</td></tr></table>'
    expect(wrong(inside(table), ['\nApples 2.40\nPears\n3.10\n'])).toEqual([])
    expect(readPage(page(table), 'page').text).toBe('Apples 2.40\nPears\n3.10')
  })

  test('a paragraph that is half a link', () => {
    const linked =
      '<p>The mill was sold, <a href="/s">the county newspaper reported after a long debate</a>.</p>'
    expect(
      wrong(inside(linked), ['The mill was sold, the county newspaper reported after a long debate.']),
    ).toEqual([])
  })
})

describe('where no article stands out, all visible text', () => {
  const teasers = Array.from({ length: 12 }, (_, i) => [
    `Headline number ${i} of the day`,
    `What number ${i} says.`,
  ])
  const each = (open: string, close: string) =>
    teasers
      .map(([head, text], i) => `${open}<h3><a href="/${i}">${head}</a></h3><p>${text}</p>${close}`)
      .join('')

  test('of a front page', () => {
    const wanted = teasers.flat()
    expect(wrong(framed(each('<div class="card">', '</div>')), wanted)).toEqual([])
    expect(wrong(framed(`<main>${each('<article>', '</article>')}</main>`), wanted)).toEqual([])
  })

  test('of links, of a wall, of a page that is read by a script', () => {
    const links = `<ul>${teasers.map(([head]) => `<li><a href="/x">${head}</a></li>`).join('')}</ul>`
    expect(readPage(framed(links))).toMatchObject({ extraction: 'page' })
    expect(wrong(framed(links), ['News', FOOT, ...teasers.map(([head]) => head!)])).toEqual([])
    const wall = '<div class="consent-wall"><p>Choose first what we may store.</p></div>'
    // The title is all that tells such a page from the others of its site.
    expect(readPage(page(wall + nav, 'Station to be sold'))).toEqual({
      title: 'Station to be sold',
      text: 'Station to be sold\nChoose first what we may store.\nNews\nSport',
      extraction: 'page',
    })
    expect(readPage(page('<div id="root"></div>'))).toMatchObject({ text: '', extraction: 'page' })
  })
})

describe.each(Object.entries(SCRIPTS))('%s', (_, texts) => {
  test.each(['article', 'main', 'div'])('paragraphs in <%s> are kept whole', (tag) => {
    const html = page(
      `<div class="menu"><a href="/">${texts[1]!.slice(0, 5)}</a></div><${tag}>${paragraphs(texts)}</${tag}>` +
        `<p>${texts[1]!.slice(-4)}</p>`,
    )
    expect(wrong(html, texts)).toEqual([])
    expect(wrong(page(paragraphs(texts)), texts)).toEqual([])
    expect(wrong(page(texts.map((text) => `<h3>1</h3><p>${text}</p>`).join('')), texts)).toEqual([])
  })
})

describe('pages are no duplicates for their boilerplate alone', () => {
  const menu = `<nav>${Array.from({ length: 40 }, (_, i) => `<a href="/${i}">Section number ${i} of the paper</a> `).join('')}</nav>`
  const terms =
    '<div class="terms"><p>Free delivery within three working days on all orders over twenty pounds. You may return any ' +
    'article within thirty days if it is unused and in its packaging. We accept cards, transfers and vouchers. Our ' +
    'service answers questions by telephone from nine to five and by letter at any time. All prices include tax.</p>' +
    '<p>The shop is run by the Marlow Trading Company, which has its seat in the county town.</p></div>'
  const wall =
    '<div class="cookie-consent"><p>We and our 812 partners store cookies to personalise this site, to measure what you ' +
    'read, and to develop services. You can agree or refuse, and change your mind at any time.</p></div>'
  const offer =
    '<div class="offer"><p>Read on with a subscription: one pound a week for the first twelve weeks, then nine pounds a ' +
    'month. Cancel at any time. You will get every article, the evening newsletter and the puzzles, and you can give ' +
    'five articles a month to friends. Already a subscriber? Log in here to read on.</p></div>'
  const goods = ['Blue cotton shirt', 'Cast iron frying pan', 'Garden hose, green']
  const result = (name: string, place: number) =>
    `<tr><td>${place}</td><td>${name}</td><td>${25 - 7 * place}</td></tr>`

  /** The pages that are removed, of pages that are read and then go through `dedupe`. */
  async function removed(pages: readonly string[]): Promise<number[]> {
    const documents = pages.map((html, id) => ({ id, text: readPage(html).text }))
    const gone: number[] = []
    for await (const verdict of dedupe(documents)) if (!verdict.kept) gone.push(verdict.document.id)
    return gone
  }

  test.each<[string, (name: string) => string]>([
    ['a name over the terms of delivery', (name) => `<h1>${name}</h1>${terms}`],
    ['a name that is a paragraph', (name) => `<p>${name}</p>${terms}`],
    ['a name in <main>', (name) => `<main><h1>${name}</h1></main>${terms}`],
    [
      'a name and a price in a division',
      (name) => `<div><span>${name}</span> <span>£ 12</span></div>${terms}`,
    ],
    ['a wall of consent and a headline', (name) => `${wall}<h1>${name}</h1>`],
    ['a wall of consent, and nothing but a title', () => wall],
    ['a headline over an offer to subscribe', (name) => `<article><h1>${name}</h1>${offer}</article>`],
    [
      'a sentence over an offer to subscribe',
      (name) => `<article><p>The ${name} is new.</p>${offer}</article>`,
    ],
    [
      'a table over a notice',
      (name) => `<h1>Race</h1><table>${[name, 'Ford', 'Lind'].map(result).join('')}</table>${terms}`,
    ],
  ])('%s', async (_, body) => {
    expect(await removed(goods.map((name) => page(menu + body(name) + foot, `${name} – Marlow`)))).toEqual([])
  })

  test('but a page that comes again goes, in another frame too', async () => {
    const article = `<article><h1>X</h1>${paragraphs(STORY)}</article>`
    expect(await removed([page(menu + article), page(menu + article), framed(wall + article)])).toEqual([
      1, 2,
    ])
  })
})
